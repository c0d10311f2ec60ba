/** Events as a reader of the event stream is told them. */
import { eventsOf } from '../../../src/cli/commands/tail.ts';
import type { House } from '../sinks/house.ts';

export interface Told {
  readonly event: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a test looks for in an event, the test says.
  readonly data: any;
}

/** Everything of one family until now, from the stream itself, which is read until `count` events have come. */
export async function told(house: House, family: string, count: number): Promise<Told[]> {
  const controller = new AbortController();
  const response = await fetch(`${house.url}/admin/v1/events/stream?after=0&family=${family}`, {
    signal: AbortSignal.any([controller.signal, AbortSignal.timeout(20_000)]),
  });
  if (response.status !== 200 || response.body === null) throw new Error(`${response.status}`);
  const events: Told[] = [];
  for await (const { data } of eventsOf(response.body)) {
    const body = JSON.parse(data);
    events.push({
      event: body.eventType ?? body.campaign_event_type ?? body.engagement?.campaign_event_type,
      data: body,
    });
    if (events.length === count) break;
  }
  controller.abort();
  return events;
}
