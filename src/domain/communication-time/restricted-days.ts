/** Restricted periods as intervals of whole days on a local timeline (see weekly-hours.ts), ascending and apart. */
import { defined } from '../../lib/assert.ts';
import type { RestrictedPeriod } from './config.ts';
import { parseDate } from './time-of-day.ts';

export interface RestrictedDays {
  /** Midnights at which a period begins. */
  readonly starts: readonly number[];
  /** Midnights at which it has ended, at the same places. */
  readonly ends: readonly number[];
}

/** The intervals of validated periods; those that overlap or touch become one. */
export function compileRestrictedDays(periods: readonly RestrictedPeriod[]): RestrictedDays {
  const starts: number[] = [];
  const ends: number[] = [];
  const intervals = periods.map(({ startDate, endDate }) => ({
    start: defined(parseDate(startDate), 'startDate'),
    end: defined(parseDate(endDate), 'endDate'),
  }));
  for (const { start, end } of intervals.sort((a, b) => a.start - b.start)) {
    const previousEnd = ends.at(-1);
    if (previousEnd !== undefined && start <= previousEnd) ends[ends.length - 1] = Math.max(previousEnd, end);
    else {
      starts.push(start);
      ends.push(end);
    }
  }
  return { starts, ends };
}

/** The end of the period that `local` lies in, or `local` itself when it lies in none. */
export function restrictionEnd(days: RestrictedDays, local: number): number {
  const place = firstEndingAfter(days, local);
  return (days.starts[place] ?? Infinity) <= local ? (days.ends[place] ?? local) : local;
}

/** When the next period begins, for a moment that lies in none; Infinity when there is none. */
export function nextRestriction(days: RestrictedDays, local: number): number {
  return days.starts[firstEndingAfter(days, local)] ?? Infinity;
}

function firstEndingAfter({ ends }: RestrictedDays, local: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? Infinity) <= local) low = middle + 1;
    else high = middle;
  }
  return low;
}
