/** When somebody may be contacted, by luxon and in the words of the campaign's definition; none of our own arithmetic. */
import { DateTime } from 'luxon';
import type { DayOfWeek, TimeWindow } from '../../../src/domain/communication-time/config.ts';

const DAYS: readonly DayOfWeek[] = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];

/** Whether the wall clocks of all zones show an open time at an instant. */
export function isOpen(window: TimeWindow, zones: readonly string[], at: number): boolean {
  return zones.every((zone) => {
    const wall = DateTime.fromMillis(at, { zone });
    const date = wall.toFormat('yyyy-MM-dd');
    const time = wall.toFormat("'T'HH:mm");
    const restricted = window.restrictedPeriods?.restrictedPeriodList ?? [];
    if (restricted.some(({ startDate, endDate }) => startDate <= date && date < endDate)) return false;
    const ranges = window.openHours.dailyHours?.[DAYS[wall.weekday - 1] ?? 'MONDAY'] ?? [];
    return ranges.some(({ startTime, endTime }) => startTime <= time && time < endTime);
  });
}
