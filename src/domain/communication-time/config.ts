/** When recipients may be contacted, in the members and words of the wire (model shape CommunicationTimeConfig). */

/** By their names on the wire (model shape DayOfWeek), Monday first. */
export const DAYS_OF_WEEK = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;

export type DayOfWeek = (typeof DAYS_OF_WEEK)[number];

export interface CommunicationTimeConfig {
  readonly localTimeZoneConfig: LocalTimeZoneConfig;
  readonly telephony?: TimeWindow;
  readonly sms?: TimeWindow;
  readonly email?: TimeWindow;
  readonly whatsApp?: TimeWindow;
}

/** Which zone decides for a recipient: detected from what is known of them, the default one, or first the one, then the other. */
export interface LocalTimeZoneConfig {
  /** An IANA name. */
  readonly defaultTimeZone?: string;
  readonly localTimeZoneDetection?: readonly LocalTimeZoneDetection[];
  /** Absent: PRIMARY_ONLY. */
  readonly localTimeZoneDetectionScope?: LocalTimeZoneDetectionScope;
}

export type LocalTimeZoneDetection = 'ZIP_CODE' | 'AREA_CODE';

export type LocalTimeZoneDetectionScope = 'PRIMARY_ONLY' | 'ALL_AVAILABLE';

/** The communication time of one channel. */
export interface TimeWindow {
  readonly openHours: OpenHours;
  readonly restrictedPeriods?: RestrictedPeriods;
}

/** A union with one member today. */
export interface OpenHours {
  /** A day without an entry is closed. */
  readonly dailyHours?: DailyHours;
}

export type DailyHours = Readonly<Partial<Record<DayOfWeek, readonly TimeRange[]>>>;

/** Times of day as `Thh:mm`, T00:00 to T24:00; the end is exclusive. */
export interface TimeRange {
  readonly startTime: string;
  readonly endTime: string;
}

/** A union with one member today. */
export interface RestrictedPeriods {
  readonly restrictedPeriodList?: readonly RestrictedPeriod[];
}

/** Whole local days as `YYYY-MM-DD` that win over the open hours; the end is exclusive (admin guide, communication time). */
export interface RestrictedPeriod {
  readonly name?: string;
  readonly startDate: string;
  readonly endDate: string;
}
