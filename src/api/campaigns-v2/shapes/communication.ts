/** When and how often a recipient may be contacted. */
import { DAYS_OF_WEEK } from '../../../domain/communication-time/config.ts';
import {
  enumeration,
  integer,
  list,
  map,
  optional,
  required,
  string,
  structure,
  union,
} from '../../protocol/shapes/shape.ts';

const Iso8601Time = string('Iso8601Time', { pattern: 'T\\d{2}:\\d{2}' });
const Iso8601Date = string('Iso8601Date', { pattern: '\\d{4}-\\d{2}-\\d{2}' });

const TimeRange = structure('TimeRange', { startTime: required(Iso8601Time), endTime: required(Iso8601Time) });
const DailyHours = map('DailyHours', enumeration('DayOfWeek', DAYS_OF_WEEK), list('TimeRangeList', TimeRange));

const RestrictedPeriod = structure('RestrictedPeriod', {
  name: optional(string('RestrictedPeriodName', { min: 1, max: 127 })),
  startDate: required(Iso8601Date),
  endDate: required(Iso8601Date),
});

const TimeWindow = structure('TimeWindow', {
  openHours: required(union('OpenHours', { dailyHours: DailyHours })),
  restrictedPeriods: optional(
    union('RestrictedPeriods', { restrictedPeriodList: list('RestrictedPeriodList', RestrictedPeriod) }),
  ),
});

const LocalTimeZoneDetection = list(
  'LocalTimeZoneDetection',
  enumeration('LocalTimeZoneDetectionType', ['ZIP_CODE', 'AREA_CODE']),
  { uniqueItems: true },
);

const LocalTimeZoneConfig = structure('LocalTimeZoneConfig', {
  defaultTimeZone: optional(string('TimeZone', { min: 0, max: 50, pattern: '[a-zA-Z0-9_\\-/]*' })),
  localTimeZoneDetection: optional(LocalTimeZoneDetection),
  localTimeZoneDetectionScope: optional(enumeration('LocalTimeZoneDetectionScope', ['PRIMARY_ONLY', 'ALL_AVAILABLE'])),
});

/** The hours in which each channel may be used, and whose clock counts. */
export const CommunicationTimeConfig = structure('CommunicationTimeConfig', {
  localTimeZoneConfig: required(LocalTimeZoneConfig),
  telephony: optional(TimeWindow),
  sms: optional(TimeWindow),
  email: optional(TimeWindow),
  whatsApp: optional(TimeWindow),
});

/** Which part of the communication time is deleted. */
export const CommunicationTimeConfigType = enumeration('CommunicationTimeConfigType', [
  'TELEPHONY',
  'SMS',
  'EMAIL',
  'WHATSAPP',
]);

const CommunicationLimit = structure('CommunicationLimit', {
  maxCountPerRecipient: required(integer('CommunicationLimitMaxCountPerRecipientInteger', { min: 1 })),
  frequency: required(integer('CommunicationLimitFrequencyInteger', { min: 1, max: 30 })),
  unit: required(enumeration('CommunicationLimitTimeUnit', ['DAY'])),
});

/** How many contacts one recipient gets in how many days. */
export const CommunicationLimits = union('CommunicationLimits', {
  communicationLimitsList: list('CommunicationLimitList', CommunicationLimit, { min: 0, max: 2 }),
});

/** A campaign's own limits, and whether the instance's hold as well. */
export const CommunicationLimitsConfig = structure('CommunicationLimitsConfig', {
  allChannelSubtypes: optional(CommunicationLimits),
  instanceLimitsHandling: optional(enumeration('InstanceLimitsHandling', ['OPT_IN', 'OPT_OUT'])),
});

/** Which part of the communication limits is deleted. */
export const CommunicationLimitsConfigType = enumeration('CommunicationLimitsConfigType', ['ALL_CHANNEL_SUBTYPES']);
