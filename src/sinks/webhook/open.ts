/** A webhook: batches of CloudEvents, signed by Standard Webhooks, POSTed to a URL. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Clock } from '../../lib/clock.ts';
import { createHttpPost, type Resolve } from '../http-post.ts';
import { verdictOn, verdictOnError } from '../http-verdict.ts';
import { createReachability } from '../reachable-addresses.ts';
import type { DeliveryResult, OutwardEvent, Sink } from '../sink.ts';
import { BATCH_MEDIA_TYPE, cloudEventsBatch } from './cloud-events.ts';
import { parseSecrets, signatureHeaders } from './signature.ts';

export interface WebhookOptions extends Pick<Sink, 'families'> {
  /** http: or https:. */
  readonly url: string;
  /** Read before every delivery, so that a new secret needs no restart. */
  readonly secretFile: string;
  /** Networks that are not public and may be connected to all the same. */
  readonly allowedNetworks: readonly string[];
}

export interface WebhookDeps {
  /** The real time, which the receiver compares with its own. */
  readonly wall: Pick<Clock, 'now'>;
  /** The system's when absent. */
  readonly resolve?: Resolve;
}

/** About 100 kB: receivers of webhooks take as much as that. */
const BATCH_MAX = 100;

/** The webhook of a URL. The name of the sink follows from the URL and tells nothing of it. */
export function openWebhook({ wall, resolve }: WebhookDeps, options: WebhookOptions): Sink {
  const { families, secretFile } = options;
  const url = new URL(options.url);
  const http = createHttpPost(url, createReachability(options.allowedNetworks), resolve);

  async function deliver(events: readonly OutwardEvent[], signal: AbortSignal): Promise<DeliveryResult> {
    try {
      const secrets = parseSecrets(await readFile(secretFile, 'utf8'));
      const body = cloudEventsBatch(events);
      const timestamp = Math.floor(wall.now() / 1_000);
      const headers = signatureHeaders(secrets, deliveryId(events), timestamp, body);
      return verdictOn(await http.post({ ...headers, 'content-type': BATCH_MEDIA_TYPE }, body, signal));
    } catch (error) {
      return verdictOnError(error);
    }
  }

  return { name: webhookName(options.url), kind: 'webhook', families, batchMax: BATCH_MAX, deliver, close: http.close };
}

/** `webhook-` and the beginning of a hash: a URL may hold a secret. */
export function webhookName(url: string): string {
  return `webhook-${createHash('sha256').update(url).digest('hex').slice(0, 8)}`;
}

/** The same for the same events, so that a receiver can tell a repeated delivery. */
function deliveryId(events: readonly OutwardEvent[]): string {
  const hash = createHash('sha256');
  for (const { id } of events) hash.update(`${id}\n`);
  return `msg_${hash.digest('hex').slice(0, 32)}`;
}
