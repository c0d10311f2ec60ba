/** `campanile tail`: every event as it happens, one line each; a lost connection is taken up where it was. */
import type { Clock } from '../../lib/clock.ts';
import type { AdminClient } from '../admin-client.ts';
import { printable, type Style } from '../style.ts';

export interface TailOptions {
  readonly asJson: boolean;
  /** Begin after this event; from now on when absent. */
  readonly after?: string;
}

interface Event {
  readonly sequence: string;
  readonly at: string;
  readonly kind: string;
  readonly requestId: string;
  readonly channelSubtype?: string;
  readonly because?: string;
  readonly receipt?: { readonly status: string };
  readonly state?: string;
  readonly reason?: string;
}

/** Before it connects again. */
const PAUSE_MS = 1_000;

/** Writes lines until the service is gone for good, which rejects. */
export async function tail(
  client: AdminClient,
  wall: Clock,
  write: (line: string) => void,
  style: Style,
  { asJson, after }: TailOptions,
): Promise<never> {
  let last = after;
  for (;;) {
    const headers: Record<string, string> = last === undefined ? {} : { 'last-event-id': last };
    const body = await client.follow('/admin/v1/events/stream', headers);
    for await (const { id, data } of eventsOf(untilBroken(body))) {
      last = id;
      // Our own admin API, described by its OpenAPI document.
      write(asJson ? `${data}\n` : `${eventLine(JSON.parse(data) as Event, style)}\n`);
    }
    await new Promise<void>((resolve) => wall.at(wall.now() + PAUSE_MS, resolve));
  }
}

/** Ends where the connection broke: the service restarts, or dropped us because we read too slowly. */
async function* untilBroken(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch {
    // The next connection says whether anything is wrong.
  }
}

/** The events of a stream (HTML standard, section 9.2.6); comments are left out. */
export async function* eventsOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<{ id: string; data: string }> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line) => splitField(line)));
      const data = fields.get('data');
      if (data !== undefined) yield { id: fields.get('id') ?? '', data };
    }
  }
}

function splitField(line: string): [name: string, value: string] {
  const colon = line.indexOf(': ');
  return colon === -1 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 2)];
}

/** One event for a person. */
export function eventLine(event: Event, style: Style): string {
  const { at, requestId, channelSubtype = '-' } = event;
  return `${style('dim', at)}  ${requestId}  ${channelSubtype.padEnd(9)}  ${sentence(event, style)}`;
}

function sentence({ kind, because, receipt, state, reason }: Event, style: Style): string {
  switch (kind) {
    case 'attemptStarted':
      return 'attempt committed';
    case 'attemptSubmitted':
      return 'the carrier took it';
    case 'attemptWithdrawn':
      return style('yellow', `withdrawn, nothing was sent: ${printable(because ?? '')}`);
    case 'receiptArrived':
      return `the carrier says ${printable(receipt?.status ?? '')}`;
    default:
      return style(state === 'Succeeded' ? 'green' : 'red', `${state ?? kind} ${reason ?? ''}`.trimEnd());
  }
}
