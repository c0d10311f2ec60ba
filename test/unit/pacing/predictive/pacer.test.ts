import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSeededRandom } from '../../../../src/lib/random.ts';
import type { PredictiveOptions } from '../../../../src/pacing/predictive/options.ts';
import {
  createPredictivePacer,
  type PacerHistory,
  type PredictivePacer,
} from '../../../../src/pacing/predictive/pacer.ts';

const OPTIONS: PredictiveOptions = {
  targetRate: 0.03,
  evaluationWindowSeconds: 86_400,
  connectionThresholdSeconds: 2,
  connectionStartPoint: 'GREETING_END',
  ringTimeoutSeconds: 28,
};

function pacerWith(agents: number, options: Partial<PredictiveOptions> = {}, history?: PacerHistory): PredictivePacer {
  const pacer = createPredictivePacer({ ...OPTIONS, ...options }, createSeededRandom(1), history);
  for (let agent = 0; agent < agents; agent += 1) pacer.onAgent(`agent-${agent}`, 'in', 0);
  return pacer;
}

/** Long and well-behaved: no ramp, a large budget. */
function goodHistory(answered = 2000, abandoned = 0): PacerHistory {
  return {
    answers: Array.from({ length: answered }, (_, index) => ({ t: index - answered, abandoned: index < abandoned })),
  };
}

/** Places and ends so many calls that nobody answers, which ends the ramp. */
function endRamp(pacer: PredictivePacer): void {
  for (let call = 0; call < 200; call += 1) {
    pacer.onDial(`warm-${call}`, 0);
    pacer.onEnded(`warm-${call}`, 'noanswer', 0);
  }
}

test('A new campaign begins with no more than one and a half calls per free agent', () => {
  const { dial, trace } = pacerWith(10).tick(0);
  assert.ok(dial >= 10 && dial <= 15, `${dial} calls`);
  assert.equal(trace.free, 10);
});

test('Without agents nothing is dialled', () => {
  assert.equal(pacerWith(0).tick(0).dial, 0);
});

test('The risks of a tick belong, in order, to the calls that follow', () => {
  const pacer = pacerWith(20, {}, goodHistory());
  endRamp(pacer);
  const { dial, trace } = pacer.tick(1);
  assert.equal(trace.risks.length, dial);
  assert.ok(trace.risks.some((risk) => risk > 0));
  for (let call = 0; call < dial; call += 1) pacer.onDial(call, 1);
  const afterDialling = pacer.tick(1, { trunkGrant: 0 }).trace.R;
  assert.equal(afterDialling, trace.R);
  // The last call carries the highest risk: when it ends, the most is given back.
  pacer.onEnded(0, 'failed', 1);
  assert.equal(pacer.tick(1, { trunkGrant: 0 }).trace.R, trace.R);
  pacer.onEnded(dial - 1, 'failed', 1);
  assert.ok(pacer.tick(1, { trunkGrant: 0 }).trace.R < trace.R);
});

test('Risks of calls that were asked for and not dialled are charged to nobody', () => {
  const pacer = pacerWith(20, {}, goodHistory());
  endRamp(pacer);
  assert.ok(pacer.tick(1).trace.R > 0);
  assert.equal(pacer.tick(2, { trunkGrant: 0 }).trace.R, 0);
});

test('When all calls have ended, nothing is promised any more', () => {
  const pacer = pacerWith(20, {}, goodHistory());
  endRamp(pacer);
  const { dial } = pacer.tick(1);
  for (let call = 0; call < dial; call += 1) pacer.onDial(call, 1);
  for (let call = 0; call < dial; call += 1) pacer.onEnded(call, 'noanswer', 29);
  const { trace } = pacer.tick(29, { trunkGrant: 0 });
  assert.equal(trace.R, 0);
  assert.equal(trace.inFlight, 0);
});

test('A call ends once: doubled and late news of it changes nothing', () => {
  const once = pacerWith(3);
  const twice = pacerWith(3);
  for (const [pacer, repeats] of [
    [once, 1],
    [twice, 2],
  ] as const) {
    for (let repeat = 0; repeat < repeats; repeat += 1) pacer.onDial('a', 1);
    for (let repeat = 0; repeat < repeats; repeat += 1) pacer.onAnswer('a', 9);
    for (let repeat = 0; repeat < repeats; repeat += 1) pacer.onClassified('a', true, 11);
    for (let repeat = 0; repeat < repeats; repeat += 1) pacer.onAbandoned('a', 13);
    pacer.onDial('b', 2);
    for (let repeat = 0; repeat < repeats; repeat += 1) pacer.onEnded('b', 'noanswer', 14);
    if (repeats === 2) {
      pacer.onEnded('a', 'noanswer', 15);
      pacer.onAbandoned('b', 15);
      pacer.onClassified('nobody', true, 15);
      pacer.onTalkEnded('agent-0', 15);
      pacer.onWrapEnded('agent-0', 15);
    }
  }
  assert.deepEqual(twice.tick(16), once.tick(16));
  assert.deepEqual(twice.tables(), once.tables());
  assert.equal(twice.tick(17).trace.X, 1);
});

