/**
 * When to leave a carrier alone: after failures in a row nothing more goes to it for a while, then one attempt is the trial.
 * A state machine without timers; whoever owns it asks it, and wakes when the rest is over.
 */
import type { Instant } from '../lib/clock.ts';
import type { Random } from '../lib/random.ts';

/**
 * closed: everything goes. open: nothing goes until the rest is over. halfOpen: one attempt at a time, and what becomes of
 * it decides.
 */
export type BreakerState = 'closed' | 'open' | 'halfOpen';

export interface CircuitBreaker {
  state(now: Instant): BreakerState;
  /** The end of the last rest, which may be over; undefined when it is closed. */
  restsUntil(): Instant | undefined;
  /** The carrier answered as a carrier should, whatever it said about the message. */
  succeeded(): void;
  /** The carrier failed; answers whether this opened the breaker. News from before it opened changes nothing. */
  failed(now: Instant): boolean;
}

/** Fewer would rest after a hiccup; more would try a dead carrier longer than its restart takes. */
const FAILURES_TO_OPEN = 3;
const FIRST_REST_MS = 1_000;
/** Longer would leave a carrier unused that is back; it costs one connection each time. */
const LONGEST_REST_MS = 5 * 60_000;

/** A closed breaker; `random` spreads the ends of rests, so that what failed together does not come back together. */
export function createCircuitBreaker(random: Random): CircuitBreaker {
  let failuresInARow = 0;
  /** Rests since the last success. */
  let rests = 0;
  let openUntil: Instant | undefined;

  function state(now: Instant): BreakerState {
    if (openUntil === undefined) return 'closed';
    return now < openUntil ? 'open' : 'halfOpen';
  }

  return {
    state,
    restsUntil: () => openUntil,
    succeeded() {
      failuresInARow = 0;
      rests = 0;
      openUntil = undefined;
    },
    failed(now) {
      const before = state(now);
      if (before === 'open') return false;
      failuresInARow += 1;
      if (before === 'closed' && failuresInARow < FAILURES_TO_OPEN) return false;
      openUntil = now + restMs(rests, random);
      rests += 1;
      return true;
    },
  };
}

/** Between half of the step and all of it; the step doubles from rest to rest. */
function restMs(rests: number, random: Random): number {
  const step = Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** Math.min(rests, 30));
  return Math.ceil(step / 2 + (step / 2) * random.next());
}
