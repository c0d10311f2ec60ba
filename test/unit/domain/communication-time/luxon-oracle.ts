/**
 * nextOpen once more, by luxon and without a thought for speed: try every instant at which a wall clock may begin or cease
 * to show an open time, and ask luxon what it shows there.
 */
import { DateTime, IANAZone } from 'luxon';
import { DAYS_OF_WEEK, type TimeWindow } from '../../../../src/domain/communication-time/config.ts';
import { type NextOpen, SEARCH_HORIZON_DAYS } from '../../../../src/domain/communication-time/next-open.ts';
import type { Instant } from '../../../../src/lib/clock.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** No zone is further ahead of UTC (Kiritimati). */
const LARGEST_OFFSET_MS = 14 * 3_600_000;

/** A time without a change of offset, as luxon sees it. */
export interface LuxonSpan {
  readonly from: Instant;
  readonly until: Instant;
  readonly offsetMs: number;
}

/** The spans of a zone between two instants, found by a look every third day and then by halving. */
export function createSpanFinder(from: Instant, until: Instant): (zone: string) => readonly LuxonSpan[] {
  const known = new Map<string, LuxonSpan[]>();
  return (zone) => {
    const spans = known.get(zone) ?? findSpans(IANAZone.create(zone), from, until);
    known.set(zone, spans);
    return spans;
  };
}

function findSpans(zone: IANAZone, from: Instant, until: Instant): LuxonSpan[] {
  const changes = [from];
  for (let day = from; day < until; day += 3 * DAY_MS) {
    let [low, high] = [day, day + 3 * DAY_MS];
    const before = zone.offset(low);
    if (zone.offset(high) === before) continue;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (zone.offset(middle) === before) low = middle;
      else high = middle;
    }
    changes.push(high);
  }
  return changes.map((change, place) => ({
    from: change,
    until: changes[place + 1] ?? until,
    offsetMs: zone.offset(change) * MINUTE_MS,
  }));
}

/** The answer that nextOpen should give; `spansOf` knows every zone from the day before the instant to past the horizon. */
export function nextOpenByLuxon(
  window: TimeWindow,
  zones: readonly string[],
  instant: Instant,
  spansOf: (zone: string) => readonly LuxonSpan[],
): NextOpen {
  const horizon = instant + SEARCH_HORIZON_DAYS * DAY_MS;
  const isOpen = (at: Instant): boolean => zones.every((zone) => isOpenByLuxon(window, zone, at));
  const firstDay = Math.floor((instant - LARGEST_OFFSET_MS) / DAY_MS) * DAY_MS;
  const next = (wanted: boolean): Instant | undefined => {
    let pending: Instant[] = [];
    for (let day = firstDay; day < horizon + 2 * DAY_MS; day += DAY_MS) {
      pending.push(...zones.flatMap((zone) => edgesOfDay(window, wanted, spansOf(zone), day)));
      pending = pending.filter((edge) => edge > instant && edge <= horizon).sort((a, b) => a - b);
      // No later local day of any zone begins before this.
      const settled = day + DAY_MS - LARGEST_OFFSET_MS;
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
 * Every instant at which a zone's wall clock may begin (or cease) to show an open time on the local day that begins at
 * `midnight`, read as if it were UTC: where its ranges begin (or end), at midnight, and where the offset changes.
 */
function edgesOfDay(window: TimeWindow, begins: boolean, spans: readonly LuxonSpan[], midnight: Instant): Instant[] {
  const day = DAYS_OF_WEEK[(new Date(midnight).getUTCDay() + 6) % 7]!;
  const ranges = window.openHours.dailyHours?.[day] ?? [];
  const walls = [midnight, ...ranges.map((range) => midnight + wallMs(begins ? range.startTime : range.endTime))];
  // A wall time is shown never, once or twice, depending on how many spans it falls into.
  const shown = spans.flatMap(({ from, until, offsetMs }) =>
    walls.map((wall) => wall - offsetMs).filter((at) => from <= at && at < until),
  );
  const changes = spans
    .map(({ from }) => from)
    .filter((at) => at >= midnight - LARGEST_OFFSET_MS && at < midnight + DAY_MS + LARGEST_OFFSET_MS);
  return [...shown, ...changes];
}

function wallMs(clock: string): number {
  return (Number(clock.slice(1, 3)) * 60 + Number(clock.slice(4))) * MINUTE_MS;
}
