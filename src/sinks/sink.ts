/** The port of a sink: somewhere that events are delivered to, one batch at a time. */
import type { EventFamily, OutwardEvent } from '../events/outward-event.ts';

export { isoTime, type OutwardEvent } from '../events/outward-event.ts';

export type DeliveryResult =
  | { readonly kind: 'delivered' }
  /** Nobody knows, or not now: the same batch again later. `afterMs` is what the receiver asked for. */
  | { readonly kind: 'failed'; readonly reason: string; readonly afterMs?: number }
  /** The receiver will never take this content. */
  | { readonly kind: 'refused'; readonly reason: string };

export interface Sink {
  /** Under which its cursor is kept. */
  readonly name: string;
  readonly kind: 'file' | 'webhook' | 'eventbridge';
  readonly families: readonly EventFamily[];
  /** Most events in one delivery, unless one stored event alone is more. */
  readonly batchMax: number;
  /** Delivers all of them, in order; never rejects. Gives up when the signal is aborted. */
  deliver(events: readonly OutwardEvent[], signal: AbortSignal): Promise<DeliveryResult>;
  close(): void;
}
