import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { burstOf, createTokenBucket } from '../../../src/lib/token-bucket.ts';

const steps = fc.array(
  fc.record({ waitMs: fc.integer({ min: -50, max: 400 }), want: fc.integer({ min: 0, max: 200 }) }),
  { maxLength: 60 },
);

test('in any window at most rate x window + burst units leave, whatever the clock does', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.1, max: 2000, noNaN: true }), steps, (rate, moves) => {
      const bucket = createTokenBucket(rate);
      let now = 1_000_000;
      const left: { at: number; count: number }[] = [];
      for (const { waitMs, want } of moves) {
        now += waitMs;
        const count = Math.min(want, bucket.available(now));
        bucket.take(count, now);
        left.push({ at: now, count });
      }
      // A clock that went back makes windows of business time meaningless, so windows are cut where it did.
      for (let from = 0; from < left.length; from += 1) {
        let sum = 0;
        for (let to = from; to < left.length; to += 1) {
          const [first, previous, last] = [left[from]!, left[to - 1], left[to]!];
          if (to > from && last.at < previous!.at) break;
          sum += last.count;
          const allowed = (rate * (last.at - first.at)) / 1000 + burstOf(rate);
          assert.ok(sum <= allowed + 1e-3, `${sum} left where ${allowed} may`);
        }
      }
    }),
  );
});

test('a bucket that is emptied as soon as it can be gives its whole rate over a minute, to a millisecond a token', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.2, max: 5000, noNaN: true }), (rate) => {
      const bucket = createTokenBucket(rate);
      let now = 0;
      let total = 0;
      while (now <= 60_000) {
        const count = bucket.available(now);
        bucket.take(count, now);
        total += count;
        now = Math.max(now + 1, bucket.availableAt(1, now));
      }
      // A bucket that holds hardly more than one token is full before the millisecond ends in which it is asked again.
      const leastRate = burstOf(rate) < 1 + rate / 1000 ? 1 / (1 / rate + 0.001) : rate;
      assert.ok(total >= leastRate * 60 - 1 - 1e-6, `${total} of ${rate * 60}`);
      assert.ok(total <= rate * 60 + burstOf(rate) + 1e-3, `${total} of ${rate * 60}`);
    }),
    { numRuns: 30 },
  );
});

test('it says exactly when the next tokens are there', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 50 }), (rate, count) => {
      const bucket = createTokenBucket(rate);
      bucket.take(bucket.available(0), 0);
      const wanted = Math.min(count, Math.floor(burstOf(rate)));
      const at = bucket.availableAt(wanted, 0);
      assert.ok(bucket.available(at) >= wanted);
      assert.ok(createEmptied(rate).available(at - 1) < wanted);
    }),
  );
});

test('what is given back may be taken again, but never more than the burst', () => {
  const bucket = createTokenBucket(50);
  bucket.take(5, 0);
  bucket.giveBack(3);
  assert.equal(bucket.available(0), 3);
  bucket.giveBack(10);
  assert.equal(bucket.available(0), 5);
  assert.throws(() => bucket.take(6, 0), RangeError);
});

test('the burst is a tenth of a second of the rate, and at least one', () => {
  assert.deepEqual([burstOf(50), burstOf(500), burstOf(1)], [5, 50, 1]);
  assert.throws(() => createTokenBucket(0), RangeError);
});

function createEmptied(rate: number) {
  const bucket = createTokenBucket(rate);
  bucket.take(bucket.available(0), 0);
  return bucket;
}
