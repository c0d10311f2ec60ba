/** The dates of signatures: 20150830T123600Z (ISO 8601 basic format), or an HTTP date in a plain Date header. */
import type { Instant } from '../../../lib/clock.ts';
import { parseTimestamp } from '../shapes/timestamp.ts';

const BASIC_FORMAT = /^\d{8}T\d{6}Z$/;

/** The instant of an X-Amz-Date; undefined when it has another form or names a day that does not exist. */
export function parseAmzDate(text: string): Instant | undefined {
  if (!BASIC_FORMAT.test(text)) return undefined;
  const date = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`;
  return parseTimestamp(`${date}T${text.slice(9, 11)}:${text.slice(11, 13)}:${text.slice(13)}`);
}

/** The instant of a Date header: the basic format, or an HTTP date (RFC 9110 section 5.6.7, its preferred form). */
export function parseDateHeader(text: string): Instant | undefined {
  const basic = parseAmzDate(text);
  if (basic !== undefined) return basic;
  const instant = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} (GMT|-0000|\+0000)$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
  return Number.isNaN(instant) ? undefined : instant;
}

/** The instant as 20150830T123600Z; parts of a second are dropped. */
export function formatAmzDate(instant: Instant): string {
  const iso = new Date(instant).toISOString();
  return `${iso.slice(0, 4)}${iso.slice(5, 7)}${iso.slice(8, 13)}${iso.slice(14, 16)}${iso.slice(17, 19)}Z`;
}
