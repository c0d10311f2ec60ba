/** What the two loopback ports share: the time of their world, chance, faults, and what the carriers have received. */
import type { Clock, Instant, Timer } from '../../lib/clock.ts';
import type { Random } from '../../lib/random.ts';
import type { CallAttempt } from '../voice.ts';
import type { CallScript } from './call-outcomes.ts';
import type { Faults } from './faults.ts';
import type { Received } from './received.ts';
import type { LoopbackMix } from './script.ts';

export interface World {
  readonly clock: Clock;
  readonly random: Random;
  readonly mix: LoopbackMix;
  /** How a call will go. */
  readonly callScript: (attempt: CallAttempt) => CallScript;
  readonly faults: Faults;
  readonly received: Received;
  /** Kills the process; does not return. */
  readonly crash: () => void;
  /** Runs `run` when `ms` of this world have passed. */
  after(ms: number, run: () => void): Timer;
  /** The business instant at which `ms` of this world will have passed. */
  in(ms: number): Instant;
}

/** How long a lost answer is waited for. */
export const ANSWER_TIMEOUT_MS = 10_000;

/** A world whose durations are divided by `speed`. */
export function createWorld(parts: Omit<World, 'after' | 'in'>, speed: number): World {
  if (!(speed > 0)) throw new RangeError('the speed of the loopback world must be above 0');
  const { clock } = parts;
  const inWorld = (ms: number): Instant => clock.now() + Math.ceil(ms / speed);
  return { ...parts, in: inWorld, after: (ms, run) => clock.at(inWorld(ms), run) };
}
