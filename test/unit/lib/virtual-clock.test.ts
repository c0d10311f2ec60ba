import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createVirtualClock } from '../../../src/lib/virtual-clock.ts';

test('timers run in the order of their instants, ties in the order of their making, and see their own instant', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(50), { maxLength: 60 }), async (delays) => {
      const clock = createVirtualClock(1_000);
      const played: [at: number, order: number, now: number][] = [];
      for (const [order, delay] of delays.entries()) {
        clock.at(1_000 + delay, () => {
          played.push([1_000 + delay, order, clock.now()]);
        });
      }
      const { timersFired, now } = await clock.advanceTo(1_050);
      const expected = delays.map((delay, order) => [1_000 + delay, order, 1_000 + delay] as const);
      assert.deepEqual(
        played,
        expected.sort((a, b) => a[0] - b[0] || a[1] - b[1]),
      );
      assert.deepEqual({ timersFired, now }, { timersFired: delays.length, now: 1_050 });
    }),
    { numRuns: 50 },
  );
});

test('a cancelled timer never fires, also when it is cancelled twice or too late', async () => {
  const clock = createVirtualClock(0);
  const fired: string[] = [];
  const early = clock.at(1, () => void fired.push('early'));
  const cancelled = clock.at(2, () => void fired.push('cancelled'));
  cancelled.cancel();
  cancelled.cancel();
  await clock.advanceTo(5);
  early.cancel();
  assert.deepEqual(fired, ['early']);
});

test('an advance waits for the tracked work of a timer before it plays the next one', async () => {
  const clock = createVirtualClock(0);
  const log: string[] = [];
  clock.at(1, async () => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    log.push(`work at ${clock.now()}`);
    clock.at(2, () => void log.push('follow-up'));
  });
  clock.at(3, () => void log.push('later'));
  await clock.advanceTo(3);
  assert.deepEqual(log, ['work at 1', 'follow-up', 'later']);
});

test('everybody who waits for the work to settle is told', async () => {
  const clock = createVirtualClock(0);
  let finish = (): void => {};
  clock.track(new Promise<void>((resolve) => (finish = resolve)));
  const waiting = Promise.all([clock.settled(), clock.settled(), clock.settled()]);
  finish();
  await waiting;
});

test('a virtual clock refuses to go back', async () => {
  await assert.rejects(createVirtualClock(10).advanceTo(9), RangeError);
});
