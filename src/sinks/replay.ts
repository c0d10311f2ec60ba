/** Dead letters once more: rendered anew from their events, one by one, the oldest first. */
import type { EventRenderer } from '../events/event-renderer.ts';
import type { EventStore } from '../store/event-store.ts';
import type { SinkStore } from '../store/sink-store.ts';
import { type Batch, batchOf } from './batches.ts';
import type { DeliveryResult, Sink } from './sink.ts';

export interface Replayed {
  readonly delivered: number;
  /** Their requests were purged, so there is nothing left to tell. */
  readonly gone: number;
  /** Why it stopped before the end. */
  readonly stoppedBecause?: string;
}

export interface ReplayDeps {
  readonly sink: Sink;
  readonly events: Pick<EventStore, 'read'>;
  readonly sinks: Pick<SinkStore, 'deadLetters' | 'settle'>;
  readonly renderer: EventRenderer;
  readonly deliver: (batch: Batch) => Promise<DeliveryResult>;
}

/** Delivers up to `limit` dead letters; each is settled once it is delivered. */
export async function replayDeadLetters(deps: ReplayDeps, limit: number): Promise<Replayed> {
  const { sink, events, sinks, renderer, deliver } = deps;
  let delivered = 0;
  let gone = 0;
  for (const letter of await sinks.deadLetters(sink.name, limit)) {
    const stored = (await events.read(letter.sequence - 1, 1)).filter(({ sequence }) => sequence === letter.sequence);
    const [entry] = await renderer.render(stored);
    if (entry === undefined || entry.outward.length === 0) {
      gone += 1;
    } else {
      const result = await deliver(batchOf([entry]));
      if (result.kind !== 'delivered') return { delivered, gone, stoppedBecause: result.reason };
      delivered += 1;
    }
    await sinks.settle([letter.key]);
  }
  return { delivered, gone };
}
