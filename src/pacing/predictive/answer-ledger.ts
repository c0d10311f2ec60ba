/**
 * Live answers and abandonments of a rolling window, in buckets: what was measured, and what of it expires soon.
 */
import { add, at, clamp, zeros } from './vector.ts';

export interface AnswerCounts {
  readonly answered: number;
  readonly abandoned: number;
}

export interface AnswerLedger {
  count(t: number, answered: number, abandoned: number): void;
  /** Counts evenly spread from `from` to `to`, where the single moments are not known. */
  spread(from: number, to: number, counts: AnswerCounts): void;
  /** Drops what has left the window. Time that goes back changes nothing. */
  advance(t: number): void;
  /** What is in the window. */
  counts(): AnswerCounts;
  /** What of it will have left the window `ahead` seconds from the last advance, for each of these, in ascending order. */
  expiring(aheadSeconds: readonly number[]): readonly AnswerCounts[];
  /** Seconds of the window that have been lived through. */
  livedSeconds(): number;
  readonly windowSeconds: number;
}

/** An empty ledger; its life begins at the first instant it hears of. */
export function createAnswerLedger(windowSeconds: number, bucketSeconds: number): AnswerLedger {
  // The window and the bucket that it ends in.
  const size = Math.ceil(windowSeconds / bucketSeconds) + 1;
  const answered = zeros(size);
  const abandoned = zeros(size);
  const total = { answered: 0, abandoned: 0 };
  const bucketOf = (t: number): number => Math.floor(t / bucketSeconds);
  const slotOf = (bucket: number): number => ((bucket % size) + size) % size;
  let now = Number.NEGATIVE_INFINITY;
  let begun = Number.POSITIVE_INFINITY;
  let newest = Number.NEGATIVE_INFINITY;
  const oldest = (): number => newest - size + 1;

  function dropSlot(bucket: number): void {
    const slot = slotOf(bucket);
    total.answered -= at(answered, slot);
    total.abandoned -= at(abandoned, slot);
    answered[slot] = 0;
    abandoned[slot] = 0;
  }

  function advance(t: number): void {
    begun = Math.min(begun, t);
    now = Math.max(now, t);
    const target = bucketOf(now);
    // Beyond a whole window every slot is dropped, and no slot needs to be dropped twice.
    for (let bucket = Math.max(newest, target - size) + 1; bucket <= target; bucket += 1) dropSlot(bucket);
    newest = target;
  }

  function count(t: number, moreAnswered: number, moreAbandoned: number): void {
    advance(t);
    const bucket = bucketOf(t);
    if (bucket < oldest()) return;
    add(answered, slotOf(bucket), moreAnswered);
    add(abandoned, slotOf(bucket), moreAbandoned);
    total.answered += moreAnswered;
    total.abandoned += moreAbandoned;
  }

  return {
    windowSeconds,
    count,
    advance,
    spread(from, to, counts) {
      const buckets = clamp(Math.ceil((to - from) / bucketSeconds), 1, size);
      const step = (to - from) / buckets;
      for (let index = 0; index < buckets; index += 1) {
        count(from + (index + 0.5) * step, counts.answered / buckets, counts.abandoned / buckets);
      }
    },
    counts: () => ({ ...total }),
    expiring(aheadSeconds) {
      const gone = { answered: 0, abandoned: 0 };
      let bucket = oldest();
      return aheadSeconds.map((ahead) => {
        const until = bucketOf(now - windowSeconds + ahead);
        for (; bucket < until && bucket <= newest; bucket += 1) {
          gone.answered += at(answered, slotOf(bucket));
          gone.abandoned += at(abandoned, slotOf(bucket));
        }
        return { ...gone };
      });
    },
    livedSeconds: () => Math.min(windowSeconds, now - begun),
  };
}
