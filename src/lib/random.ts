/** Chance comes in as an argument, so that a simulation can be replayed from its seed. */
import { randomBytes } from 'node:crypto';

export interface Random {
  /** Uniform in [0, 1), with 32 bits. */
  next(): number;
}

/** A source that cannot be predicted, for what guards something (backoff jitter does not, but costs nothing more). */
export function createRandom(): Random {
  return { next: () => randomBytes(4).readUInt32LE() / 2 ** 32 };
}

/** The same numbers for the same seed: mulberry32 (Tommy Ettinger, public domain), period 2^32. */
export function createSeededRandom(seed: number): Random {
  let state = seed >>> 0;
  return {
    next() {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    },
  };
}
