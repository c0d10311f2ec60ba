/** How fast mail may go to each domain: so many messages at once, and so many a second. */
import type { Instant } from '../../lib/clock.ts';
import { createTokenBucket, type TokenBucket } from '../../lib/token-bucket.ts';

export interface DomainPace {
  /** How many more may begin at `now`. */
  room(domain: string, now: Instant): number;
  /** When there will be room for one, as far as the rate decides; undefined while too many are under way. */
  roomAt(domain: string, now: Instant): Instant | undefined;
  /** One begins. */
  begin(domain: string, now: Instant): void;
  /** One is over; one that never really began gives its place in the rate back. */
  end(domain: string, now: Instant, hasBegun: boolean): void;
}

interface Paced {
  readonly bucket: TokenBucket;
  underWay: number;
}

/** A list of a million may have so many domains; beyond, idle ones are forgotten, whose burst is all that it could cost. */
const DOMAINS_MAX = 10_000;

/** No message is under way, and every rate is unused. */
export function createDomainPace(atOnce: number, perSecond: number): DomainPace {
  const paced = new Map<string, Paced>();

  function of(domain: string): Paced {
    const known = paced.get(domain);
    if (known !== undefined) return known;
    const fresh = { bucket: createTokenBucket(perSecond), underWay: 0 };
    if (paced.size >= DOMAINS_MAX) forgetIdle();
    paced.set(domain, fresh);
    return fresh;
  }

  function forgetIdle(): void {
    for (const [domain, { underWay }] of paced) if (underWay === 0) paced.delete(domain);
  }

  return {
    room(domain, now) {
      const { bucket, underWay } = of(domain);
      return Math.max(0, Math.min(atOnce - underWay, bucket.available(now)));
    },
    roomAt(domain, now) {
      const { bucket, underWay } = of(domain);
      return underWay < atOnce ? bucket.availableAt(1, now) : undefined;
    },
    begin(domain, now) {
      const entry = of(domain);
      entry.bucket.take(1, now);
      entry.underWay += 1;
    },
    end(domain, now, hasBegun) {
      const entry = of(domain);
      entry.underWay -= 1;
      if (!hasBegun) entry.bucket.giveBack(1);
      // A full bucket is what a new one would be.
      if (entry.underWay === 0 && entry.bucket.available(now) >= Math.floor(entry.bucket.burst)) paced.delete(domain);
    },
  };
}
