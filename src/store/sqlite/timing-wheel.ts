/**
 * Which keys are due when, to a tick: linked lists in typed arrays (8 bytes a key) with one list a tick and a heap of the
 * ticks. It holds the expirations, since an exact index in the database would cost accept a third of its rate. A request
 * that ends before its time stays in until its tick comes; who takes it out looks at the row.
 */
import type { Instant } from '../../lib/clock.ts';

export interface TimingWheel {
  /** Puts `key` into the tick of `at`. */
  add(at: Instant, key: number): void;
  /** Takes one key out of the earliest tick if that has begun by `now`; 0 when there is none. */
  take(now: Instant): number;
  /** The beginning of the earliest tick that has a key. */
  next(): Instant | undefined;
  readonly size: number;
  readonly bytes: number;
}

const SMALLEST_ROOM = 1_024;

/** An empty wheel with room for `expected` keys. */
export function createTimingWheel(tickMs: number, expected = SMALLEST_ROOM): TimingWheel {
  const room = Math.max(SMALLEST_ROOM, expected + 1);
  let keys = new Uint32Array(room);
  let links = new Uint32Array(room);
  /** Entry 0 is the end of every list. */
  let firstUnused = 1;
  let firstFree = 0;
  let size = 0;
  const heads = new Map<number, number>();
  const ticks = createTickHeap();

  function newEntry(): number {
    if (firstFree !== 0) {
      const entry = firstFree;
      firstFree = links[entry] ?? 0;
      return entry;
    }
    if (firstUnused === keys.length) {
      keys = enlarged(keys);
      links = enlarged(links);
    }
    return firstUnused++;
  }

  return {
    add(at, key) {
      const tick = Math.floor(at / tickMs);
      const entry = newEntry();
      const head = heads.get(tick);
      if (head === undefined) ticks.push(tick);
      keys[entry] = key;
      links[entry] = head ?? 0;
      heads.set(tick, entry);
      size += 1;
    },
    take(now) {
      const tick = ticks.first();
      if (tick === undefined || tick * tickMs > now) return 0;
      const entry = heads.get(tick) ?? 0;
      const after = links[entry] ?? 0;
      links[entry] = firstFree;
      firstFree = entry;
      size -= 1;
      if (after === 0) {
        heads.delete(tick);
        ticks.dropFirst();
      } else {
        heads.set(tick, after);
      }
      return keys[entry] ?? 0;
    },
    next() {
      const tick = ticks.first();
      return tick === undefined ? undefined : tick * tickMs;
    },
    get size() {
      return size;
    },
    get bytes() {
      return keys.byteLength + links.byteLength;
    },
  };
}

/** Grows by a quarter: doubling would leave 8 bytes a request unused. */
function enlarged(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.ceil(array.length * 1.25));
  larger.set(array);
  return larger;
}

/** A binary heap of distinct ticks. */
function createTickHeap(): { push(tick: number): void; first(): number | undefined; dropFirst(): void } {
  const heap: number[] = [];
  const at = (index: number): number => heap[index] ?? Number.POSITIVE_INFINITY;
  return {
    first: () => heap[0],
    push(tick) {
      let child = heap.push(tick) - 1;
      while (child > 0) {
        const parent = (child - 1) >> 1;
        if (at(parent) <= tick) break;
        heap[child] = at(parent);
        child = parent;
      }
      heap[child] = tick;
    },
    dropFirst() {
      const last = heap.pop();
      if (last === undefined || heap.length === 0) return;
      let parent = 0;
      for (;;) {
        const left = 2 * parent + 1;
        const child = at(left + 1) < at(left) ? left + 1 : left;
        if (at(child) >= last) break;
        heap[parent] = at(child);
        parent = child;
      }
      heap[parent] = last;
    },
  };
}
