/** How long to wait before the next try: doubling, bounded, and jittered so that what failed together comes back apart. */
import type { Instant } from '../lib/clock.ts';
import type { Random } from '../lib/random.ts';

/** The first wait after an attempt came back; five of them (1 to 16 s) outlast the usual restart of a gateway. */
const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;
/** Longer than any greylisting; a carrier that asks for more is asked again, which costs it little. */
export const RETRY_AFTER_MAX_MS = 6 * 3_600_000;
/** Whoever is asked to wait beyond the expiration has one more try so long before it. */
const LAST_TRY_MS = 60_000;

/** Milliseconds to wait after `failures` (0 for the first one), between half of the step and all of it. */
export function backoffMs(failures: number, random: Random, firstMs = FIRST_MS, longestMs = LONGEST_MS): number {
  const step = Math.min(longestMs, firstMs * 2 ** Math.min(failures, 30));
  return Math.ceil(step / 2 + (step / 2) * random.next());
}

/**
 * When to try again after `at`: when the carrier asks for, within bounds, with the jitter of the backoff on top. A request
 * that would have expired by then is tried once more before it does.
 */
export function retryAt(at: Instant, backoff: number, retryAfterMs: number | undefined, expiresAt: Instant): Instant {
  const soonest = at + backoff;
  if (retryAfterMs === undefined) return soonest;
  const asked = soonest + Math.min(Math.max(0, retryAfterMs), RETRY_AFTER_MAX_MS);
  return Math.min(asked, Math.max(soonest, expiresAt - LAST_TRY_MS));
}
