/** Token buckets: so much at once, so much per second, per limit and owner. */

/** How fast a bucket fills and how much it holds. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

export interface RateKey {
  /** Which limit, such as an operation's name. */
  readonly limit: string;
  /** Who shares it, such as an account in a region. */
  readonly owner: string;
}

export interface RateLimiter {
  /** Takes `n` tokens at `nowMs` (of a clock that never goes back) and says whether they were there; else takes none. */
  take(key: RateKey, n: number, nowMs: number): boolean;
}

/**
 * Buckets kept at once. The one that was asked longest ago is forgotten first; it would be full again after a few seconds,
 * so a stranger who fills the map gains nothing that waiting would not give.
 */
const MAX_BUCKETS = 10_000;

interface Bucket {
  tokens: number;
  filledAtMs: number;
}

/** A limiter with the rate that `rateOf` names for a limit; undefined means no limit. */
export function createRateLimiter(
  rateOf: (limit: string) => Rate | undefined,
  { maxBuckets = MAX_BUCKETS }: { readonly maxBuckets?: number } = {},
): RateLimiter {
  // In the order of last use.
  const buckets = new Map<string, Bucket>();

  function bucketOf(key: string, rate: Rate, nowMs: number): Bucket {
    const known = buckets.get(key);
    if (known !== undefined) {
      buckets.delete(key);
      buckets.set(key, known);
      return known;
    }
    const [oldest] = buckets.keys();
    if (buckets.size >= maxBuckets && oldest !== undefined) buckets.delete(oldest);
    const bucket = { tokens: rate.burst, filledAtMs: nowMs };
    buckets.set(key, bucket);
    return bucket;
  }

  return {
    take({ limit, owner }, n, nowMs) {
      const rate = rateOf(limit);
      if (rate === undefined) return true;
      const bucket = bucketOf(`${limit} ${owner}`, rate, nowMs);
      const elapsedMs = Math.max(0, nowMs - bucket.filledAtMs);
      bucket.tokens = Math.min(rate.burst, bucket.tokens + (elapsedMs * rate.perSecond) / 1000);
      bucket.filledAtMs = Math.max(nowMs, bucket.filledAtMs);
      if (bucket.tokens < n) return false;
      bucket.tokens -= n;
      return true;
    },
  };
}
