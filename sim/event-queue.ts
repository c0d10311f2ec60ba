/** What is still to happen in the simulated world, earliest first; ties in order of their making. */

interface Entry<Event> {
  readonly t: number;
  readonly order: number;
  readonly event: Event;
}

export interface EventQueue<Event> {
  add(t: number, event: Event): void;
  /** Takes the earliest event out when it happens up to `until`. */
  takeUpTo(until: number): { readonly t: number; readonly event: Event } | undefined;
}

/** An empty queue: a binary heap. */
export function createEventQueue<Event>(): EventQueue<Event> {
  const heap: Entry<Event>[] = [];
  let order = 0;
  const isBefore = (a: Entry<Event>, b: Entry<Event>): boolean => a.t < b.t || (a.t === b.t && a.order < b.order);

  function rise(entry: Entry<Event>): void {
    let slot = heap.push(entry) - 1;
    while (slot > 0) {
      const parent = (slot - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || isBefore(above, entry)) break;
      heap[slot] = above;
      slot = parent;
    }
    heap[slot] = entry;
  }

  function sink(entry: Entry<Event>): void {
    let slot = 0;
    for (;;) {
      const left = heap[2 * slot + 1];
      const right = heap[2 * slot + 2];
      if (left === undefined) break;
      const goesRight = right !== undefined && isBefore(right, left);
      const child = goesRight ? right : left;
      if (isBefore(entry, child)) break;
      heap[slot] = child;
      slot = 2 * slot + (goesRight ? 2 : 1);
    }
    heap[slot] = entry;
  }

  return {
    add: (t, event) => rise({ t, order: order++, event }),
    takeUpTo(until) {
      const first = heap[0];
      if (first === undefined || first.t > until) return undefined;
      const last = heap.pop();
      if (last !== undefined && heap.length > 0) sink(last);
      return first;
    },
  };
}
