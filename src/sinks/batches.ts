/** A page of events in deliveries: as many as a sink takes at once, and never half of what one stored event is outside. */
import type { RenderedBatchEntry } from '../events/event-renderer.ts';
import type { OutwardEvent } from '../events/outward-event.ts';
import type { Instant } from '../lib/clock.ts';

export interface Batch {
  readonly entries: readonly RenderedBatchEntry[];
  /** What is delivered; empty where the sink wants nothing of these. */
  readonly events: readonly OutwardEvent[];
  /** The sequence number of the last stored event. */
  readonly last: number;
  readonly oldestAt: Instant;
}

/** The batches of a page, in order; only a single stored event may be more than `max`. */
export function batchesOf(page: readonly RenderedBatchEntry[], max: number): Batch[] {
  const batches: Batch[] = [];
  let entries: RenderedBatchEntry[] = [];
  let count = 0;
  for (const entry of page) {
    if (count > 0 && count + entry.outward.length > max) {
      batches.push(batchOf(entries));
      entries = [];
      count = 0;
    }
    entries.push(entry);
    count += entry.outward.length;
  }
  if (entries.length > 0) batches.push(batchOf(entries));
  return batches;
}

/** Each stored event of a batch alone. */
export function singles({ entries }: Batch): Batch[] {
  return entries.map((entry) => batchOf([entry]));
}

/** A batch of at least one entry. */
export function batchOf(entries: readonly RenderedBatchEntry[]): Batch {
  const first = entries[0]?.stored;
  const last = entries.at(-1)?.stored;
  return {
    entries,
    events: entries.flatMap(({ outward }) => outward),
    last: last?.sequence ?? 0,
    oldestAt: first?.at ?? 0,
  };
}
