/** What a communication time must fulfil beyond its shape. AWS documents few of these rules; docs/compatibility.md has the rest. */
import { CHANNEL_MEMBERS } from '../channel-subtype.ts';
import {
  type CommunicationTimeConfig,
  DAYS_OF_WEEK,
  type LocalTimeZoneConfig,
  type RestrictedPeriod,
  type TimeRange,
  type TimeWindow,
} from './config.ts';
import { DAY_MS, parseDate, parseTimeOfDay } from './time-of-day.ts';

/**
 * Sentences on what is wrong, none when all is well; each names the member that it is about. `isTimeZone` tells whether a
 * name is a time zone that can be reckoned with.
 */
export function validateCommunicationTime(
  config: CommunicationTimeConfig,
  isTimeZone: (name: string) => boolean,
): string[] {
  const members = Object.values(CHANNEL_MEMBERS);
  const hasWindow = members.some((member) => config[member] !== undefined);
  return [
    ...zoneProblems(config.localTimeZoneConfig, hasWindow, isTimeZone),
    ...members.flatMap((member) => windowProblems(member, config[member])),
  ];
}

function zoneProblems(
  { defaultTimeZone, localTimeZoneDetection }: LocalTimeZoneConfig,
  hasWindow: boolean,
  isTimeZone: (name: string) => boolean,
): string[] {
  if (defaultTimeZone !== undefined && !isTimeZone(defaultTimeZone)) {
    return [`localTimeZoneConfig.defaultTimeZone: '${defaultTimeZone}' is not a time zone of the IANA database`];
  }
  const hasZone = defaultTimeZone !== undefined || (localTimeZoneDetection ?? []).length > 0;
  if (hasZone || !hasWindow) return [];
  return ['localTimeZoneConfig: open hours need a defaultTimeZone or a localTimeZoneDetection'];
}

function windowProblems(path: string, window: TimeWindow | undefined): string[] {
  if (window === undefined) return [];
  const days = DAYS_OF_WEEK.flatMap((day) =>
    (window.openHours.dailyHours?.[day] ?? []).flatMap((range) =>
      rangeProblems(`${path}.openHours.dailyHours.${day}`, range),
    ),
  );
  const periods = (window.restrictedPeriods?.restrictedPeriodList ?? []).flatMap((period) =>
    periodProblems(`${path}.restrictedPeriods`, period),
  );
  return [...days, ...periods];
}

function rangeProblems(path: string, { startTime, endTime }: TimeRange): string[] {
  const start = parseTimeOfDay(startTime);
  const end = parseTimeOfDay(endTime);
  if (start === undefined || start === DAY_MS) {
    return [`${path}: startTime ${startTime} must be between T00:00 and T23:59`];
  }
  if (end === undefined) return [`${path}: endTime ${endTime} must be between T00:01 and T24:00`];
  return end > start ? [] : [`${path}: endTime ${endTime} must be after startTime ${startTime}`];
}

function periodProblems(path: string, { startDate, endDate }: RestrictedPeriod): string[] {
  const start = parseDate(startDate);
  const end = parseDate(endDate);
  if (start === undefined) return [`${path}: startDate ${startDate} is not a day of the calendar`];
  if (end === undefined) return [`${path}: endDate ${endDate} is not a day of the calendar`];
  // The end is exclusive, so a period that ends on its first day would restrict nothing.
  return end > start ? [] : [`${path}: endDate ${endDate} must be after startDate ${startDate}`];
}
