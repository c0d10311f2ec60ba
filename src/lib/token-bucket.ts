/**
 * A rate with a small burst: in any window of w seconds at most rate x w + burst units leave. Pure: the instants come in,
 * and a clock that goes back neither adds nor takes anything.
 */
import type { Instant } from './clock.ts';

/** What may leave at once, as a stretch of the rate: long enough to work in batches, too short for the other side to notice. */
export const BURST_MS = 100;

/** Tokens are sums of products of floats; a millionth of one is rounding, not a token. */
const ROUNDING = 1e-6;

export interface TokenBucket {
  readonly ratePerSecond: number;
  /** Most tokens that it ever holds. */
  readonly burst: number;
  /** Whole tokens at `now`. */
  available(now: Instant): number;
  /** Takes `count` tokens, of those that `available` has just answered. */
  take(count: number, now: Instant): void;
  /** Puts back tokens that were taken and not used. */
  giveBack(count: number): void;
  /** When `count` tokens (at most `burst`) will be there if nobody takes any. */
  availableAt(count: number, now: Instant): Instant;
}

/** The burst that belongs to a rate: max(1, rate x 100 ms). */
export function burstOf(ratePerSecond: number): number {
  return Math.max(1, (ratePerSecond * BURST_MS) / 1000);
}

/** A full bucket of `ratePerSecond` (> 0) tokens a second. */
export function createTokenBucket(ratePerSecond: number): TokenBucket {
  if (!(ratePerSecond > 0)) throw new RangeError('a rate must be above 0');
  const burst = burstOf(ratePerSecond);
  let tokens = burst;
  let filledAt: Instant | undefined;

  function fill(now: Instant): void {
    if (filledAt !== undefined && now > filledAt) {
      tokens = Math.min(burst, tokens + ((now - filledAt) * ratePerSecond) / 1000);
    }
    filledAt = now;
  }

  return {
    ratePerSecond,
    burst,
    available(now) {
      fill(now);
      return Math.floor(tokens + ROUNDING);
    },
    take(count, now) {
      fill(now);
      if (count > tokens + ROUNDING) throw new RangeError('more tokens were taken than there are');
      tokens = Math.max(0, tokens - count);
    },
    giveBack(count) {
      tokens = Math.min(burst, tokens + count);
    },
    availableAt(count, now) {
      fill(now);
      const missing = Math.min(count, burst) - tokens - ROUNDING;
      return missing <= 0 ? now : now + Math.ceil((missing * 1000) / ratePerSecond);
    },
  };
}
