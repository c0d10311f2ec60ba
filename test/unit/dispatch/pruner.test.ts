import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPruner, type PrunerDeps, type RetentionOptions } from '../../../src/dispatch/pruner.ts';
import { createVirtualClock } from '../../../src/lib/virtual-clock.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-03-02T00:00:00Z');

/** A store that notes what it is asked for, and finds so many rows each time anew. */
function watched(found: number[], fails = false) {
  const asked: { kind: string; before: number; limit: number }[] = [];
  const errors: unknown[] = [];
  const note = (kind: string) => async (before: number, limit: number) => {
    asked.push({ kind, before, limit });
    if (fails) throw new Error('the store is closed');
    return Math.min(limit, found.shift() ?? 0);
  };
  const store: PrunerDeps['store'] = {
    requests: { purge: note('requests'), purgeEntries: note('entries') },
    evidence: { prune: note('evidence') },
  };
  const clock = createVirtualClock(START);
  const start = (options: RetentionOptions) => {
    const pruner = createPruner({ store, clock, onError: (error) => errors.push(error) }, options);
    return pruner.start().then(() => pruner);
  };
  return { asked, errors, clock, start };
}

test('Evidence of so many days is kept, and requests for ever where nothing else is said', async () => {
  const { asked, clock, start } = watched([]);
  const pruner = await start({ evidenceDays: 400, requestDays: 0 });
  await clock.advanceTo(START + DAY);
  await pruner.stop();
  await clock.advanceTo(START + 5 * DAY);
  assert.deepEqual(
    asked.map(({ kind, before }) => [kind, (START - before) / DAY]),
    [
      ['evidence', 400],
      ['evidence', 399],
    ],
  );
});

test('What is old goes in steps, until a step finds less than it may take', async () => {
  const { asked, clock, start } = watched([1_000, 1_000, 7, 1_000]);
  const pruner = await start({ evidenceDays: 31, requestDays: 10 });
  await clock.advanceTo(START + 1);
  await pruner.stop();
  assert.deepEqual(
    asked.map(({ kind }) => kind),
    ['evidence', 'evidence', 'evidence', 'requests', 'requests', 'entries'],
  );
  assert.ok(asked.every(({ limit }) => limit === 1_000));
  assert.equal(asked.at(-1)?.before, START - 10 * DAY);
});

test('A failure is told, and the next day tries again', async () => {
  const { asked, errors, clock, start } = watched([], true);
  const pruner = await start({ evidenceDays: 400, requestDays: 0 });
  await clock.advanceTo(START + DAY);
  await pruner.stop();
  assert.equal(asked.length, 2);
  assert.equal(errors.length, 2);
});