test('A person whom the carrier drops while waiting counts as abandoned', () => {
  const pacer = pacerWith(1);
  pacer.onDial('a', 0);
  pacer.onAnswer('a', 8);
  pacer.onClassified('a', true, 10);
  pacer.onEnded('a', 'failed', 11);
  const { A, X } = pacer.tick(12).trace;
  assert.deepEqual({ A, X }, { A: 1, X: 1 });
});

test('A machine leaves the flight at the verdict, however long a message is left on it', () => {
  const pacer = pacerWith(1);
  pacer.onDial('a', 0);
  pacer.onAnswer('a', 20);
  assert.equal(pacer.tick(21).trace.inFlight, 1);
  pacer.onClassified('a', false, 23);
  const { trace } = pacer.tick(24);
  assert.deepEqual({ inFlight: trace.inFlight, A: trace.A }, { inFlight: 0, A: 0 });
  pacer.onEnded('a', 'machine', 60);
  assert.equal(pacer.tick(61).trace.A, 0);
});

test('An agent talks, wraps up and is free again; one who has logged out in between is not', () => {
  const pacer = pacerWith(2);
  for (const [call, agent] of [
    ['a', 'agent-0'],
    ['b', 'agent-1'],
  ] as const) {
    pacer.onDial(call, 0);
    pacer.onClassified(call, true, 9);
    pacer.onConnected(call, agent, 9);
  }
  assert.equal(pacer.tick(10).trace.free, 0);
  assert.ok((pacer.tick(11).trace.expectedAgents.at(-1) ?? 0) > 0);
  pacer.onAgent('agent-0', 'out', 12);
  pacer.onAgent('agent-1', 'out', 12);
  assert.deepEqual(pacer.tick(12).trace.expectedAgents, [0, 0, 0, 0, 0]);
  pacer.onAgent('agent-1', 'in', 13);
  for (const agent of ['agent-0', 'agent-1']) {
    pacer.onTalkEnded(agent, 60);
    pacer.onWrapEnded(agent, 80);
  }
  assert.equal(pacer.tick(81).trace.free, 1);
});

test('The trunk grant is never exceeded, and trunks that cut a wish are named', () => {
  const pacer = pacerWith(20);
  const { dial, trace } = pacer.tick(0, { trunkGrant: 3 });
  assert.equal(dial, 3);
  assert.equal(trace.cap, 'trunks');
});

test('Old news of agents, a jump of the clock and silence in flight make the campaign progressive', () => {
  const fresh = () => {
    const pacer = pacerWith(10, {}, goodHistory());
    endRamp(pacer);
    return pacer;
  };
  const overdialling = fresh().tick(1);
  assert.equal(overdialling.trace.mode, 'predictive');
  assert.ok(overdialling.dial > 10);

  const oldFeed = fresh().tick(1, { agentFeedAgeSeconds: 6 });
  assert.deepEqual([oldFeed.trace.mode, oldFeed.dial], ['stale', 10]);

  for (const jump of [7, -60]) {
    const pacer = fresh();
    pacer.tick(100, { trunkGrant: 0 });
    const jumped = pacer.tick(100 + jump);
    assert.deepEqual([jumped.trace.mode, jumped.dial], ['stale', 10]);
  }

  const silent = fresh();
  silent.onDial('a', 0);
  for (let t = 1; t <= 60; t += 1) assert.equal(silent.tick(t, { trunkGrant: 0 }).trace.mode, 'predictive');
  const quiet = silent.tick(61);
  assert.deepEqual([quiet.trace.mode, quiet.dial], ['stale', 9]);
  silent.onEnded('a', 'noanswer', 61);
  assert.equal(silent.tick(62).trace.mode, 'predictive');
});

test('A minute after a jump of the clock the estimates are trusted again', () => {
  const pacer = pacerWith(10, {}, goodHistory());
  pacer.tick(0, { trunkGrant: 0 });
  assert.equal(pacer.tick(30, { trunkGrant: 0 }).trace.mode, 'stale');
  for (let t = 31; t < 90; t += 1) assert.equal(pacer.tick(t, { trunkGrant: 0 }).trace.mode, 'stale');
  assert.equal(pacer.tick(90, { trunkGrant: 0 }).trace.mode, 'predictive');
});

test('A target of zero never allows more calls than free agents', () => {
  const pacer = pacerWith(7, { targetRate: 0 }, goodHistory());
  endRamp(pacer);
  const { dial, trace } = pacer.tick(1);
  assert.deepEqual([dial, trace.mode, trace.theta], [7, 'progressive', 0]);
});

test('With a spent budget only calls without risk go beyond the free agents, and none once the rate is at its target', () => {
  const spent = pacerWith(10, {}, goodHistory(2000, 59));
  endRamp(spent);
  const { dial, trace } = spent.tick(1);
  assert.deepEqual([trace.mode, trace.theta], ['predictive', 0]);
  assert.ok(dial > 10, `${dial} calls`);
  assert.ok(Math.max(...trace.risks) <= 1e-6 && trace.risk > 1e-6);

  const atTarget = pacerWith(10, {}, goodHistory(2000, 60));
  endRamp(atTarget);
  assert.deepEqual([atTarget.tick(1).dial, atTarget.tick(2).trace.mode], [10, 'progressive']);
});

