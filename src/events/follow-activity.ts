/** Keeps an activity counter up to date, beside everything else and in no hurry. */
import type { Clock, Timer } from '../lib/clock.ts';
import type { Service } from '../lib/service.ts';
import type { EventStore } from '../store/event-store.ts';
import type { ActivityCounter } from './campaign-activity.ts';

export interface ActivityFollower extends Service {
  /** Counts what has happened by now, as far as one go may take it; a read that fails leaves it to the next. */
  catchUp(): Promise<void>;
}

const PAGE = 1_000;
/** 50,000 events, about a tenth of a second; a go that ends before the end is followed by the next. */
const PAGES_AT_ONCE = 50;
/** Events are gathered so long, in real time, before they are counted. */
const LINGER_MS = 1_000;

/** Follows the events that come after the start. */
export function createActivityFollower(
  { events, wall }: { readonly events: EventStore; readonly wall: Clock },
  counter: ActivityCounter,
): ActivityFollower {
  let cursor = 0;
  let isStopped = false;
  let timer: Timer | undefined;
  let catching: Promise<void> | undefined;
  let unsubscribe: (() => void) | undefined;

  async function countPages(): Promise<void> {
    for (let pages = 0; pages < PAGES_AT_ONCE; pages += 1) {
      const page = await events.read(cursor, PAGE);
      for (const event of page) counter.count(event);
      cursor = page.at(-1)?.sequence ?? cursor;
      if (page.length < PAGE) return;
    }
    later();
  }

  function catchUp(): Promise<void> {
    catching ??= countPages().finally(() => {
      catching = undefined;
    });
    return catching;
  }

  function later(): void {
    if (isStopped) return;
    timer ??= wall.at(wall.now() + LINGER_MS, () => {
      timer = undefined;
      // The store says itself that it has failed.
      catchUp().catch(() => undefined);
    });
  }

  return {
    name: 'activity',
    async start() {
      cursor = await events.last();
      unsubscribe = events.onAppend(later);
    },
    async stop() {
      unsubscribe?.();
      isStopped = true;
      timer?.cancel();
      await catching?.catch(() => undefined);
    },
    catchUp,
  };
}
