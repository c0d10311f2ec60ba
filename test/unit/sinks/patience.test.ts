import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSeededRandom } from '../../../src/lib/random.ts';
import { batchesOf, singles } from '../../../src/sinks/batches.ts';
import { verdictOn } from '../../../src/sinks/http-verdict.ts';
import { createPatience } from '../../../src/sinks/patience.ts';

test('delays double up to five minutes, half of each by chance', () => {
  const patience = createPatience({ now: () => 0 }, createSeededRandom(7), 1_000);
  const delays = Array.from({ length: 14 }, () => {
    patience.failed('HTTP_500');
    return patience.delayMs();
  });
  for (const [index, delayMs] of delays.entries()) {
    const ceilingMs = Math.min(500 * 2 ** index, 300_000);
    assert.ok(delayMs >= ceilingMs / 2 && delayMs <= ceilingMs, `${index}: ${delayMs}`);
  }
  assert.ok(new Set(delays.slice(10).map(Math.round)).size > 1, 'by chance');
  patience.recovered();
  patience.failed('HTTP_500');
  assert.ok(patience.delayMs() <= 500, 'from the start after a success');
});

test('patience is over when nothing has been taken for so long, however often it was tried', () => {
  let now = 0;
  const patience = createPatience({ now: () => now }, createSeededRandom(7), 1_000);
  assert.equal(patience.isOver(), false);
  patience.failed('A');
  now = 999;
  patience.failed('B');
  assert.equal(patience.isOver(), false);
  now = 1_000;
  assert.equal(patience.isOver(), true);
  assert.deepEqual(patience.standing(), { reason: 'B', since: 0, tries: 2 });
  patience.recovered();
  assert.equal(patience.isOver(), false);
});

test('an answer delivers, refuses the content, or is tried again, not before the receiver asks', () => {
  const verdict = (status: number, headers: Record<string, string> = {}) => verdictOn({ status, headers, body: '' });
  for (const status of [200, 202, 204]) assert.equal(verdict(status).kind, 'delivered');
  for (const status of [400, 413, 415, 422]) assert.equal(verdict(status).kind, 'refused');
  for (const status of [301, 307, 401, 403, 404, 408, 410, 429, 500, 503]) assert.equal(verdict(status).kind, 'failed');
  assert.deepEqual(verdict(429, { 'retry-after': '7' }), { kind: 'failed', reason: 'HTTP_429', afterMs: 7_000 });
  assert.deepEqual(verdict(503, { 'retry-after': '999999' }), {
    kind: 'failed',
    reason: 'HTTP_503',
    afterMs: 3_600_000,
  });
  assert.deepEqual(verdict(503, { 'retry-after': 'tomorrow' }), { kind: 'failed', reason: 'HTTP_503' });
});

test('a batch is never more than a sink takes, never half a stored event, and keeps the order', () => {
  const page = [3, 0, 4, 9, 1, 1].map((count, index) => ({
    stored: { sequence: index + 1, at: index },
    outward: Array.from({ length: count }, (_, each) => `${index + 1}.${each}`),
  })) as unknown as Parameters<typeof batchesOf>[0]; // What batching looks at.
  const batches = batchesOf(page, 8);
  assert.deepEqual(
    batches.map(({ events, last }) => [events.length, last]),
    [
      [7, 3],
      [9, 4],
      [2, 6],
    ],
  );
  const first = batches[0];
  assert.ok(first !== undefined);
  assert.deepEqual(
    singles(first).map(({ events, last }) => [events.length, last]),
    [
      [3, 1],
      [0, 2],
      [4, 3],
    ],
  );
});
