/** The dates of signatures: 20150830T123600Z (ISO 8601 basic format), or an HTTP date in a plain Date header. */
import type { Instant } from '../../../lib/clock.ts';

const BASIC_FORMAT = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;

/** The instant of an X-Amz-Date; undefined when it has another form or names a day that does not exist. */
export function parseAmzDate(text: string): Instant | undefined {
  if (!BASIC_FORMAT.test(text)) return undefined;
  const instant = Date.parse(text.replace(BASIC_FORMAT, '$1-$2-$3T$4:$5:$6Z'));
  return Number.isNaN(instant) || formatAmzDate(instant) !== text ? undefined : instant;
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
  return `${new Date(instant).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}
