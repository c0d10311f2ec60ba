/** For tests of what happens when somebody sets the clock. */
import type { Clock } from '../../../src/lib/clock.ts';
import { createVirtualClock } from '../../../src/lib/virtual-clock.ts';

/** A wall clock over elapsed time that somebody can set. As on a real machine, timers count elapsed time. */
export function settableClock() {
  const elapsed = createVirtualClock(0);
  let offsetMs = 1_000_000;
  const clock: Clock = {
    now: () => elapsed.now() + offsetMs,
    at: (at, run) => elapsed.at(Math.max(elapsed.now(), at - offsetMs), run),
    track: elapsed.track,
  };
  return {
    clock,
    monotonic: { nowMs: () => elapsed.now() },
    jump: (byMs: number) => {
      offsetMs += byMs;
    },
    pass: (ms: number) => elapsed.advanceTo(elapsed.now() + ms),
  };
}
