import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fulfils, type ProfileCondition, segmentNameOf } from '../../../../src/domain/segments/segment.ts';
import { snapshotStep } from '../../../../src/domain/segments/snapshot-step.ts';

const HOUR = 3_600_000;
const START = Date.parse('2026-01-05T12:30:00Z');
const once = { startTime: START, endTime: START + 100 * HOUR };
const daily = { ...once, refreshFrequency: 'P1D' };

test('every condition must hold, and an attribute that a profile lacks equals nothing', () => {
  const ada = { attributes: { plan: 'gold', country: 'GB' } };
  const holds = (...conditions: ProfileCondition[]): boolean => fulfils(ada, conditions);
  assert.equal(holds(), true);
  assert.equal(holds({ attribute: 'plan', equals: 'gold' }), true);
  assert.equal(holds({ attribute: 'plan', equals: 'Gold' }), false);
  assert.equal(holds({ attribute: 'plan', equals: 'gold' }, { attribute: 'country', in: ['DE', 'FR'] }), false);
  assert.equal(holds({ attribute: 'country', in: ['DE', 'GB'] }, { attribute: 'churned', exists: false }), true);
  assert.equal(holds({ attribute: 'plan', exists: false }), false);
  assert.equal(holds({ attribute: 'churned', equals: '' }), false);
  assert.equal(holds({ attribute: 'toString', exists: true }), false);
});

test('the last part of an ARN names the segment', () => {
  assert.equal(segmentNameOf('arn:aws:profile:us-east-1:111111111111:domains/people/segment-definitions/all'), 'all');
  assert.equal(segmentNameOf('arn:aws:profile:us-east-1:111111111111:all'), 'all');
  assert.equal(segmentNameOf('all'), 'all');
});

test('a segment is read at the scheduled start, and not before', () => {
  assert.deepEqual(snapshotStep(once, undefined, START - 1), { kind: 'wait', until: START });
  assert.deepEqual(snapshotStep(once, undefined, START), { kind: 'begin', snapshotAt: START });
  assert.deepEqual(snapshotStep(once, undefined, START + HOUR), { kind: 'begin', snapshotAt: START });
});

test('what was begun goes on, however late it is', () => {
  const half = { snapshotAt: START, isDone: false };
  assert.deepEqual(snapshotStep(daily, half, START + 50 * HOUR), { kind: 'goOn' });
});

test('a refresh is read at its instant; of several that were missed the latest is made up for', () => {
  const done = { snapshotAt: START, isDone: true };
  assert.deepEqual(snapshotStep(daily, done, START + HOUR), { kind: 'wait', until: START + 24 * HOUR });
  assert.deepEqual(snapshotStep(daily, done, START + 24 * HOUR), { kind: 'begin', snapshotAt: START + 24 * HOUR });
  assert.deepEqual(snapshotStep(daily, done, START + 73 * HOUR), { kind: 'begin', snapshotAt: START + 72 * HOUR });
});

test('everybody has entered after the only snapshot, or after the last one before the end', () => {
  assert.deepEqual(snapshotStep(once, { snapshotAt: START, isDone: true }, START), { kind: 'allEntered' });
  const last = { snapshotAt: START + 96 * HOUR, isDone: true };
  assert.deepEqual(snapshotStep(daily, last, START + 97 * HOUR), { kind: 'allEntered' });
});
