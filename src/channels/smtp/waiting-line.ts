/**
 * Attempts that wait for a connection, a line for each domain, served in turn: a domain that takes its mail slowly keeps
 * those behind it waiting and nobody else.
 *
 * Nor may it fill the queue: the dispatcher does not know domains and hands over in the order of its list. So one domain
 * counts for at most half of the queue. What it has waiting beyond that is parked, up to one queue's length in all, and takes
 * no room away from others. It is bounded because whatever waits here when the process is killed ends as Unknown.
 */
import type { Instant } from '../../lib/clock.ts';
import type { DomainPace } from './domain-pace.ts';

export interface WaitingLine<Item> {
  /** How many more it takes. */
  room(): number;
  size(): number;
  add(domain: string, item: Item): void;
  /** Before all others of its domain. */
  addFirst(domain: string, item: Item): void;
  /** Answers whether it was there. */
  remove(domain: string, item: Item): boolean;
  /** Takes out the next whose domain has room, and begins it in the domain's pace; undefined when none may go. */
  next(now: Instant): { readonly domain: string; readonly item: Item } | undefined;
  /** How many may go at `now`, counted up to `atMost`. */
  ready(now: Instant, atMost: number): number;
  /** When the next may go, as far as rates decide. */
  readyAt(now: Instant): Instant | undefined;
  /** Takes out everything. */
  clear(): Item[];
}

/** An empty line for `queue` attempts. */
export function createWaitingLine<Item>(queue: number, pace: DomainPace): WaitingLine<Item> {
  /** In the order of their turns; a domain is here only while something of it waits. */
  const lines = new Map<string, Item[]>();
  const share = Math.ceil(queue / 2);
  const parkedMax = queue;
  let size = 0;
  /** Beyond the shares of their domains. */
  let excess = 0;

  function insert(domain: string, put: (line: Item[]) => void): void {
    const line = lines.get(domain) ?? [];
    put(line);
    lines.set(domain, line);
    size += 1;
    if (line.length > share) excess += 1;
  }

  function took(domain: string, line: Item[]): void {
    size -= 1;
    if (line.length >= share) excess -= 1;
    if (line.length === 0) lines.delete(domain);
  }

  return {
    room: () => Math.max(0, queue - (size - Math.min(excess, parkedMax))),
    size: () => size,
    add: (domain, item) => insert(domain, (line) => line.push(item)),
    addFirst: (domain, item) => insert(domain, (line) => line.unshift(item)),
    remove(domain, item) {
      const line = lines.get(domain) ?? [];
      const at = line.indexOf(item);
      if (at < 0) return false;
      line.splice(at, 1);
      took(domain, line);
      return true;
    },
    next(now) {
      for (const [domain, line] of lines) {
        if (pace.room(domain, now) === 0) continue;
        const item = line.shift();
        if (item === undefined) continue;
        pace.begin(domain, now);
        // Its next turn comes after everybody else's.
        lines.delete(domain);
        lines.set(domain, line);
        took(domain, line);
        return { domain, item };
      }
      return undefined;
    },
    ready(now, atMost) {
      let count = 0;
      for (const [domain, line] of lines) {
        if (count >= atMost) break;
        count += Math.min(line.length, pace.room(domain, now));
      }
      return Math.min(count, atMost);
    },
    readyAt(now) {
      let earliest: Instant | undefined;
      for (const domain of lines.keys()) {
        const at = pace.roomAt(domain, now);
        if (at !== undefined && (earliest === undefined || at < earliest)) earliest = at;
      }
      return earliest;
    },
    clear() {
      const items = [...lines.values()].flat();
      lines.clear();
      size = 0;
      excess = 0;
      return items;
    },
  };
}
