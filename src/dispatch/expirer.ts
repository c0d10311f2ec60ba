/** Ends Buffered requests whose expiration time has passed. Nothing depends on it being quick: the claim asks for itself. */

import type { Alarms } from '../lib/alarms.ts';
import type { Clock } from '../lib/clock.ts';
import type { RequestStore } from '../store/request-store.ts';
import type { Background } from './background.ts';
import { RETRY_MS, SWEEP_MAX } from './options.ts';

export interface Expirer {
  /** Requests were accepted, or the clock was set: the next expiry may be nearer than it was. */
  reconsider(): void;
}

/** The store knows expiries by the minute, so it is asked again at most once a second; an expiry is so late at most. */
const ASK_EVERY_MS = 1_000;

/** An expirer that sleeps until it is told to reconsider. */
export function createExpirer(deps: {
  readonly requests: Pick<RequestStore, 'expire' | 'nextExpiry'>;
  readonly clock: Clock;
  readonly alarms: Alarms;
  readonly background: Background;
}): Expirer {
  const { requests, clock, alarms, background } = deps;
  const alarm = alarms.create(() => background.run('expire requests', expire, () => askIn(RETRY_MS)));

  function askIn(inMs: number): void {
    alarm.ringIn(inMs);
  }

  async function expire(): Promise<void> {
    const now = clock.now();
    while ((await requests.expire(now, SWEEP_MAX)) >= SWEEP_MAX) {}
    const next = await requests.nextExpiry();
    if (next === undefined) return;
    if (next <= now + ASK_EVERY_MS) askIn(ASK_EVERY_MS);
    else alarm.ringBy(next);
  }

  return { reconsider: () => askIn(ASK_EVERY_MS) };
}
