import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { latestSnapshot, nextSnapshot } from '../../../../src/domain/schedule/refresh.ts';
import { scheduleStartProblems, validateSchedule } from '../../../../src/domain/schedule/validation.ts';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const startTime = Date.parse('2026-03-27T07:03:00Z');
const daily = { startTime, endTime: startTime + 4 * DAY, refreshFrequency: 'P1D' };

test('a start at 07:03 with P1D means 07:03 every day until the end, which is exclusive', () => {
  const instants: number[] = [];
  for (let at = nextSnapshot(daily, startTime - DAY); at !== undefined; at = nextSnapshot(daily, at)) instants.push(at);
  assert.deepEqual(
    instants.map((at) => new Date(at).toISOString()),
    ['2026-03-27T07:03:00.000Z', '2026-03-28T07:03:00.000Z', '2026-03-29T07:03:00.000Z', '2026-03-30T07:03:00.000Z'],
  );
});

test('without a frequency there is one snapshot, at the start', () => {
  const once = { startTime, endTime: startTime + DAY };
  assert.equal(nextSnapshot(once, startTime - 1), startTime);
  assert.equal(nextSnapshot(once, startTime), undefined);
  assert.equal(latestSnapshot(once, startTime - 1), undefined);
  assert.equal(latestSnapshot(once, startTime + 12 * 60 * MINUTE), startTime);
});

test('the latest snapshot is the one that the next snapshots have reached', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 0, max: 6 * DAY }), (hours, elapsed) => {
      const schedule = { ...daily, refreshFrequency: `PT${hours}H` };
      const snapshots: number[] = [];
      for (let at = nextSnapshot(schedule, startTime - 1); at !== undefined; at = nextSnapshot(schedule, at)) {
        snapshots.push(at);
      }
      const now = startTime + elapsed;
      assert.equal(latestSnapshot(schedule, now), snapshots.filter((at) => at <= now).at(-1));
    }),
  );
});

test('a schedule must end after it starts and refresh at most every hour', () => {
  assert.deepEqual(validateSchedule(daily), []);
  assert.deepEqual(validateSchedule({ ...daily, refreshFrequency: 'PT1H' }), []);
  assert.deepEqual(validateSchedule({ ...daily, endTime: startTime }), ['schedule: endTime must be after startTime']);
  assert.deepEqual(validateSchedule({ ...daily, refreshFrequency: 'PT59M' }), [
    'schedule: refreshFrequency must be at least PT1H',
  ]);
  assert.deepEqual(validateSchedule({ ...daily, refreshFrequency: 'P-1D' }), [
    'schedule: refreshFrequency P-1D must be a positive duration',
  ]);
});

test('a campaign with a source needs a schedule to start, an external one does not', () => {
  const missing = ['Missing required campaign parameter Schedule'];
  assert.deepEqual(scheduleStartProblems('segment', undefined, startTime, 0), missing);
  assert.deepEqual(scheduleStartProblems('event', undefined, startTime, 0), missing);
  assert.deepEqual(scheduleStartProblems('external', undefined, startTime, 5 * MINUTE), []);
});

test('with a lead time the start must lie that far ahead', () => {
  const lead = 5 * MINUTE;
  assert.deepEqual(scheduleStartProblems('segment', daily, startTime - lead, lead), []);
  assert.deepEqual(scheduleStartProblems('segment', daily, startTime - lead + 1, lead), [
    'Schedule start time needs to be at least 5 minutes from now',
  ]);
  assert.deepEqual(scheduleStartProblems('segment', daily, startTime + 1, lead), [
    'Campaign start time has already passed',
  ]);
});

test('without a lead time a start in the past means at once, but not after the end', () => {
  assert.deepEqual(scheduleStartProblems('segment', daily, startTime + DAY, 0), []);
  assert.deepEqual(scheduleStartProblems('segment', daily, daily.endTime, 0), [
    'Campaign start time has already passed',
  ]);
});
