import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createTokenBucket } from '../../../src/lib/token-bucket.ts';
import { createFairShare, type Entrant } from '../../../src/pacing/fair-share.ts';

const weights = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 2, maxLength: 8 });

/** Plays a minute in which everybody always wants more; answers what each got. */
function playMinute(shares: readonly number[], ratePerSecond: number): number[] {
  const share = createFairShare();
  const bucket = createTokenBucket(ratePerSecond);
  const got = shares.map(() => 0);
  const entrants = shares.map((weight, id): Entrant => ({ id: String(id), weight: weight / 100, wanted: 1000 }));
  for (let now = 0; now < 60_000; now += 20) {
    const amount = bucket.available(now);
    bucket.take(amount, now);
    for (const [id, count] of share.divide(entrants, amount)) got[Number(id)]! += count;
  }
  return got;
}

test('over a minute every share is within 2 % of the capacity of what its weight says', () => {
  fc.assert(
    fc.property(weights, (shares) => {
      const got = playMinute(shares, 50);
      const total = got.reduce((sum, count) => sum + count);
      const weight = shares.reduce((sum, each) => sum + each);
      shares.forEach((each, index) => {
        const error = Math.abs(got[index]! / total - each / weight);
        assert.ok(error <= 0.02, `share ${got[index]! / total} for weight ${each / weight}`);
      });
    }),
    { numRuns: 40 },
  );
});

test('nobody starves beside any number of heavier ones', () => {
  fc.assert(
    fc.property(weights, (others) => {
      const got = playMinute([1, ...others.map(() => 100)], 50);
      assert.ok(got[0]! >= 1);
    }),
    { numRuns: 20 },
  );
});

test('everything is given as long as somebody wants it, and nobody gets more than he wants', () => {
  const wants = fc.array(
    fc.record({ weight: fc.integer({ min: 1, max: 100 }), wanted: fc.integer({ min: 0, max: 40 }) }),
    { minLength: 1, maxLength: 8 },
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(wants, fc.integer({ min: 0, max: 100 })), { maxLength: 20 }), (rounds) => {
      const share = createFairShare();
      for (const [round, amount] of rounds) {
        const entrants = round.map((entrant, id) => ({ ...entrant, id: String(id) }));
        const given = share.divide(entrants, amount);
        const wanted = entrants.reduce((sum, entrant) => sum + entrant.wanted, 0);
        assert.equal(
          [...given.values()].reduce((sum, count) => sum + count, 0),
          Math.min(amount, wanted),
        );
        for (const entrant of entrants) assert.ok((given.get(entrant.id) ?? 0) <= entrant.wanted);
      }
    }),
  );
});

test('who was idle comes back to its share and to no more', () => {
  const share = createFairShare();
  const busy = { id: 'busy', weight: 1, wanted: 1000 };
  share.divide([busy], 500);
  const both = share.divide([busy, { id: 'back', weight: 1, wanted: 1000 }], 100);
  assert.ok(Math.abs(both.get('busy')! - both.get('back')!) <= 1);
});

test('what was not used is not paid for', () => {
  for (const givesBack of [true, false]) {
    const share = createFairShare();
    const light = { id: 'light', weight: 0.1, wanted: 10 };
    share.divide([light], 5);
    if (givesBack) share.giveBack(light, 5);
    const after = share.divide([light, { id: 'heavy', weight: 1, wanted: 10 }], 1);
    assert.equal(after.get('light') ?? 0, givesBack ? 1 : 0);
  }
});
