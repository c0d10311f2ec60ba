/** Times of day and dates as the wire writes them, as milliseconds of a local timeline. */

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;
export const WEEK_MS = 7 * DAY_MS;

/** Milliseconds since midnight of `Thh:mm`, T00:00 to T24:00; undefined when the text is not such a time. */
export function parseTimeOfDay(text: string): number | undefined {
  const match = /^T([0-9]{2}):([0-9]{2})$/.exec(text);
  if (match === null) return undefined;
  const hours = Number(match[1]);
  const minutes = Number(match[2]);
  if (minutes > 59 || hours > 24 || (hours === 24 && minutes > 0)) return undefined;
  return (hours * 60 + minutes) * MINUTE_MS;
}

/** Midnight of `YYYY-MM-DD` on a timeline without zones; undefined when the calendar has no such day. */
export function parseDate(text: string): number | undefined {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return undefined;
  const midnight = Date.parse(`${text}T00:00:00Z`);
  // Date.parse takes 30 February for 2 March.
  return Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(text) ? undefined : midnight;
}
