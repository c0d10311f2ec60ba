/**
 * The open hours of a week on a local timeline: milliseconds as a wall clock shows them, counted as if there were no zones.
 * Intervals are half-open, and those that touch are one, also over midnight and from Sunday to Monday.
 */
import { defined } from '../../lib/assert.ts';
import { DAYS_OF_WEEK, type DailyHours } from './config.ts';
import { DAY_MS, parseTimeOfDay, WEEK_MS } from './time-of-day.ts';

export interface WeeklyHours {
  /** Milliseconds after Monday T00:00, ascending. */
  readonly starts: readonly number[];
  /** Of the same places; the last may lie beyond the week, when it goes on into Monday. */
  readonly ends: readonly number[];
  /** For each day, Monday first, the place of the first interval that ends after the day begins. */
  readonly firstOfDay: readonly number[];
}

interface Interval {
  readonly start: number;
  end: number;
}

/** 1970-01-01 was a Thursday, three days after Monday. */
const EPOCH_DAY_OF_WEEK = 3;

/** The week of a validated map of days; a day that is not in it is closed. */
export function compileWeeklyHours(dailyHours: DailyHours): WeeklyHours {
  const merged = mergeTouching(intervalsOf(dailyHours));
  const first = merged[0];
  const last = merged.at(-1);
  // Open around the week's end: whoever asks on Sunday wants to know when it closes on Monday. Open all week: never.
  if (first?.start === 0 && last?.end === WEEK_MS) last.end = last === first ? Infinity : WEEK_MS + first.end;
  return {
    starts: merged.map(({ start }) => start),
    ends: merged.map(({ end }) => end),
    firstOfDay: DAYS_OF_WEEK.map((_, day) => merged.filter(({ end }) => end <= day * DAY_MS).length),
  };
}

function intervalsOf(dailyHours: DailyHours): Interval[] {
  return DAYS_OF_WEEK.flatMap((day, index) =>
    (dailyHours[day] ?? []).map(({ startTime, endTime }) => ({
      start: index * DAY_MS + defined(parseTimeOfDay(startTime), 'startTime'),
      end: index * DAY_MS + defined(parseTimeOfDay(endTime), 'endTime'),
    })),
  );
}

function mergeTouching(intervals: Interval[]): Interval[] {
  const merged: Interval[] = [];
  for (const interval of intervals.sort((a, b) => a.start - b.start)) {
    const previous = merged.at(-1);
    if (previous !== undefined && interval.start <= previous.end) previous.end = Math.max(previous.end, interval.end);
    else merged.push({ ...interval });
  }
  return merged;
}

/** The first open moment at or after `local`; Infinity when no day is open. */
export function weeklyOpening(hours: WeeklyHours, local: number): number {
  const { starts, ends } = hours;
  if (starts.length === 0) return Infinity;
  const dayOfWeek = dayOfWeekOf(local);
  const week = startOfDay(local) - dayOfWeek * DAY_MS;
  for (let place = hours.firstOfDay[dayOfWeek] ?? 0; place < starts.length; place += 1) {
    if (local - week < (ends[place] ?? 0)) return Math.max(local, week + (starts[place] ?? 0));
  }
  return week + WEEK_MS + (starts[0] ?? 0);
}

/** The first closed moment after the open moment `local`; Infinity when it is open all week. */
export function weeklyClosing(hours: WeeklyHours, local: number): number {
  const dayOfWeek = dayOfWeekOf(local);
  const week = startOfDay(local) - dayOfWeek * DAY_MS;
  for (let place = hours.firstOfDay[dayOfWeek] ?? 0; place < hours.ends.length; place += 1) {
    const end = hours.ends[place] ?? 0;
    if (local - week < end) return week + end;
  }
  return local;
}

function startOfDay(local: number): number {
  return Math.floor(local / DAY_MS) * DAY_MS;
}

/** 0 for Monday to 6 for Sunday. */
function dayOfWeekOf(local: number): number {
  const day = (Math.floor(local / DAY_MS) + EPOCH_DAY_OF_WEEK) % 7;
  return day < 0 ? day + 7 : day;
}
