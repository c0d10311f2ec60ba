/** Wall-clock time as text, for people who read why something happened when it did. */
import type { Instant } from '../../lib/clock.ts';
import type { Zone } from './zone.ts';

const MINUTE_MS = 60_000;

/** The wall-clock time of a zone at `instant`, with its offset, such as `2026-03-29T09:00:00+02:00`. */
export function formatLocalTime(zone: Zone, instant: Instant): string {
  const { offsetMs } = zone.spanAt(instant);
  return `${new Date(instant + offsetMs).toISOString().slice(0, -5)}${formatOffset(offsetMs)}`;
}

function formatOffset(offsetMs: number): string {
  const minutes = Math.round(Math.abs(offsetMs) / MINUTE_MS);
  const pair = (value: number): string => String(value).padStart(2, '0');
  return `${offsetMs < 0 ? '-' : '+'}${pair(Math.floor(minutes / 60))}:${pair(minutes % 60)}`;
}
