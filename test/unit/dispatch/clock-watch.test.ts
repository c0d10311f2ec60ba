import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAlarms } from '../../../src/dispatch/alarms.ts';
import { createClockWatch } from '../../../src/dispatch/clock-watch.ts';
import { createGate } from '../../../src/dispatch/gate.ts';
import type { Clock } from '../../../src/lib/clock.ts';
import { createVirtualClock } from '../../../src/lib/virtual-clock.ts';

/** A wall clock over elapsed time that somebody can set. As on a real machine, timers count elapsed time. */
function settableClock() {
  const elapsed = createVirtualClock(0);
  let offsetMs = 1_000_000;
  const clock: Clock = {
    now: () => elapsed.now() + offsetMs,
    at: (at, run) => elapsed.at(Math.max(elapsed.now(), at - offsetMs), run),
    track: (work) => work,
  };
  return {
    clock,
    monotonic: { nowMs: () => elapsed.now() },
    jump: (byMs: number) => {
      offsetMs += byMs;
    },
    pass: (ms: number) => elapsed.advanceTo(elapsed.now() + ms),
  };
}

function watched() {
  const time = settableClock();
  const alarms = createAlarms(time.clock);
  const gate = createGate(
    [],
    () => undefined,
    () => watch.look(),
  );
  const jumps: number[] = [];
  const rings: number[] = [];
  const watch = createClockWatch({
    clock: time.clock,
    monotonic: time.monotonic,
    alarms,
    gate,
    onJump: (byMs) => {
      jumps.push(byMs);
      alarms.rearm();
    },
  });
  watch.start();
  const alarm = alarms.create(() => rings.push(time.clock.now()));
  return { ...time, alarm, gate, jumps, rings };
}

for (const byMs of [3_600_000, -3_600_000]) {
  test(`a jump of the wall clock by ${byMs} ms closes the gate for two seconds`, async () => {
    const { pass, jump, gate, jumps } = watched();
    await pass(10_000);
    assert.equal(gate.isOpen(), true);
    jump(byMs);
    assert.equal(gate.isOpen(), false, 'whoever asks first notices');
    assert.deepEqual(jumps, [byMs]);
    assert.deepEqual(gate.reasons(), ['clockJumped']);
    await pass(1_999);
    assert.equal(gate.isOpen(), false);
    await pass(1);
    assert.equal(gate.isOpen(), true);
    await pass(60_000);
    assert.equal(jumps.length, 1);
  });
}

test('a jump is noticed within a second although nobody asks', async () => {
  const { pass, jump, jumps } = watched();
  jump(60_000);
  await pass(1_000);
  assert.deepEqual(jumps, [60_000]);
});

test('after a step back that somebody who asked has noticed, the next one is noticed within a second too', async () => {
  const { pass, jump, gate, jumps } = watched();
  jump(-3_600_000);
  assert.equal(gate.isOpen(), false);
  await pass(10_000);
  jump(600_000);
  await pass(1_000);
  assert.deepEqual(jumps, [-3_600_000, 600_000]);
});

test('what a time service corrects by itself is no jump', async () => {
  const { pass, jump, gate, jumps } = watched();
  for (let each = 0; each < 20; each += 1) {
    jump(4_000);
    await pass(1_000);
    assert.equal(gate.isOpen(), true);
  }
  assert.deepEqual(jumps, []);
});

test('an alarm means an instant, also when the clock has jumped over it or away from it', async () => {
  const forward = watched();
  forward.alarm.ringBy(forward.clock.now() + 3_600_000);
  forward.jump(3_600_000);
  await forward.pass(1_000);
  assert.equal(forward.rings.length, 1);
  const back = watched();
  const at = back.clock.now() + 60_000;
  back.alarm.ringBy(at);
  back.jump(-60_000);
  await back.pass(119_999);
  assert.deepEqual(back.rings, []);
  await back.pass(1);
  assert.deepEqual(back.rings, [at]);
});

test('an alarm rings at the earliest instant asked for, once', async () => {
  const { alarm, pass, rings, clock } = watched();
  const now = clock.now();
  alarm.ringBy(now + 500);
  alarm.ringBy(now + 100);
  alarm.ringBy(now + 900);
  await pass(5_000);
  assert.deepEqual(rings, [now + 100]);
});
