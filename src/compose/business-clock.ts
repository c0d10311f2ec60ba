/** The clock that decides about people: the real one, or one that stands still until it is advanced. */
import type { Config } from '../config/settings.ts';
import type { Clock } from '../lib/clock.ts';
import { createVirtualClock, type VirtualClock } from '../lib/virtual-clock.ts';

export interface BusinessClock {
  readonly clock: Clock;
  /** The same clock, when it is virtual. */
  readonly virtualClock?: VirtualClock;
}

/** The clock that the configuration asks for. */
export function chooseClock({ clock, start }: Pick<Config, 'clock' | 'start'>, wall: Clock): BusinessClock {
  if (clock === 'real') return { clock: wall };
  const virtualClock = createVirtualClock(start ?? wall.now());
  return { clock: virtualClock, virtualClock };
}
