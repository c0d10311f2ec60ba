/** Ends attempts whose outcome will not come any more: cut off by a crash, or never reported by the carrier. */

import type { Alarms } from '../lib/alarms.ts';
import type { Clock, Instant } from '../lib/clock.ts';
import type { RequestStore } from '../store/request-store.ts';
import type { Background } from './background.ts';
import { type DispatchOptions, RETRY_MS, SWEEP_MAX } from './options.ts';

export interface Rescuer {
  /** Ends the attempts that epochs before `epoch` left behind; answers how many. To be awaited before the first claim. */
  closeOrphans(epoch: number): Promise<number>;
  /** An outcome must be there by `by`. */
  expectBy(by: Instant): void;
  /** Looks for overdue outcomes now, and then whenever some may be. */
  start(): void;
}

/** Overdue outcomes are looked for once a minute at most: none of them is due for less than minutes. */
const MINUTE_MS = 60_000;

/** The first full minute after `by`: an outcome that comes in that very moment is in time. */
function minuteAfter(by: Instant): number {
  return Math.floor(by / MINUTE_MS) + 1;
}

/** A rescuer at rest; `onSweep` is called with the instant for which overdue attempts were ended. */
export function createRescuer(
  deps: {
    readonly requests: Pick<RequestStore, 'closeOrphans' | 'closeOverdue' | 'nextOverdue'>;
    readonly clock: Clock;
    readonly alarms: Alarms;
    readonly background: Background;
    readonly onSweep: (now: Instant) => void;
  },
  options: Pick<DispatchOptions, 'dyingChannels'>,
): Rescuer {
  const { requests, clock, alarms, background, onSweep } = deps;
  /** Minutes at whose end something may be overdue: at most as many as the longest wait (72 h) has. */
  const minutes = new Set<number>();
  const alarm = alarms.create(sweepInBackground);

  function sweepInBackground(): void {
    background.run('close overdue attempts', sweep, () => alarm.ringIn(RETRY_MS));
  }

  async function sweep(): Promise<void> {
    const now = clock.now();
    while ((await requests.closeOverdue(now, SWEEP_MAX)) >= SWEEP_MAX) {}
    onSweep(now);
    for (const minute of minutes) if (minute * MINUTE_MS <= now) minutes.delete(minute);
    // Attempts of an earlier process are known to the store alone, and those that are being committed to us alone.
    const next = await requests.nextOverdue();
    if (next !== undefined) minutes.add(minuteAfter(next));
    if (minutes.size > 0) alarm.ringBy(Math.min(...minutes) * MINUTE_MS);
  }

  return {
    async closeOrphans(epoch) {
      const query = { epoch, dyingChannels: options.dyingChannels, now: clock.now(), limit: SWEEP_MAX };
      for (let closed = 0; ; ) {
        const count = await requests.closeOrphans(query);
        closed += count;
        if (count < SWEEP_MAX) return closed;
      }
    },
    expectBy(by) {
      const minute = minuteAfter(by);
      if (minutes.has(minute)) return;
      minutes.add(minute);
      alarm.ringBy(minute * MINUTE_MS);
    },
    start: sweepInBackground,
  };
}
