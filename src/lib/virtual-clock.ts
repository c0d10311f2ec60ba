/** A clock that stands still until it is advanced: timers run in order of their instant, ties in order of their making. */
import type { Clock, Instant, Timer } from './clock.ts';

export interface VirtualClock extends Clock {
  /**
   * Plays every timer up to `target`, one at a time, waiting after each until no tracked work is pending, then stands at
   * `target`. Calls queue up behind one another. Rejects when `target` lies before now.
   */
  advanceTo(target: Instant): Promise<{ now: Instant; timersFired: number }>;
  /** Resolves when no tracked work is pending; the time stays as it is. */
  settled(): Promise<void>;
}

interface PendingTimer {
  readonly at: Instant;
  readonly order: number;
  readonly run: () => void | Promise<void>;
  /** A cancelled timer stays in the heap until its turn comes, and is then dropped. */
  isCancelled: boolean;
}

/** A virtual clock that stands at `start`. */
export function createVirtualClock(start: Instant): VirtualClock {
  let now = start;
  let order = 0;
  let pendingWork = 0;
  let wakeSettled: (() => void)[] = [];
  let advancing: Promise<unknown> = Promise.resolve();
  const timers = new TimerHeap();

  function track<T>(work: Promise<T>): Promise<T> {
    pendingWork += 1;
    const done = (): void => {
      pendingWork -= 1;
      if (pendingWork > 0) return;
      const waiting = wakeSettled;
      wakeSettled = [];
      for (const wake of waiting) wake();
    };
    work.then(done, done);
    return work;
  }

  async function settled(): Promise<void> {
    // Work that ends may start other work in the same turn, so look again after the turn is over.
    do {
      if (pendingWork > 0) {
        await new Promise<void>((resolve) => wakeSettled.push(resolve));
      }
      await new Promise<void>((resolve) => setImmediate(resolve));
    } while (pendingWork > 0);
  }

  async function play(target: Instant): Promise<{ now: Instant; timersFired: number }> {
    if (target < now) throw new RangeError('a virtual clock only goes forward');
    await settled();
    let timersFired = 0;
    for (let timer = timers.takeUpTo(target); timer !== undefined; timer = timers.takeUpTo(target)) {
      now = Math.max(now, timer.at);
      timersFired += 1;
      const result = timer.run();
      if (result !== undefined) track(result);
      await settled();
    }
    now = target;
    return { now, timersFired };
  }

  return {
    now: () => now,
    at(at, run): Timer {
      const timer: PendingTimer = { at: Math.max(at, now), order: order++, run, isCancelled: false };
      timers.push(timer);
      return {
        cancel: () => {
          timer.isCancelled = true;
        },
      };
    },
    track,
    settled,
    advanceTo(target) {
      const played = advancing.then(() => play(target));
      advancing = played.catch(() => undefined);
      return played;
    },
  };
}

/** A binary heap by (at, order), since a long simulation makes and cancels millions of timers. */
class TimerHeap {
  readonly #heap: PendingTimer[] = [];

  push(timer: PendingTimer): void {
    const heap = this.#heap;
    let child = heap.push(timer) - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || isBefore(above, timer)) break;
      heap[child] = above;
      child = parent;
    }
    heap[child] = timer;
  }

  /** The earliest timer that is due at `target`, taken out; undefined when there is none. */
  takeUpTo(target: Instant): PendingTimer | undefined {
    for (;;) {
      const first = this.#heap[0];
      if (first === undefined || (!first.isCancelled && first.at > target)) return undefined;
      this.#dropFirst();
      if (!first.isCancelled) return first;
    }
  }

  #dropFirst(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let parent = 0;
    for (;;) {
      let child = 2 * parent + 1;
      let smaller = heap[child];
      if (smaller === undefined) break;
      const right = heap[child + 1];
      if (right !== undefined && isBefore(right, smaller)) {
        child += 1;
        smaller = right;
      }
      if (isBefore(last, smaller)) break;
      heap[parent] = smaller;
      parent = child;
    }
    heap[parent] = last;
  }
}

function isBefore(a: PendingTimer, b: PendingTimer): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
