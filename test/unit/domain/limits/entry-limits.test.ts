import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entryVerdict, validateEntryLimits } from '../../../../src/domain/limits/entry-limits.ts';

const now = Date.UTC(2026, 10, 23);
const HOUR = 3_600_000;

test('a profile is in a campaign only once at a time, with or without limits', () => {
  const earlier = { count: 1, latestAt: now - 100 * HOUR, isInside: true };
  assert.deepEqual(entryVerdict(undefined, earlier, now), { kind: 'inside' });
  assert.deepEqual(entryVerdict({ maxEntryCount: 0, minEntryInterval: 'PT0S' }, earlier, now), { kind: 'inside' });
});

test('0 entries means unlimited ones, and a count is a count', () => {
  const earlier = { count: 3, latestAt: now - HOUR, isInside: false };
  assert.deepEqual(entryVerdict({ maxEntryCount: 0, minEntryInterval: 'PT0S' }, earlier, now), { kind: 'allowed' });
  assert.deepEqual(entryVerdict({ maxEntryCount: 4, minEntryInterval: 'PT0S' }, earlier, now), { kind: 'allowed' });
  assert.deepEqual(entryVerdict({ maxEntryCount: 3, minEntryInterval: 'PT0S' }, earlier, now), {
    kind: 'tooOften',
    maxEntryCount: 3,
  });
  assert.deepEqual(entryVerdict(undefined, earlier, now), { kind: 'allowed' });
});

test('the interval runs from the latest entry', () => {
  const limits = { maxEntryCount: 0, minEntryInterval: 'P1DT1H' };
  const earlier = { count: 1, latestAt: now - 24 * HOUR, isInside: false };
  assert.deepEqual(entryVerdict(limits, earlier, now), { kind: 'tooSoon', freeAt: now + HOUR });
  assert.deepEqual(entryVerdict(limits, earlier, now + HOUR), { kind: 'allowed' });
});

test('an interval that is no duration, or a negative one, is refused with a sentence', () => {
  assert.deepEqual(validateEntryLimits({ maxEntryCount: 1, minEntryInterval: 'P1D' }), []);
  for (const minEntryInterval of ['P', 'PT', 'P-1D', '']) {
    assert.equal(validateEntryLimits({ maxEntryCount: 1, minEntryInterval }).length, 1, minEntryInterval);
  }
});
