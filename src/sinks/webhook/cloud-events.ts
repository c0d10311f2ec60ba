/** Events as CloudEvents 1.0 in JSON; a batch is a list of them (JSON event format, section 4). */
import { isoTime, type OutwardEvent } from '../sink.ts';

export const BATCH_MEDIA_TYPE = 'application/cloudevents-batch+json';

/** The batch as text. */
export function cloudEventsBatch(events: readonly OutwardEvent[]): string {
  return JSON.stringify(events.map(cloudEvent));
}

/** One event; source and id together are unique, and the same at every delivery. */
export function cloudEvent(event: OutwardEvent): Readonly<Record<string, unknown>> {
  const { account, region } = event.owner;
  return {
    specversion: '1.0',
    id: event.id,
    source: `/campanile/${account}/${region}/${encodeURIComponent(event.connectInstanceId)}`,
    type: `campanile.${event.family}.${event.type}`,
    subject: event.requestId,
    time: isoTime(event.at),
    datacontenttype: 'application/json',
    // Extensions: what is in order, and in which (CloudEvents, Partitioning extension).
    partitionkey: event.requestId,
    eventsequence: String(event.sequence),
    data: event.body,
  };
}
