/**
 * GET /admin/v1/events/stream: events as they are committed, as server-sent events (HTML standard, section 9.2). A reader
 * that comes back names the last event it saw and misses none; one that reads too slowly is dropped and comes back.
 * `?family=contact` and `?family=campaign` tell the events in the words of Amazon Connect.
 */
import { validationError } from '../api/protocol/errors.ts';
import type { HttpRequest } from '../api/protocol/http-message.ts';
import { parseQuery } from '../api/protocol/query.ts';
import type { StreamReader, StreamResponse } from '../api/protocol/stream-response.ts';
import { EVENT_FAMILIES } from '../events/outward-event.ts';
import type { Clock, Timer } from '../lib/clock.ts';
import type { Log } from '../telemetry/log.ts';
import type { AdminDeps } from './admin-deps.ts';
import { type EventText, familyText, ownText } from './event-stream-text.ts';

/** Read from the store at a time. */
const EVENTS_PER_READ = 500;

/** Below the idle time-outs of proxies, and soon enough to notice a reader that has gone. */
const KEEP_ALIVE_MS = 15_000;

export interface EventStreamDeps {
  readonly store: AdminDeps['store'];
  /** The real time. */
  readonly wall: Clock;
  readonly log: Log;
}

/** Follows the events after Last-Event-ID, else after `?after=`, else from now on. */
export function createEventStream({
  store,
  wall,
  log,
}: EventStreamDeps): (request: HttpRequest) => Promise<StreamResponse> {
  function follow(reader: StreamReader, start: number, textOf: EventText): () => void {
    let after = start;
    let isOpen = true;
    let isReading = false;
    let isAwake = true;
    let keepAlive: Timer | undefined;

    const send = async (): Promise<void> => {
      if (isReading) return;
      isReading = true;
      while (isAwake && isOpen) {
        isAwake = false;
        const events = await store.events.read(after, EVENTS_PER_READ);
        const last = events.at(-1);
        if (last === undefined) continue;
        after = last.sequence;
        isAwake = true;
        const text = await textOf(events);
        if (isOpen && text !== '') isOpen = reader.write(text);
      }
      isReading = false;
    };
    const wake = (): void => {
      isAwake = true;
      send().catch((error: unknown) => {
        log.error('an event stream failed', { error });
        reader.end();
      });
    };
    const ping = (): void => {
      if (reader.write(': still here\n\n')) keepAlive = wall.at(wall.now() + KEEP_ALIVE_MS, ping);
    };
    const unsubscribe = store.events.onAppend(wake);
    ping();
    wake();
    return () => {
      isOpen = false;
      unsubscribe();
      keepAlive?.cancel();
    };
  }

  return async (request) => {
    const textOf = textFor(request, store);
    const start = startOf(request) ?? (await store.events.last());
    return {
      status: 200,
      headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
      open: (reader) => follow(reader, start, textOf),
    };
  };
}

function textFor({ rawQuery }: HttpRequest, store: AdminDeps['store']): EventText {
  const wanted = parseQuery(rawQuery).get('family')?.at(-1);
  if (wanted === undefined) return ownText();
  const family = EVENT_FAMILIES.find((each) => each === wanted);
  if (family === undefined) throw validationError(`family is one of ${EVENT_FAMILIES.join(', ')}`);
  return familyText(store, family);
}

function startOf({ headers, rawQuery }: HttpRequest): number | undefined {
  const text = headers['last-event-id'] ?? parseQuery(rawQuery).get('after')?.at(-1);
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw validationError('The last event id is not one of this stream');
  return Number(text);
}
