/** Draws from the distributions that the simulated world is made of. */
import type { Random } from '../src/lib/random.ts';

export function uniform(random: Random, from: number, to: number): number {
  return from + (to - from) * random.next();
}

/** Normal with mean 0 and deviation 1 (Box-Muller); always two numbers of the source, so that streams stay aligned. */
export function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  return radius * Math.cos(2 * Math.PI * random.next());
}

/** Lognormal by its mean and coefficient of variation. */
export function lognormal(random: Random, mean: number, variation: number): number {
  const variance = Math.log(1 + variation ** 2);
  return mean * Math.exp(Math.sqrt(variance) * normal(random) - variance / 2);
}

export function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random.next());
}
