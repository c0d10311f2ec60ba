/**
 * What Intl knows about one time zone, as integers: spans of time with one offset from UTC. Asking Intl costs about 2.5 us
 * an instant, a span is a comparison, so the spans are read once and everything else is arithmetic.
 */
import type { Instant } from '../../lib/clock.ts';

/** Local time is UTC plus `offsetMs` from `from` until just before `until`. */
export interface OffsetSpan {
  readonly from: Instant;
  readonly until: Instant;
  readonly offsetMs: number;
}

/** Answers the offset at an instant, the slow way. */
export type OffsetSource = (instant: Instant) => number;

/** Two changes of a zone were never nearer than this in this century (Morocco's and Egypt's Ramadan: 28 days and more). */
const PROBE_STEP_MS = 7 * 86_400_000;
/** Every change of the tz database happens on a whole second. */
const PRECISION_MS = 1_000;

/** Asks Intl for the offsets of a zone; throws RangeError when Intl does not know the name. */
export function createIntlOffsetSource(timeZone: string): OffsetSource {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  return (instant) => parseLongOffset(format.format(instant));
}

/** The milliseconds in the `GMT`, `GMT-05:00` or `GMT+00:19:32` at the end of a formatted date. */
function parseLongOffset(text: string): number {
  const at = text.lastIndexOf('GMT') + 3;
  if (at === text.length) return 0;
  const [hours = 0, minutes = 0, seconds = 0] = text
    .slice(at + 1)
    .split(':')
    .map(Number);
  const magnitudeMs = ((hours * 60 + minutes) * 60 + seconds) * 1_000;
  // ICU writes the minus as U+002D for en-US.
  return text[at] === '-' ? -magnitudeMs : magnitudeMs;
}

/** The spans that cover `from` to `until` without a gap, in order, cut at both ends. Both must be whole seconds. */
export function readOffsetSpans(offsetAt: OffsetSource, from: Instant, until: Instant): OffsetSpan[] {
  const spans: OffsetSpan[] = [];
  let spanFrom = from;
  let offsetMs = offsetAt(from);
  for (let probed = from; probed < until; ) {
    const next = Math.min(probed + PROBE_STEP_MS, until);
    if (offsetAt(next) === offsetMs) {
      probed = next;
      continue;
    }
    const change = firstInstantWithout(offsetAt, offsetMs, probed, next);
    if (change >= until) break;
    spans.push({ from: spanFrom, until: change, offsetMs });
    spanFrom = change;
    offsetMs = offsetAt(change);
    probed = change;
  }
  spans.push({ from: spanFrom, until, offsetMs });
  return spans;
}

/** The first instant after `has` whose offset is no longer `offsetMs`, given that `hasNot` has another one. */
function firstInstantWithout(offsetAt: OffsetSource, offsetMs: number, has: Instant, hasNot: Instant): Instant {
  let low = has;
  let high = hasNot;
  while (high - low > PRECISION_MS) {
    const middle = low + Math.floor((high - low) / 2 / PRECISION_MS) * PRECISION_MS;
    if (offsetAt(middle) === offsetMs) low = middle;
    else high = middle;
  }
  return high;
}
