/**
 * nextOpen once more, by luxon and without a thought for speed: try every instant at which a wall clock begins or ceases to
 * show an open time, and every instant at which a zone changes its offset, until one is right.
 */
import { DateTime, IANAZone } from 'luxon';
import { DAYS_OF_WEEK, type TimeWindow } from '../../../../src/domain/communication-time/config.ts';
import { type NextOpen, SEARCH_HORIZON_DAYS } from '../../../../src/domain/communication-time/next-open.ts';
import type { Instant } from '../../../../src/lib/clock.ts';

const DAY_MS = 86_400_000;
const LARGEST_OFFSET_MS = 14 * 3_600_000;

/** A zone's changes of offset, by a look every third day and then by halving. */
export function createTransitionFinder(): (zone: string, from: Instant, until: Instant) => Instant[] {
  const known = new Map<string, Instant[]>();
  return (zone, from, until) => {
    const key = `${zone} ${from} ${until}`;
    const transitions = known.get(key) ?? findTransitions(IANAZone.create(zone), from, until);
    known.set(key, transitions);
    return transitions;
  };
}

function findTransitions(zone: IANAZone, from: Instant, until: Instant): Instant[] {
  const transitions: Instant[] = [];
  for (let day = from; day < until; day += 3 * DAY_MS) {
    let [low, high] = [day, day + 3 * DAY_MS];
    const before = zone.offset(low);
    if (zone.offset(high) === before) continue;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (zone.offset(middle) === before) low = middle;
      else high = middle;
    }
    transitions.push(high);
  }
  return transitions;
}

/** The answer that nextOpen should give; `transitionsOf` has all changes of offset between the instant and the horizon. */
export function nextOpenByLuxon(
  window: TimeWindow,
  zones: readonly string[],
  instant: Instant,
  transitionsOf: (zone: string) => readonly Instant[],
): NextOpen {
  const horizon = instant + SEARCH_HORIZON_DAYS * DAY_MS;
  const isOpen = (at: Instant): boolean => zones.every((zone) => isOpenByLuxon(window, zone, at));
  const firstDays = zones.map((zone) => Date.parse(`${DateTime.fromMillis(instant, { zone }).toISODate()}T00:00:00Z`));
  const next = (wanted: boolean): Instant | undefined => {
    let pending: Instant[] = [];
    for (let days = 0; days <= SEARCH_HORIZON_DAYS + 2; days += 1) {
      const ofDay = zones.map((zone, place) =>
        edgesOfDay(window, zone, firstDays[place]! + days * DAY_MS, transitionsOf(zone)),
      );
      pending = [...pending, ...ofDay.flat()].filter((edge) => edge > instant && edge <= horizon).sort((a, b) => a - b);
      // No edge of a later local day of any of the zones comes before this: none is more than 14 hours ahead of UTC.
      const settled = Math.min(...firstDays) + (days + 1) * DAY_MS - LARGEST_OFFSET_MS;
      const found = pending.find((edge) => edge < settled && isOpen(edge) === wanted);
      if (found !== undefined) return found;
      pending = pending.filter((edge) => edge >= settled);
    }
    return undefined;
  };
  if (isOpen(instant)) return { kind: 'open', closesAt: next(false) ?? horizon };
  const opensAt = next(true);
  return opensAt === undefined ? { kind: 'never' } : { kind: 'opens', opensAt };
}

function isOpenByLuxon(window: TimeWindow, zone: string, at: Instant): boolean {
  const local = DateTime.fromMillis(at, { zone });
  const date = local.toISODate()!;
  const isRestricted = (window.restrictedPeriods?.restrictedPeriodList ?? []).some(
    ({ startDate, endDate }) => startDate <= date && date < endDate,
  );
  if (isRestricted) return false;
  const clock = `T${String(local.hour).padStart(2, '0')}:${String(local.minute).padStart(2, '0')}`;
  const ranges = window.openHours.dailyHours?.[DAYS_OF_WEEK[local.weekday - 1]!] ?? [];
  return ranges.some(({ startTime, endTime }) => startTime <= clock && clock < endTime);
}

/**
 * Every instant at which something may change on the local day that begins at `midnight` (as if it were UTC): the ends of
 * its ranges, the beginning and end of a restricted period, and all changes of offset on that day, some also of its neighbours.
 */
function edgesOfDay(window: TimeWindow, zone: string, midnight: Instant, transitions: readonly Instant[]): Instant[] {
  const day = new Date(midnight);
  const date = day.toISOString().slice(0, 10);
  const ranges = window.openHours.dailyHours?.[DAYS_OF_WEEK[(day.getUTCDay() + 6) % 7]!] ?? [];
  const periods = window.restrictedPeriods?.restrictedPeriodList ?? [];
  const isBoundary = periods.some(({ startDate, endDate }) => startDate === date || endDate === date);
  const clocks = [
    ...(isBoundary ? ['T00:00'] : []),
    ...ranges.flatMap(({ startTime, endTime }) => [startTime, endTime]),
  ];
  const walls = clocks.flatMap((clock) => {
    const [hours = 0, minutes = 0] = clock.slice(1).split(':').map(Number);
    const wall = new Date(midnight + (hours * 60 + minutes) * 60_000).toISOString().slice(0, -1);
    return DateTime.fromISO(wall, { zone })
      .getPossibleOffsets()
      .map((possible) => possible.toMillis());
  });
  const near = transitions.filter((at) => Math.abs(at - midnight - DAY_MS / 2) <= DAY_MS / 2 + LARGEST_OFFSET_MS);
  return [...walls, ...near];
}
