/** What a simulated universe draws: campaigns, requests and the fates of attempts. Everything follows from the seed. */
import {
  DAYS_OF_WEEK,
  type DailyHours,
  type TimeRange,
  type TimeWindow,
} from '../../../src/domain/communication-time/config.ts';
import type { Disposition } from '../../../src/domain/disposition.ts';
import { createSeededRandom } from '../../../src/lib/random.ts';
import type { Callee } from '../universe/callees.ts';
import type { Fate, Seen } from '../universe/carriers.ts';
import type { FloorWishes } from './line-seven.ts';
import type { LimitRule } from './witness.ts';

export interface Chance {
  /** A whole number from 0 to below `below`. */
  pick(below: number): number;
  one<Item>(items: readonly Item[]): Item;
  /** True in `percent` of a hundred cases. */
  happens(percent: number): boolean;
}

export function createChance(seed: number): Chance {
  const random = createSeededRandom(seed);
  const pick = (below: number): number => Math.floor(random.next() * below);
  return { pick, one: (items) => items[pick(items.length)]!, happens: (percent) => pick(100) < percent };
}

export interface Recipient {
  readonly to: string;
  /** Where the number may be by its area code. Written down by hand. */
  readonly zones: readonly string[];
}

export const PHONES: readonly Recipient[] = [
  { to: '+493012345678', zones: ['Europe/Berlin'] },
  { to: '+442079460123', zones: ['Europe/London'] },
  { to: '+12125550123', zones: ['America/New_York'] },
  { to: '+13105550123', zones: ['America/Los_Angeles'] },
  { to: '+12085550123', zones: ['America/Boise', 'America/Denver', 'America/Los_Angeles'] },
  { to: '+912212345678', zones: ['Asia/Kolkata'] },
  { to: '+16025550123', zones: ['America/Phoenix'] },
  { to: '+97714123456', zones: ['Asia/Kathmandu'] },
];

/** Nothing is known of where they are. */
export const MAILBOXES: readonly Recipient[] = ['ada', 'grace', 'alan'].map((name) => ({
  to: `${name}@example.com`,
  zones: [],
}));

/** One of many, for campaigns that need many. */
export const somebody = (chance: Chance): Recipient => ({
  to: `+4420794${String(60_000 + chance.pick(10_000))}`,
  zones: ['Europe/London'],
});

const ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Auckland', 'America/St_Johns'];
export const someZone = (chance: Chance): string => chance.one(ZONES);

/** Days on or before which clocks change somewhere, and a leap day. */
const STARTS = ['2026-03-07T22:00', '2026-03-28T12:00', '2026-10-24T20:00', '2026-10-31T21:00', '2028-02-28T10:00'];
export const someStart = (chance: Chance): number => Date.parse(`${chance.one(STARTS)}:00Z`) + chance.pick(86_400_000);

/** `T09:30`, from an hour's half. */
const clockTime = (half: number): string =>
  `T${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 === 0 ? '00' : '30'}`;

function someRanges(chance: Chance): TimeRange[] {
  const begin = chance.pick(40);
  const end = begin + 1 + chance.pick(48 - begin);
  const first = { startTime: clockTime(begin), endTime: clockTime(end) };
  if (end > 44 || chance.happens(60)) return [first];
  const again = end + 1 + chance.pick(47 - end);
  return [first, { startTime: clockTime(again), endTime: clockTime(Math.min(48, again + 2)) }];
}

/** Open hours on most days, sometimes with a restricted period within the days from `start`. */
export function someWindow(chance: Chance, start: number): TimeWindow {
  const days = DAYS_OF_WEEK.filter(() => chance.happens(75));
  const dailyHours: DailyHours = Object.fromEntries(days.map((day) => [day, someRanges(chance)]));
  const day = (after: number): string => new Date(start + after * 86_400_000).toISOString().slice(0, 10);
  const first = chance.pick(4);
  return {
    openHours: { dailyHours },
    ...(chance.happens(30) && {
      restrictedPeriods: {
        restrictedPeriodList: [{ startDate: day(first), endDate: day(first + 1 + chance.pick(2)) }],
      },
    }),
  };
}

export function someLimits(chance: Chance): LimitRule[] {
  const rule = (): LimitRule => ({ maxCountPerRecipient: 1 + chance.pick(4), frequency: 1 + chance.pick(4) });
  return chance.happens(70) ? [rule()] : [rule(), rule()];
}

/** Of a campaign that calls for the agents of a queue. */
export function someFloor(chance: Chance, queue: string, mode: FloorWishes['mode']): FloorWishes {
  const isDetecting = chance.happens(70);
  return {
    ...{ queue, mode, isDetecting, targetRate: chance.one([0.01, 0.03, 0.1]) },
    ...{ windowMs: chance.one([1, 24]) * HOUR_MS, thresholdMs: chance.one([1, 2, 3]) * 1_000 },
    startPoint: isDetecting ? 'GREETING_END' : 'CONNECTED_TO_SYSTEM',
  };
}

/** Most are people, as on no real list, so that a short story has many live answers. */
export function someCallee(chance: Chance): Callee {
  const who = chance.pick(100);
  const kind = who < 65 ? 'person' : who < 80 ? 'nobody' : who < 90 ? 'machine' : who < 99 ? 'busy' : 'silent';
  const ringsMs = kind === 'nobody' ? 20_000 : 20 + chance.pick(8_000);
  return { kind, ringsMs, greetsMs: 400 + chance.pick(1_800), patienceMs: 300 + chance.pick(9_000) };
}

const SUCCEEDED = { state: 'Succeeded', reason: 'DELIVERED' } as const satisfies Disposition;
const FAILED = { state: 'Failed', reason: 'INVALID_DESTINATION' } as const satisfies Disposition;
const HOUR_MS = 3_600_000;

/** Mostly a receipt soon after; else every kind of trouble. */
export function someFate(chance: Chance, _seen: Seen): Fate {
  const answerAfterMs = chance.pick(60);
  const disposition = chance.happens(85) ? SUCCEEDED : FAILED;
  const afterMs = answerAfterMs + chance.pick(2_000);
  const soon = { afterMs, disposition };
  const trouble = chance.pick(100);
  const taken = (news: Fate['news']): Fate => ({ take: 'taken', answerAfterMs, news });
  if (trouble < 6) return { take: 'throttled', answerAfterMs, news: [] };
  if (trouble < 10) return { take: 'refused', answerAfterMs, news: [] };
  if (trouble < 13) return { take: 'silent', answerAfterMs, news: [] };
  if (trouble < 14) return { take: 'silent', answerAfterMs, news: [], endsProcess: true };
  if (trouble < 18) return taken([]);
  if (trouble < 23) return taken([soon, { ...soon, afterMs: afterMs + chance.pick(HOUR_MS) }]);
  if (trouble < 28) {
    const other = disposition === SUCCEEDED ? FAILED : SUCCEEDED;
    return taken([soon, { afterMs: afterMs + 1 + chance.pick(5_000), disposition: other }]);
  }
  if (trouble < 32) return taken([{ ...soon, afterMs: chance.pick(80 * HOUR_MS) }]);
  if (trouble < 36) return taken([{ ...soon, afterMs: Math.floor(answerAfterMs / 2) }]);
  return taken([{ afterMs: answerAfterMs + 1 }, soon]);
}
