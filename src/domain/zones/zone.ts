/** Time zones by name, with their offsets kept as spans that are read from Intl when they are first asked for. */
import type { Instant } from '../../lib/clock.ts';
import { createIntlOffsetSource, type OffsetSource, type OffsetSpan, readOffsetSpans } from './offset-spans.ts';

export interface Zone {
  /** As it was asked for. */
  readonly name: string;
  /** The span of time around `instant` with one offset. The next span may have the same offset: spans end where chunks do. */
  spanAt(instant: Instant): OffsetSpan;
}

export interface Zones {
  /** The zone of an IANA name or alias, or undefined when this runtime's Intl does not know it. */
  find(name: string): Zone | undefined;
}

/** Spans are read in chunks of 400 days, with 58 questions to Intl and 20 more for every change found: about 0.3 ms. */
const CHUNK_MS = 400 * 86_400_000;
/** Chunks from 1929 to 2110; before and after, the offset of the edge holds. Bounds a zone to about 500 spans. */
const FIRST_CHUNK = -37;
const LAST_CHUNK = 127;
/** The tz database has about 600 names; the rest is for other spellings (names are not case-sensitive). */
const ZONES_MAX = 1_024;

/** A directory of zones; keeps up to `ZONES_MAX` of them, and drops the one that it made first to make room. */
export function createZones(): Zones {
  const known = new Map<string, Zone>();

  function add(name: string): Zone | undefined {
    const offsetAt = offsetSource(name);
    if (offsetAt === undefined) return undefined;
    const zone = createZone(name, offsetAt);
    const [oldest] = known.keys();
    if (known.size >= ZONES_MAX && oldest !== undefined) known.delete(oldest);
    known.set(name, zone);
    return zone;
  }

  return { find: (name) => known.get(name) ?? add(name) };
}

/** Whether `name` is a time zone of the tz database that this runtime knows; a bare offset such as -05 is not. */
export function isTimeZone(name: string): boolean {
  return offsetSource(name) !== undefined;
}

function offsetSource(name: string): OffsetSource | undefined {
  // Intl also takes offsets such as -05; AWS asks for "Time Zone Id in the IANA format", and those begin with a letter.
  if (!/^[A-Za-z]/.test(name)) return undefined;
  try {
    return createIntlOffsetSource(name);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A zone whose offsets come from `offsetAt`. */
export function createZone(name: string, offsetAt: OffsetSource): Zone {
  const chunks = new Map<number, readonly OffsetSpan[]>();
  // Questions come in clusters around the present, so the last answer is nearly always right again.
  let latest: OffsetSpan = { from: 0, until: 0, offsetMs: 0 };

  function chunk(index: number): readonly OffsetSpan[] {
    const existing = chunks.get(index);
    if (existing !== undefined) return existing;
    const spans = readOffsetSpans(offsetAt, index * CHUNK_MS, (index + 1) * CHUNK_MS);
    const stretched = stretchEdges(index, spans);
    chunks.set(index, stretched);
    return stretched;
  }

  return {
    name,
    spanAt(instant) {
      if (instant >= latest.from && instant < latest.until) return latest;
      const index = Math.min(Math.max(Math.floor(instant / CHUNK_MS), FIRST_CHUNK), LAST_CHUNK);
      latest = chunk(index).find((span) => instant < span.until) ?? latest;
      return latest;
    },
  };
}

/** Lets the first span begin and the last one end never, so that every instant lies in a span. */
function stretchEdges(index: number, spans: readonly OffsetSpan[]): readonly OffsetSpan[] {
  return spans.map((span, place) => ({
    ...span,
    from: index === FIRST_CHUNK && place === 0 ? -Infinity : span.from,
    until: index === LAST_CHUNK && place === spans.length - 1 ? Infinity : span.until,
  }));
}
