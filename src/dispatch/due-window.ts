/**
 * The next due requests of one campaign, in one queue per channel. The store lists them across channels, oldest due first,
 * so a channel that is at its limit would stand in the way of the others: each queue therefore keeps its own place in that
 * list, and a queue that runs low reads on over what belongs to full ones.
 */
import type { ChannelSubtype } from '../domain/channel-subtype.ts';
import type { Instant } from '../lib/clock.ts';
import type { PeekCursor, PeekedRequest, PeekResult } from '../store/request-store.ts';

/** Requests read at once: about 200 KB. */
export const PAGE_ROWS = 500;

export interface WindowLine {
  readonly channelSubtype: ChannelSubtype;
  /** The queue is filled up to this; below half of it, it is refilled. */
  readonly room: number;
}

export interface DueWindow {
  /** Reads one page for the queues that run low. Answers whether any row was queued. */
  fill(now: Instant): Promise<boolean>;
  /** Whether another `fill` may find something, for one channel or for any. */
  isHungry(channelSubtype?: ChannelSubtype): boolean;
  /** Nothing is queued, and nothing was due any more when last read. */
  isDrained(): boolean;
  /** Something may have become due behind the last place read. */
  reopen(): void;
  /** Empties the queues and begins again at the oldest. */
  rewind(): void;
  size(channelSubtype: ChannelSubtype): number;
  /** The one that `take` would take. */
  first(channelSubtype: ChannelSubtype): PeekedRequest | undefined;
  take(channelSubtype: ChannelSubtype): PeekedRequest | undefined;
  /** Rows that belong to no line, seen since the last call. */
  takeStrays(): PeekedRequest[];
}

export type Peek = (query: { cursor?: PeekCursor; limit: number; now: Instant }) => Promise<PeekResult>;

interface Queue {
  readonly room: number;
  rows: PeekedRequest[];
  /** Rows before this index are taken. */
  head: number;
  /** Everything of this channel up to here was queued; undefined at the beginning. */
  place: PeekCursor | undefined;
  /** The list ended at `place` when it was last read. */
  isAtEnd: boolean;
}

/** A window over what `peek` answers, with one queue for each line. */
export function createDueWindow(peek: Peek, lines: readonly WindowLine[]): DueWindow {
  const queues = new Map(lines.map(({ channelSubtype, room }) => [channelSubtype, createQueue(room)]));
  const everyQueue = [...queues.values()];
  let strays: PeekedRequest[] = [];
  /** Whether the last page held rows of hungry queues only. Then the next one probably does, and need not be longer than they lack. */
  let isDense = false;
  /** Rises with every rewind, so that a page that was asked for before it is thrown away. */
  let generation = 0;

  function queueRows(
    requests: readonly PeekedRequest[],
    readers: ReadonlySet<Queue>,
  ): { full: Set<Queue>; queued: boolean } {
    const full = new Set<Queue>();
    let queued = false;
    for (const request of requests) {
      const queue = queueOf(request.channelSubtype);
      if (queue === undefined) strays.push(request);
      else if (readers.has(queue) && !full.has(queue) && isAfter(request, queue.place)) {
        if (sizeOf(queue) >= queue.room) full.add(queue);
        else {
          queue.rows.push(request);
          queue.place = placeOf(request);
          queued = true;
        }
      }
    }
    return { full, queued };
  }

  function queueOf(channelSubtype: ChannelSubtype | undefined): Queue | undefined {
    return channelSubtype === undefined ? undefined : queues.get(channelSubtype);
  }

  /** A whole page of 500 for the 25 calls that a lane of voice lacks was an eighth of the work of a campaign. */
  function pageFor(hungry: readonly Queue[]): number {
    const lacking = hungry.reduce((sum, queue) => sum + queue.room - sizeOf(queue), 0);
    return isDense ? Math.min(PAGE_ROWS, lacking) : PAGE_ROWS;
  }

  return {
    async fill(now) {
      const hungry = everyQueue.filter(isHungry);
      if (hungry.length === 0) return false;
      const from = hungry.map((queue) => queue.place).reduce(earlier);
      const asked = generation;
      const page = await peek({ ...(from !== undefined && { cursor: from }), limit: pageFor(hungry), now });
      if (asked !== generation) return false;
      // Who stopped before the page begins has a gap and may not take from it.
      const readers = new Set(everyQueue.filter((queue) => !isBefore(queue.place, from)));
      isDense = page.requests.every(({ channelSubtype }) => hungry.some((queue) => queue === queueOf(channelSubtype)));
      const { full, queued } = queueRows(page.requests, readers);
      const lastRow = page.requests.at(-1);
      const end = page.cursor ?? (lastRow === undefined ? from : placeOf(lastRow));
      for (const queue of readers) {
        if (full.has(queue)) continue;
        if (isBefore(queue.place, end)) queue.place = end;
        queue.isAtEnd = page.cursor === undefined;
      }
      return queued;
    },
    isHungry(channelSubtype) {
      if (channelSubtype === undefined) return everyQueue.some(isHungry);
      const queue = queues.get(channelSubtype);
      return queue !== undefined && isHungry(queue);
    },
    isDrained: () => everyQueue.every((queue) => queue.isAtEnd && sizeOf(queue) === 0),
    reopen() {
      for (const queue of everyQueue) queue.isAtEnd = false;
    },
    rewind() {
      generation += 1;
      strays = [];
      for (const queue of everyQueue) Object.assign(queue, createQueue(queue.room));
    },
    size(channelSubtype) {
      const queue = queues.get(channelSubtype);
      return queue === undefined ? 0 : sizeOf(queue);
    },
    first(channelSubtype) {
      const queue = queues.get(channelSubtype);
      return queue?.rows[queue.head];
    },
    take(channelSubtype) {
      const queue = queues.get(channelSubtype);
      return queue === undefined ? undefined : takeFirst(queue);
    },
    takeStrays() {
      const taken = strays;
      strays = [];
      return taken;
    },
  };
}

function createQueue(room: number): Queue {
  return { room, rows: [], head: 0, place: undefined, isAtEnd: false };
}

function sizeOf(queue: Queue): number {
  return queue.rows.length - queue.head;
}

function isHungry(queue: Queue): boolean {
  return !queue.isAtEnd && sizeOf(queue) <= queue.room / 2;
}

function takeFirst(queue: Queue): PeekedRequest | undefined {
  const request = queue.rows[queue.head];
  if (request === undefined) return undefined;
  queue.head += 1;
  // The taken rows are let go in blocks, for an array that loses its first element at every step would be copied each time.
  if (queue.head === queue.rows.length || queue.head >= PAGE_ROWS) {
    queue.rows = queue.rows.slice(queue.head);
    queue.head = 0;
  }
  return request;
}

function placeOf({ dueAt, key }: PeekedRequest): PeekCursor {
  return { dueAt, key };
}

/** In the order of the list, where undefined is its beginning. */
function isBefore(place: PeekCursor | undefined, other: PeekCursor | undefined): boolean {
  if (other === undefined) return false;
  if (place === undefined) return true;
  return place.dueAt < other.dueAt || (place.dueAt === other.dueAt && place.key < other.key);
}

function isAfter(place: PeekCursor, other: PeekCursor | undefined): boolean {
  return isBefore(other, place);
}

function earlier(place: PeekCursor | undefined, other: PeekCursor | undefined): PeekCursor | undefined {
  return isBefore(other, place) ? other : place;
}
