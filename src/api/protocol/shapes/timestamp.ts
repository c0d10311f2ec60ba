/** Timestamps of the wire: RFC 3339 date-times with 0 to 9 fraction digits and any offset, kept as whole milliseconds. */
import type { Instant } from '../../../lib/clock.ts';

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

/** Where the fraction's first digit stands, if there is one. */
const FRACTION_AT = 'YYYY-MM-DDThh:mm:ss.'.length;

/** The Gregorian calendar repeats after 400 years; shifting by it keeps Date.UTC from reading years 0-99 as 1900-1999. */
const CALENDAR_CYCLE_YEARS = 400;
const CALENDAR_CYCLE_MS = 146_097 * 86_400_000;

/** 0000-01-01 and 9999-12-31T23:59:59.999Z, the years that four digits can write. */
const EARLIEST: Instant = -62_167_219_200_000;
const LATEST: Instant = 253_402_300_799_999;

/**
 * The instant that `text` names, cut to milliseconds, or undefined when it names none. Epoch numbers and HTTP dates are no
 * timestamps of this wire, and neither is a leap second, which an Instant cannot say.
 */
export function parseTimestamp(text: string): Instant | undefined {
  if (!DATE_TIME.test(text)) return undefined;
  const zoneAt = text.endsWith('Z') ? text.length - 1 : text.length - '+00:00'.length;
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)];
  const [hour, minute, second] = [digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, 19)];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const millisecond = zoneAt === FRACTION_AT - 1 ? 0 : milliseconds(text, zoneAt);
  const offsetMs = zoneOffsetMs(text, zoneAt);
  if (offsetMs === undefined) return undefined;
  const shifted = Date.UTC(year + CALENDAR_CYCLE_YEARS, month - 1, day, hour, minute, second, millisecond);
  const instant = shifted - CALENDAR_CYCLE_MS - offsetMs;
  return instant >= EARLIEST && instant <= LATEST ? instant : undefined;
}

/** `YYYY-MM-DDThh:mm:ssZ`, with `.SSS` where it is no whole second: the JavaScript SDK refuses anything but a string. */
export function formatTimestamp(instant: Instant): string {
  const iso = new Date(instant).toISOString();
  return iso.endsWith('.000Z') ? `${iso.slice(0, -5)}Z` : iso;
}

function zoneOffsetMs(text: string, zoneAt: number): number | undefined {
  if (text.endsWith('Z')) return 0;
  const [hours, minutes] = [digits(text, zoneAt + 1, zoneAt + 3), digits(text, zoneAt + 4, zoneAt + 6)];
  if (hours > 23 || minutes > 59) return undefined;
  return (hours * 60 + minutes) * (text[zoneAt] === '-' ? -60_000 : 60_000);
}

/** The first three digits of the fraction; what is finer is cut off. */
function milliseconds(text: string, zoneAt: number): number {
  const count = Math.min(zoneAt - FRACTION_AT, 3);
  return digits(text, FRACTION_AT, FRACTION_AT + count) * (count === 3 ? 1 : count === 2 ? 10 : 100);
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) value = value * 10 + text.charCodeAt(at) - 48;
  return value;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
