/**
 * Alarms: timers that are set to the earliest moment anybody asked for. Somebody may set the wall clock meanwhile: what was
 * asked for as an instant then comes when the clock shows it, and what was asked for as a duration when it has passed.
 */
import type { Clock, Instant, Timer } from './clock.ts';

export interface Alarm {
  /** Rings when the clock shows `at`, unless it rings before; one ring settles all that was asked before. */
  ringBy(at: Instant): void;
  /** Rings when `ms` have passed, wherever the clock is set meanwhile, unless it rings before. */
  ringIn(ms: number): void;
  clear(): void;
}

export interface Alarms {
  create(ring: () => void): Alarm;
  /** The clock was set, by so much forward: its timers count what has passed, and alarms that mean instants are set anew. */
  rearm(byMs: number): void;
  /** Nothing rings any more. */
  close(): void;
}

interface Armed {
  readonly at: Instant;
  readonly timer: Timer;
}

/** What an alarm is set to, at most one moment of each kind. */
interface Setting {
  instant?: Armed | undefined;
  passed?: Armed | undefined;
}

/** Alarms on `clock`; at most two timers are armed for each that was created. */
export function createAlarms(clock: Clock): Alarms {
  const settings = new Map<() => void, Setting>();
  let isClosed = false;

  function settingOf(ring: () => void): Setting {
    const known = settings.get(ring);
    if (known !== undefined) return known;
    const created: Setting = {};
    settings.set(ring, created);
    return created;
  }

  function clear(ring: () => void): void {
    const setting = settings.get(ring);
    setting?.instant?.timer.cancel();
    setting?.passed?.timer.cancel();
    settings.delete(ring);
  }

  function arm(kind: 'instant' | 'passed', ring: () => void, at: Instant): void {
    const setting = settingOf(ring);
    setting[kind]?.timer.cancel();
    const timer = clock.at(at, () => {
      // A clock that was set back by little tells nobody.
      if (kind === 'instant' && clock.now() < at) return arm(kind, ring, at);
      clear(ring);
      ring();
    });
    setting[kind] = { at, timer };
  }

  function ask(kind: 'instant' | 'passed', ring: () => void, at: Instant): void {
    const current = settings.get(ring)?.[kind];
    if (!isClosed && (current === undefined || at < current.at)) arm(kind, ring, at);
  }

  return {
    create(onRing) {
      const ring = (): void => onRing();
      return {
        ringBy: (at) => ask('instant', ring, at),
        ringIn: (ms) => ask('passed', ring, clock.now() + ms),
        clear: () => clear(ring),
      };
    },
    rearm(byMs) {
      for (const [ring, setting] of [...settings]) {
        if (setting.instant !== undefined) arm('instant', ring, setting.instant.at);
        // Their timers are right as they are; only who asks anew must find them where they are now.
        if (setting.passed !== undefined) setting.passed = { ...setting.passed, at: setting.passed.at + byMs };
      }
    },
    close() {
      isClosed = true;
      for (const ring of [...settings.keys()]) clear(ring);
    },
  };
}
