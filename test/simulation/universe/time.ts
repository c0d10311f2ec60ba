/**
 * The time of a simulated universe: timers fire by what has elapsed, and the clock on the wall, which the service believes,
 * may be set forth and back. A process that is dead hears no timer any more.
 */
import type { Clock, Instant } from '../../../src/lib/clock.ts';
import type { Monotonic } from '../../../src/lib/monotonic.ts';
import { createVirtualClock, type VirtualClock } from '../../../src/lib/virtual-clock.ts';

export interface Time {
  /** What has elapsed; never set. Simulated people and carriers live by it. */
  readonly elapsed: VirtualClock;
  readonly monotonic: Monotonic;
  /** What the clock on the wall shows. */
  now(): Instant;
  /** Sets the clock on the wall. */
  jump(byMs: number): void;
  /** The wall clock as a process has it, until `death`. */
  clockUntil(death: Promise<void>, isDead: () => boolean): Clock;
}

/** Time that begins at `start`. */
export function createTime(start: Instant): Time {
  const elapsed = createVirtualClock(start);
  let setByMs = 0;
  const now = (): Instant => elapsed.now() + setByMs;
  return {
    elapsed,
    monotonic: { nowMs: () => elapsed.now() - start },
    now,
    jump(byMs) {
      setByMs += byMs;
    },
    clockUntil: (death, isDead) => ({
      now,
      at: (at, run) => elapsed.at(elapsed.now() + Math.max(0, at - now()), () => (isDead() ? undefined : run())),
      track(work) {
        if (!isDead()) elapsed.track(Promise.race([work, death])).catch(() => undefined);
        return work;
      },
    }),
  };
}
