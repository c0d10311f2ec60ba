/** A real receiver of webhooks on loopback, which does with each delivery what the test says. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Delivery {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly path: string;
}

export interface Receiver {
  readonly url: string;
  readonly deliveries: readonly Delivery[];
  /** Deliveries that were answered 2xx. */
  readonly taken: readonly Delivery[];
  /** Sockets that were accepted. */
  readonly connections: () => number;
  /** What to do with the next deliveries. */
  behave(answer: Behaviour): void;
  stop(): Promise<void>;
}

export type Behaviour = (response: ServerResponse, delivery: Delivery) => void;

export const answering =
  (status: number, headers: Record<string, string> = {}, body = ''): Behaviour =>
  (response) =>
    response.writeHead(status, headers).end(body);

/** Never answers. */
export const silent: Behaviour = () => undefined;

/** Starts a receiver that answers 204; `port` 0 picks a free one. */
export async function startReceiver(port = 0): Promise<Receiver> {
  const deliveries: Delivery[] = [];
  const taken: Delivery[] = [];
  let connections = 0;
  let behaviour: Behaviour = answering(204);
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const delivery = { headers: request.headers, body, path: request.url ?? '' };
    deliveries.push(delivery);
    response.on('finish', () => {
      if (response.statusCode < 300) taken.push(delivery);
    });
    behaviour(response, delivery);
  });
  server.on('connection', () => {
    connections += 1;
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  // A listening TCP server has an address.
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${bound}/events`,
    deliveries,
    taken,
    connections: () => connections,
    behave(answer) {
      behaviour = answer;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The check of a receiver, written from Standard Webhooks 1.0.0 and from nothing of ours. */
export function isSigned({ headers, body }: Delivery, secret: string, nowMs: number): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers;
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string') return false;
  // Five minutes of tolerance, as the reference libraries have.
  if (Math.abs(nowMs / 1_000 - Number(timestamp)) > 300) return false;
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  return signatures.split(' ').some((versioned) => {
    const [version, signature = ''] = versioned.split(',');
    const given = Buffer.from(signature, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
}

export interface CloudEvent {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly eventsequence: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a test looks for in an event, the test says.
  readonly data: any;
}

/** The events of deliveries, in the order in which they came. */
export function eventsIn(deliveries: readonly Delivery[]): CloudEvent[] {
  return deliveries.flatMap(({ body }) => JSON.parse(body) as CloudEvent[]);
}