/** Ten agents who all talk, and calls that have rung since t = 0. */
function overdialled(allowCancel: boolean): PredictivePacer {
  const pacer = pacerWith(10, { allowCancel }, goodHistory());
  for (let agent = 0; agent < 10; agent += 1) {
    pacer.onDial(`busy-${agent}`, 0);
    pacer.onClassified(`busy-${agent}`, true, 0);
    pacer.onConnected(`busy-${agent}`, `agent-${agent}`, 0);
  }
  for (let call = 0; call < 5; call += 1) pacer.onDial(`early-${call}`, 0);
  for (let call = 0; call < 40; call += 1) pacer.onDial(`late-${call}`, 10);
  return pacer;
}

test('A call is cancelled only after it has rung for 15 s, one per tick, the oldest first, each once', () => {
  const pacer = overdialled(true);
  const cancelled: unknown[] = [];
  for (let t = 1; t <= 24; t += 1) {
    const { cancel } = pacer.tick(t);
    assert.ok(cancel.length <= 1);
    if (t < 15) assert.deepEqual(cancel, []);
    cancelled.push(...cancel);
  }
  assert.equal(cancelled.length, 5, 'the early calls and none of the late ones');
  assert.deepEqual(new Set(cancelled), new Set(['early-0', 'early-1', 'early-2', 'early-3', 'early-4']));
});

test('Unless it is allowed, no call is cancelled', () => {
  const pacer = overdialled(false);
  for (let t = 1; t <= 28; t += 1) assert.deepEqual(pacer.tick(t).cancel, []);
});

test('Replaying the recorded answers into a new pacer gives the same A and X', () => {
  const pacer = pacerWith(5);
  const answers: { t: number; abandoned: boolean }[] = [];
  for (let call = 0; call < 120; call += 1) {
    const t = call * 4;
    const abandoned = call % 30 === 7;
    pacer.onDial(call, t);
    pacer.onAnswer(call, t + 2);
    pacer.onClassified(call, true, t + 3);
    if (abandoned) pacer.onAbandoned(call, t + 3);
    else pacer.onConnected(call, 'agent-0', t + 3);
    pacer.onTalkEnded('agent-0', t + 4);
    pacer.onWrapEnded('agent-0', t + 4);
    answers.push({ t: t + 3, abandoned });
  }
  const before = pacer.tick(500).trace;
  const restarted = pacerWith(
    5,
    { ledger30Days: { answered: 120, abandoned: 4 } },
    { answers, tables: pacer.tables() },
  );
  const after = restarted.tick(500).trace;
  assert.deepEqual(
    [after.A, after.X, after.R, after.b, after.theta],
    [before.A, before.X, before.R, before.b, before.theta],
  );
  assert.deepEqual([after.A, after.X], [120, 4]);
});

test('Learned tables are taken up again, and tables that do not fit are not', () => {
  const taught = pacerWith(1);
  for (let call = 0; call < 500; call += 1) {
    taught.onDial(call, 0);
    taught.onEnded(call, 'noanswer', 28);
  }
  const tables = JSON.parse(JSON.stringify(taught.tables()));
  const heir = pacerWith(1, {}, { answers: [], tables });
  assert.deepEqual(heir.tables(), taught.tables());
  const other = pacerWith(1, { ringTimeoutSeconds: 40 }, { answers: [], tables });
  assert.deepEqual(other.tables(), pacerWith(1, { ringTimeoutSeconds: 40 }).tables());
  const damaged = pacerWith(1, {}, { answers: [], tables: { ...tables, exits: [Number.NaN] } });
  assert.deepEqual(damaged.tables().exits, pacerWith(1).tables().exits);
});

test('An earlier connection start point leaves less time and is dialled for more carefully', () => {
  const wishes = (['CONNECTED_TO_SYSTEM', 'GREETING_START', 'GREETING_END'] as const).map((connectionStartPoint) => {
    const pacer = pacerWith(50, { connectionStartPoint }, goodHistory());
    endRamp(pacer);
    for (let agent = 0; agent < 45; agent += 1) {
      pacer.onDial(`busy-${agent}`, 0);
      pacer.onClassified(`busy-${agent}`, true, 0);
      pacer.onConnected(`busy-${agent}`, `agent-${agent}`, 0);
    }
    return pacer.tick(100).dial;
  });
  assert.deepEqual(
    wishes,
    wishes.toSorted((left, right) => left - right),
  );
});

test('Options outside their range are a bug of the caller', () => {
  for (const wrong of [{ targetRate: 1.1 }, { targetRate: Number.NaN }, { evaluationWindowSeconds: 0 }]) {
    assert.throws(() => createPredictivePacer({ ...OPTIONS, ...wrong }, createSeededRandom(1)), /Bug in Campanile/);
  }
});
