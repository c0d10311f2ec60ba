/**
 * When a recipient may be contacted next. An instant is open when the wall clock of the recipient shows an open time on an
 * open day, in every zone where the recipient may be. So over a gap an opening in the skipped hour happens at its end, and
 * over a fold an hour that is shown twice is open twice.
 */
import { assert } from '../../lib/assert.ts';
import type { Instant } from '../../lib/clock.ts';
import type { Zone } from '../zones/zone.ts';
import { DAY_MS } from './time-of-day.ts';
import { type CompiledWindow, localClosing, localOpening, type WindowHours } from './window.ts';

export type NextOpen =
  /** Open now, and until just before `closesAt`, or at least as long as anybody searches. */
  | { readonly kind: 'open'; readonly closesAt: Instant }
  /** Closed now; `opensAt` is the first open instant. */
  | { readonly kind: 'opens'; readonly opensAt: Instant }
  /** Not open within SEARCH_HORIZON_DAYS. */
  | { readonly kind: 'never' };

/** No request lives longer than 400 days (the highest expirationTime that is accepted), so what opens later does not matter. */
export const SEARCH_HORIZON_DAYS = 400;

/**
 * Whether `window` is open at `instant` in all of `zones`, and when that changes next. Zones are the ones where the
 * recipient may be; at least one, unless the window is unrestricted.
 */
export function nextOpen(window: CompiledWindow, zones: readonly Zone[], instant: Instant): NextOpen {
  const horizon = instant + SEARCH_HORIZON_DAYS * DAY_MS;
  if (window.kind === 'unrestricted') return { kind: 'open', closesAt: horizon };
  assert(zones.length > 0, 'a window was asked about without a zone');
  const opening = commonOpening(window, zones, instant, horizon);
  if (opening === Infinity) return { kind: 'never' };
  if (opening > instant) return { kind: 'opens', opensAt: opening };
  let closesAt = horizon;
  for (const zone of zones) closesAt = Math.min(closesAt, closingIn(window, zone, instant, horizon));
  return { kind: 'open', closesAt };
}

/** The first instant from `instant` on that is open in every zone; Infinity when there is none until `horizon`. */
function commonOpening(hours: WindowHours, zones: readonly Zone[], instant: Instant, horizon: Instant): Instant {
  // Goes to the latest of the openings until they agree: every turn but the last moves on to a later opening.
  for (let from = instant; ; ) {
    let latest = from;
    for (const zone of zones) {
      latest = openingIn(hours, zone, latest, horizon);
      if (latest > horizon) return Infinity;
    }
    if (latest === from) return latest;
    from = latest;
  }
}

/** The first open instant from `instant` on in one zone; Infinity when there is none until `horizon`. */
function openingIn(hours: WindowHours, zone: Zone, instant: Instant, horizon: Instant): Instant {
  for (let from = instant; ; ) {
    const { offsetMs, until } = zone.spanAt(from);
    const opening = localOpening(hours, from + offsetMs) - offsetMs;
    if (opening < until) return opening;
    if (until > horizon) return Infinity;
    from = until;
  }
}

/** The first closed instant after the open `instant` in one zone; `horizon` or later when there is none until then. */
function closingIn(hours: WindowHours, zone: Zone, instant: Instant, horizon: Instant): Instant {
  for (let from = instant; from < horizon; ) {
    const { offsetMs, until } = zone.spanAt(from);
    const closing = localClosing(hours, from + offsetMs) - offsetMs;
    if (closing < until) return closing;
    from = until;
    if (!isOpenIn(hours, zone, from)) return from;
  }
  return horizon;
}

function isOpenIn(hours: WindowHours, zone: Zone, instant: Instant): boolean {
  const local = instant + zone.spanAt(instant).offsetMs;
  return localOpening(hours, local) === local;
}
