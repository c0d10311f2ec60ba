import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClockWatch } from '../../../src/dispatch/clock-watch.ts';
import { createGate } from '../../../src/dispatch/gate.ts';
import { createAlarms } from '../../../src/lib/alarms.ts';
import { settableClock } from './settable-clock.ts';

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
      alarms.rearm(byMs);
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

for (const byMs of [3_600_000, -3_600_000]) {
  test(`what an alarm is asked for as a duration has passed when it rings, also after a jump by ${byMs} ms`, async () => {
    const { alarm, pass, jump, rings, monotonic, clock } = watched();
    const rangAfter: number[] = [];
    const since = monotonic.nowMs();
    const waitForRing = async (mostMs: number): Promise<void> => {
      for (let ms = 0; ms < mostMs && rings.length === rangAfter.length; ms += 1) await pass(1);
      rangAfter.push(monotonic.nowMs() - since);
    };
    alarm.ringIn(5_000);
    jump(byMs);
    await waitForRing(10_000);
    assert.deepEqual(rangAfter, [5_000]);
    // Who asks for less after the jump is served earlier, and who asks for more changes nothing.
    alarm.ringIn(5_000);
    await pass(1_000);
    jump(byMs);
    await pass(1_000);
    alarm.ringIn(1_000);
    alarm.ringIn(4_000);
    alarm.ringBy(clock.now() + 20_000);
    await waitForRing(10_000);
    assert.deepEqual(rangAfter, [5_000, 8_000]);
    await pass(60_000);
    assert.equal(rings.length, 2, 'one ring settles all');
  });
}

test('an alarm for an instant does not ring before it, although nobody has noticed that the clock was set back', async () => {
  const { alarm, pass, jump, rings, jumps, clock } = watched();
  const at = clock.now() + 10_000;
  alarm.ringBy(at);
  jump(-3_000);
  await pass(60_000);
  assert.deepEqual(jumps, []);
  assert.deepEqual(rings, [at]);
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
