/** Events as the text of an event stream (HTML standard, section 9.2.5). */
import { compileEncoder } from '../api/protocol/shapes/encode.ts';
import { createEventRenderer } from '../events/event-renderer.ts';
import type { EventFamily } from '../events/outward-event.ts';
import { renderEvent } from '../events/render.ts';
import type { StoredEvent } from '../store/event-store.ts';
import type { AdminDeps } from './admin-deps.ts';
import { Event } from './shapes/events.ts';

export type EventText = (events: readonly StoredEvent[]) => Promise<string>;

/** Every event, in the words of the admin API. */
export function ownText(): EventText {
  const encode = compileEncoder(Event);
  return async (events) =>
    events
      .map((stored) => block(stored.fact.kind, JSON.stringify(encode(renderEvent(stored))), stored.sequence))
      .join('');
}

/** What events are in one family; a stored event may be several there, or none. */
export function familyText(store: AdminDeps['store'], family: EventFamily): EventText {
  const renderer = createEventRenderer(store, { families: [family], revealRecipients: false });
  return async (events) => {
    const entries = await renderer.render(events);
    return entries
      .flatMap(({ stored, outward }) =>
        outward.map(({ type, body }, index) =>
          // Only with the last of them is the stored event over: who comes back before is sent all of them again.
          block(type, JSON.stringify(body), index === outward.length - 1 ? stored.sequence : undefined),
        ),
      )
      .join('');
  };
}

function block(event: string, data: string, id: number | undefined): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n`;
}
