/** Notices that somebody has set the wall clock: it then runs away from, or behind, real elapsed time. */

import type { Alarms } from '../lib/alarms.ts';
import type { Clock } from '../lib/clock.ts';
import type { Monotonic } from '../lib/monotonic.ts';
import type { Gate } from './gate.ts';

/** Less is what time services do by themselves. */
export const JUMP_MS = 5_000;
/** So long nothing is claimed, for clocks that are set once are often set twice. */
export const HOLD_MS = 2_000;
const LOOK_EVERY_MS = 1_000;

export interface ClockWatch {
  start(): void;
  /** Compares the clocks now, besides every second: before a claim. */
  look(): void;
}

/** Watches `clock`; at a jump it closes the gate for HOLD_MS and calls `onJump`. */
export function createClockWatch(deps: {
  readonly clock: Clock;
  readonly monotonic: Monotonic;
  readonly alarms: Alarms;
  readonly gate: Gate;
  readonly onJump: (byMs: number) => void;
}): ClockWatch {
  const { clock, monotonic, alarms, gate, onJump } = deps;
  /** The two clocks apart, when they were last compared; slow drift moves it along. */
  let apartMs = clock.now() - monotonic.nowMs();
  const release = alarms.create(() => gate.open('clockJumped'));
  const everySecond = alarms.create(() => {
    look();
    // Only here, or frequent looks would never see a clock that is turned in small steps.
    apartMs = clock.now() - monotonic.nowMs();
    everySecond.ringIn(LOOK_EVERY_MS);
  });

  function look(): void {
    const byMs = clock.now() - monotonic.nowMs() - apartMs;
    if (Math.abs(byMs) <= JUMP_MS) return;
    apartMs += byMs;
    gate.close('clockJumped');
    release.clear();
    onJump(byMs);
    release.ringIn(HOLD_MS);
  }

  return {
    start() {
      apartMs = clock.now() - monotonic.nowMs();
      everySecond.ringIn(LOOK_EVERY_MS);
    },
    look,
  };
}
