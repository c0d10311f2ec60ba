/** Durations as the wire writes them (model shape Iso8601Duration): days, hours, minutes and seconds, all optional. */

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The model's limit of the text. */
const LENGTH_MAX = 50;
const DURATION =
  /^P(?:(?<days>[-+]?[0-9]+)D)?(?:T(?:(?<hours>[-+]?[0-9]+)H)?(?:(?<minutes>[-+]?[0-9]+)M)?(?:(?<seconds>[-+]?[0-9]+)(?:[.,](?<fraction>[0-9]{0,9}))?S)?)?$/;

/**
 * The milliseconds of a duration; a day is 24 hours, what is finer than a millisecond is cut off. Undefined when the text
 * is no duration, has no component (the model's pattern lets `P` and `P1DT` pass), a negative one, or is too long to count.
 */
export function parseDuration(text: string): number | undefined {
  if (text.length > LENGTH_MAX) return undefined;
  const parts = DURATION.exec(text)?.groups;
  if (parts === undefined || text.endsWith('P') || text.endsWith('T') || text.includes('-')) return undefined;
  const milliseconds =
    Number(parts['days'] ?? 0) * DAY_MS +
    Number(parts['hours'] ?? 0) * HOUR_MS +
    Number(parts['minutes'] ?? 0) * MINUTE_MS +
    Number(parts['seconds'] ?? 0) * SECOND_MS +
    Number((parts['fraction'] ?? '').padEnd(3, '0').slice(0, 3));
  return Number.isSafeInteger(milliseconds) ? milliseconds : undefined;
}
