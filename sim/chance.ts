/** Draws from the distributions that the simulated world is made of. */
import type { Random } from '../src/lib/random.ts';

export { lognormal, normal } from '../src/lib/chance.ts';

export function uniform(random: Random, from: number, to: number): number {
  return from + (to - from) * random.next();
}

export function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random.next());
}
