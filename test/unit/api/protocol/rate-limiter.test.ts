/** Token buckets of the API. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { awsRateOf } from '../../../../src/api/campaigns-v2/rates.ts';
import { campaignsV2 } from '../../../../src/api/campaigns-v2/shapes/service.ts';
import { createRateLimiter } from '../../../../src/api/protocol/rate-limiter.ts';

const key = { limit: 'StartCampaign', owner: '000000000000/us-east-1' };

test('a full bucket gives its burst at once, then one token per interval', () => {
  const limiter = createRateLimiter(() => ({ perSecond: 2, burst: 3 }));
  assert.deepEqual(
    [0, 0, 0, 0, 499, 500, 500, 1000].map((nowMs) => limiter.take(key, 1, nowMs)),
    [true, true, true, false, false, true, false, true],
  );
  assert.deepEqual(
    [0, 1, 2, 3].map(() => limiter.take(key, 1, 60_000)),
    [true, true, true, false],
  );
});

test('a refusal takes nothing, and several tokens are taken together or not at all', () => {
  const limiter = createRateLimiter(() => ({ perSecond: 1, burst: 3 }));
  assert.deepEqual(
    [2, 2, 1, 1].map((n) => limiter.take(key, n, 0)),
    [true, false, true, false],
  );
});

test('limits and owners have buckets of their own, and a limit without a rate is none', () => {
  const limiter = createRateLimiter((limit) => (limit === 'free' ? undefined : { perSecond: 1, burst: 1 }));
  const others = [
    { ...key, owner: 'other' },
    { ...key, limit: 'StopCampaign' },
  ];
  for (const each of [key, ...others]) assert.equal(limiter.take(each, 1, 0), true);
  for (const each of [key, ...others]) assert.equal(limiter.take(each, 1, 0), false);
  for (let round = 0; round < 100; round += 1) assert.equal(limiter.take({ limit: 'free', owner: 'a' }, 1, 0), true);
});

test('the bucket that was used longest ago makes room for a new one', () => {
  const limiter = createRateLimiter(() => ({ perSecond: 1, burst: 1 }), { maxBuckets: 2 });
  const take = (owner: string): boolean => limiter.take({ limit: 'l', owner }, 1, 0);
  assert.deepEqual(['a', 'b', 'a', 'c', 'a', 'b'].map(take), [true, true, false, true, false, true]);
});

test('no window of any length lets more through than the burst and what came back in it', () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 1, max: 4 })), { maxLength: 60 });
  fc.assert(
    fc.property(steps, (taken) => {
      const [perSecond, burst] = [3, 4];
      const limiter = createRateLimiter(() => ({ perSecond, burst }));
      let nowMs = 0;
      const passed: { atMs: number; n: number }[] = [];
      for (const [stepMs, n] of taken) {
        nowMs += stepMs;
        if (limiter.take(key, n, nowMs)) passed.push({ atMs: nowMs, n });
      }
      for (const from of passed)
        for (const to of passed.filter(({ atMs }) => atMs >= from.atMs)) {
          const inWindow = passed.filter(({ atMs }) => atMs >= from.atMs && atMs <= to.atMs);
          const sum = inWindow.reduce((total, { n }) => total + n, 0);
          assert.ok(sum <= burst + ((to.atMs - from.atMs) * perSecond) / 1000 + 1e-9);
        }
    }),
  );
});

test('AWS’s table names a rate for every operation', () => {
  const rates = Object.keys(campaignsV2.operations).map((name) => [name, awsRateOf(name)] as const);
  const named = (perSecond: number): string[] =>
    rates.filter(([, rate]) => rate.perSecond === perSecond).map(([name]) => name);
  assert.equal(named(1).length, 10);
  assert.deepEqual(named(5), ['ListCampaigns', 'GetCampaignState', 'GetCampaignStateBatch']);
  assert.deepEqual(named(10), ['PutOutboundRequestBatch', 'PutProfileOutboundRequestBatch']);
  assert.deepEqual(named(25), ['DescribeCampaign']);
  assert.equal(named(2).length, 37 - 10 - 3 - 2 - 1);
});
