import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCircuitBreaker } from '../../../src/channels/circuit-breaker.ts';
import { createSeededRandom } from '../../../src/lib/random.ts';

const longest = { next: () => 1 - 2 ** -32 };

test('three failures in a row open it, and a success between them does not count', () => {
  const breaker = createCircuitBreaker(longest);
  assert.deepEqual([breaker.failed(0), breaker.failed(0)], [false, false]);
  breaker.succeeded();
  assert.deepEqual([breaker.failed(0), breaker.failed(0), breaker.state(0)], [false, false, 'closed']);
  assert.equal(breaker.failed(0), true);
  assert.deepEqual([breaker.state(0), breaker.state(999), breaker.state(1_000)], ['open', 'open', 'halfOpen']);
  assert.equal(breaker.restsUntil(), 1_000);
});

test('one failure after a rest opens it for twice as long, up to five minutes', () => {
  const breaker = createCircuitBreaker(longest);
  const rests: number[] = [];
  let now = 0;
  for (let count = 0; count < 3; count += 1) breaker.failed(now);
  for (let rest = 0; rest < 12; rest += 1) {
    const until = breaker.restsUntil() ?? 0;
    rests.push(until - now);
    now = until;
    assert.equal(breaker.failed(now), true);
  }
  assert.deepEqual(
    rests.slice(0, 10),
    [1, 2, 4, 8, 16, 32, 64, 128, 256, 300].map((seconds) => seconds * 1_000),
  );
  assert.ok(Math.max(...rests) <= 300_000);
});

test('a success closes it and lets the next rest be short again', () => {
  const breaker = createCircuitBreaker(longest);
  for (let count = 0; count < 3; count += 1) breaker.failed(0);
  breaker.failed(1_000);
  breaker.succeeded();
  assert.deepEqual([breaker.state(1_000), breaker.restsUntil()], ['closed', undefined]);
  for (let count = 0; count < 3; count += 1) breaker.failed(5_000);
  assert.equal(breaker.restsUntil(), 6_000);
});

test('failures that come in while it is open change nothing', () => {
  const breaker = createCircuitBreaker(longest);
  for (let count = 0; count < 3; count += 1) breaker.failed(0);
  assert.deepEqual([breaker.failed(500), breaker.restsUntil()], [false, 1_000]);
});

test('rests are jittered between half of the step and all of it', () => {
  const random = createSeededRandom(3);
  const rests = Array.from({ length: 200 }, () => {
    const breaker = createCircuitBreaker(random);
    for (let count = 0; count < 3; count += 1) breaker.failed(0);
    return breaker.restsUntil() ?? 0;
  });
  assert.ok(Math.min(...rests) >= 500 && Math.max(...rests) <= 1_000);
  assert.ok(Math.max(...rests) - Math.min(...rests) > 400);
});
