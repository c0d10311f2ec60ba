/** Draws from distributions, by a source of chance. */
import type { Random } from './random.ts';

/** Normal with mean 0 and deviation 1 (Box and Muller 1958); always two numbers of the source, so that streams stay aligned. */
export function normal(random: Random): number {
  // 1 - u lies above 0, whose logarithm there is none of.
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

/** Lognormal with this mean and coefficient of variation (deviation by mean); 0 is the mean itself. */
export function lognormal(random: Random, mean: number, variation: number): number {
  const variance = Math.log(1 + variation ** 2);
  return mean * Math.exp(Math.sqrt(variance) * normal(random) - variance / 2);
}
