/** Seeded windows, zones and instants for comparing nextOpen with something else; also what the bench runs over. */
import { DAYS_OF_WEEK, type TimeRange, type TimeWindow } from '../../../../src/domain/communication-time/config.ts';
import type { Instant } from '../../../../src/lib/clock.ts';
import type { Random } from '../../../../src/lib/random.ts';

export const CASES_FROM: Instant = Date.UTC(2024, 0, 1);
export const CASES_UNTIL: Instant = Date.UTC(2031, 0, 1);

const DAY_MS = 86_400_000;

export function integerBelow(random: Random, limit: number): number {
  return Math.floor(random.next() * limit);
}

export function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[integerBelow(random, items.length)]!;
}

/**
 * A window with up to three ranges a day, closed days, now and then T00:00, T24:00, touching ranges and restricted periods.
 * Ranges often begin or end at one of the `favourites`, minutes after midnight.
 */
export function randomWindow(random: Random, favourites: readonly number[] = []): TimeWindow {
  const dailyHours = Object.fromEntries(
    DAYS_OF_WEEK.filter(() => random.next() < 0.8).map((day) => [
      day,
      Array.from({ length: integerBelow(random, 4) }, () => randomRange(random, favourites)),
    ]),
  );
  const restrictedPeriodList = Array.from({ length: random.next() < 0.5 ? integerBelow(random, 12) : 0 }, () => {
    const start = CASES_FROM + integerBelow(random, 7 * 365) * DAY_MS;
    // Some reach beyond the search horizon.
    const days = 1 + integerBelow(random, random.next() < 0.03 ? 600 : 20);
    return { startDate: date(start), endDate: date(start + days * DAY_MS) };
  });
  return { openHours: { dailyHours }, restrictedPeriods: { restrictedPeriodList } };
}

function randomRange(random: Random, favourites: readonly number[]): TimeRange {
  const minutes = Array.from({ length: 2 }, () => randomMinute(random, favourites)).sort((a, b) => a - b) as [
    number,
    number,
  ];
  if (minutes[0] === minutes[1]) return { startTime: 'T00:00', endTime: 'T24:00' };
  return { startTime: time(minutes[0]), endTime: time(minutes[1]) };
}

/** Small hours are where clocks change, so they are drawn more often than the rest; full hours too. */
function randomMinute(random: Random, favourites: readonly number[]): number {
  if (favourites.length > 0 && random.next() < 0.4) return pick(random, favourites);
  const minute = integerBelow(random, random.next() < 0.5 ? 5 * 60 : 24 * 60 + 1);
  return random.next() < 0.5 ? minute - (minute % 60) : minute;
}

function time(minute: number): string {
  return `T${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

function date(instant: Instant): string {
  return new Date(instant).toISOString().slice(0, 10);
}
