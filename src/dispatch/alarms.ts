/** Alarms: timers that are set to the earliest instant anybody asked for, and set anew when the wall clock jumps. */
import type { Clock, Instant, Timer } from '../lib/clock.ts';

export interface Alarm {
  /** Rings at `at`, unless it already rings earlier; one ring settles all that was asked before. */
  ringBy(at: Instant): void;
  clear(): void;
}

export interface Alarms {
  create(ring: () => void): Alarm;
  /** After a jump of the clock: the timers count elapsed time, the alarms mean instants. */
  rearm(): void;
  /** Nothing rings any more. */
  close(): void;
}

interface Armed {
  readonly at: Instant;
  readonly timer: Timer;
}

/** Alarms on `clock`; as many are armed at most as were created. */
export function createAlarms(clock: Clock): Alarms {
  const armed = new Map<() => void, Armed>();
  let isClosed = false;

  function arm(ring: () => void, at: Instant): void {
    armed.get(ring)?.timer.cancel();
    const timer = clock.at(at, () => {
      armed.delete(ring);
      ring();
    });
    armed.set(ring, { at, timer });
  }

  function clear(ring: () => void): void {
    armed.get(ring)?.timer.cancel();
    armed.delete(ring);
  }

  return {
    create(onRing) {
      const ring = (): void => onRing();
      return {
        ringBy(at) {
          const current = armed.get(ring);
          if (!isClosed && (current === undefined || at < current.at)) arm(ring, at);
        },
        clear: () => clear(ring),
      };
    },
    rearm() {
      for (const [ring, { at }] of [...armed]) arm(ring, at);
    },
    close() {
      isClosed = true;
      for (const ring of [...armed.keys()]) clear(ring);
    },
  };
}
