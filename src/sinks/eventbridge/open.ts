/** EventBridge, AWS's or any that speaks PutEvents (AWS JSON 1.1): events come in as Amazon Connect's own would. */
import { readFile } from 'node:fs/promises';
import type { Clock } from '../../lib/clock.ts';
import { createHttpPost } from '../http-post.ts';
import { verdictOn, verdictOnError } from '../http-verdict.ts';
import type { DeliveryResult, OutwardEvent, Sink } from '../sink.ts';
import { parseCredentials } from './credentials.ts';
import { entryOf, readAnswer } from './put-events.ts';
import { signedHeaders } from './sign.ts';

export interface EventBridgeOptions extends Pick<Sink, 'families'> {
  /** Such as https://events.us-east-1.amazonaws.com. */
  readonly endpoint: string;
  readonly region: string;
  readonly busName: string;
  /** Of contact events. AWS itself refuses `aws.` from others, stand-ins for it do not. */
  readonly source: string;
  /** Read before every delivery, since session tokens change. */
  readonly credentialsFile: string;
}

/** Entries of one PutEvents (API reference, PutEvents). */
const BATCH_MAX = 10;

/** The sink of one bus. */
export function openEventBridge({ wall }: { readonly wall: Pick<Clock, 'now'> }, options: EventBridgeOptions): Sink {
  const { region, credentialsFile, families } = options;
  const url = new URL('/', options.endpoint);
  // An endpoint that the operator names may be anywhere: the guard is for URLs of receivers.
  const http = createHttpPost(url, () => true);

  async function putEvents(events: readonly OutwardEvent[], signal: AbortSignal): Promise<DeliveryResult> {
    const credentials = parseCredentials(await readFile(credentialsFile, 'utf8'));
    const body = JSON.stringify({ Entries: events.map((event) => entryOf(event, options)) });
    const headers = signedHeaders(credentials, {
      host: url.host,
      region,
      service: 'events',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSEvents.PutEvents' },
      body,
      at: wall.now(),
    });
    const answer = await http.post(headers, body, signal);
    return answer.status === 200 ? readAnswer(answer.body) : verdictOn(answer);
  }

  /** Ten at a time; from the first that was not taken on, everything comes again. */
  async function deliver(events: readonly OutwardEvent[], signal: AbortSignal): Promise<DeliveryResult> {
    try {
      for (let first = 0; first < events.length; first += BATCH_MAX) {
        const result = await putEvents(events.slice(first, first + BATCH_MAX), signal);
        if (result.kind !== 'delivered') return result;
      }
      return { kind: 'delivered' };
    } catch (error) {
      return verdictOnError(error);
    }
  }

  return { name: 'eventbridge', kind: 'eventbridge', families, batchMax: BATCH_MAX, deliver, close: http.close };
}
