/** How long a failing receiver is waited for: longer each time, by chance, and not for ever. */
import type { Clock, Instant } from '../lib/clock.ts';
import type { Random } from '../lib/random.ts';

export interface Patience {
  failed(reason: string): void;
  recovered(): void;
  /** The receiver has failed for so long that what it cannot take is given up. */
  isOver(): boolean;
  /** Before the next try. */
  delayMs(): number;
  standing(): { readonly reason: string; readonly since: Instant; readonly tries: number } | undefined;
}

const FIRST_DELAY_MS = 500;
/** So that a receiver that is back is noticed within minutes. */
const LONGEST_DELAY_MS = 5 * 60_000;
/** 2^10 times the first delay is past the longest. */
const DOUBLINGS_MAX = 10;

/** Patience with a receiver that has not failed. */
export function createPatience(clock: Pick<Clock, 'now'>, random: Random, giveUpAfterMs: number): Patience {
  let failure: { reason: string; since: Instant; tries: number } | undefined;
  return {
    failed(reason) {
      failure = { reason, since: failure?.since ?? clock.now(), tries: (failure?.tries ?? 0) + 1 };
    },
    recovered() {
      failure = undefined;
    },
    isOver: () => failure !== undefined && clock.now() - failure.since >= giveUpAfterMs,
    delayMs() {
      const doublings = Math.min((failure?.tries ?? 1) - 1, DOUBLINGS_MAX);
      const ceilingMs = Math.min(FIRST_DELAY_MS * 2 ** doublings, LONGEST_DELAY_MS);
      // Half fixed, half by chance: receivers that came back are not all called at once, and none is called at once again.
      return ceilingMs / 2 + (random.next() * ceilingMs) / 2;
    },
    standing: () => failure,
  };
}
