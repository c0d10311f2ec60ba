/**
 * Contract line 7: while the measured abandonment rate is at or above its target (after 34 live answers), or the
 * estimator is stale, a campaign places no call beyond its free agents. Random histories of calls and agents are played
 * to the pacer while a simple count of the same events says what is free, in flight, answered and abandoned.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createSeededRandom } from '../../../../src/lib/random.ts';
import { createPredictivePacer, type TickResult } from '../../../../src/pacing/predictive/pacer.ts';

const TARGET = 0.05;
const WINDOW_SECONDS = 7200;

interface World {
  readonly inFlight: number[];
  readonly waiting: number[];
  readonly free: Set<number>;
  readonly busy: Map<number, 'talking' | 'wrapping'>;
  dialled: number;
  answered: number;
  abandoned: number;
}

type Pacer = ReturnType<typeof createPredictivePacer>;

const AGENTS = 8;
const weighted = <Kind extends string>(weights: Record<Kind, number>): Kind[] =>
  // Object.entries forgets the names of the keys.
  (Object.entries(weights) as [Kind, number][]).flatMap(([kind, weight]) => Array<Kind>(weight).fill(kind));

/** One thing that happens, to the call or agent that `pick` chooses. */
const happening = fc.record({
  kind: fc.constantFrom(
    ...weighted({ person: 6, machine: 1, end: 2, abandon: 4, talkEnd: 5, wrapEnd: 5, in: 2, out: 1 }),
  ),
  pick: fc.nat({ max: 1000 }),
  feedAge: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 10),
  pause: fc.constantFrom(1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 0.2),
});

function play(pacer: Pacer, world: World, { kind, pick }: { kind: string; pick: number }, t: number): void {
  const call = choose(world.inFlight, pick);
  const talking = choose(agentsAt(world, 'talking'), pick);
  const wrapping = choose(agentsAt(world, 'wrapping'), pick);
  const leaving = choose([...world.free, ...agentsAt(world, 'wrapping')], pick);
  const agent = pick % AGENTS;
  if (kind === 'in' && !world.free.has(agent) && !world.busy.has(agent)) {
    world.free.add(agent);
    pacer.onAgent(agent, 'in', t);
  } else if (kind === 'out' && leaving !== undefined) {
    world.free.delete(leaving);
    world.busy.delete(leaving);
    pacer.onAgent(leaving, 'out', t);
  } else if (kind === 'talkEnd' && talking !== undefined) {
    world.busy.set(talking, 'wrapping');
    pacer.onTalkEnded(talking, t);
  } else if (kind === 'wrapEnd' && wrapping !== undefined) {
    world.busy.delete(wrapping);
    world.free.add(wrapping);
    pacer.onWrapEnded(wrapping, t);
  } else if (kind === 'abandon' && world.waiting.length > 0) {
    world.abandoned += 1;
    pacer.onAbandoned(world.waiting.shift() ?? -1, t);
  } else if (call !== undefined && (kind === 'person' || kind === 'machine' || kind === 'end')) {
    world.inFlight.splice(world.inFlight.indexOf(call), 1);
    if (kind === 'end') pacer.onEnded(call, 'noanswer', t);
    else answer(pacer, world, call, kind === 'person', t);
  }
}

function choose(from: readonly number[], pick: number): number | undefined {
  return from[pick % Math.max(1, from.length)];
}

function agentsAt(world: World, stage: 'talking' | 'wrapping'): readonly number[] {
  return [...world.busy].flatMap(([agent, at]) => (at === stage ? [agent] : []));
}

function answer(pacer: Pacer, world: World, call: number, isPerson: boolean, t: number): void {
  pacer.onAnswer(call, t);
  pacer.onClassified(call, isPerson, t);
  if (!isPerson) {
    pacer.onEnded(call, 'machine', t);
    return;
  }
  world.answered += 1;
  const agent = world.free.values().next().value;
  if (agent === undefined) {
    world.waiting.push(call);
    return;
  }
  world.free.delete(agent);
  world.busy.set(agent, 'talking');
  pacer.onConnected(call, agent, t);
}

test('At its target, or stale, a campaign never places a call beyond its free agents', () => {
  const seen = { guarded: 0, stale: 0, overdialled: 0 };
  fc.assert(
    fc.property(fc.array(happening, { minLength: 250, maxLength: 500 }), fc.boolean(), (happenings, isOld) => {
      const history = Array.from({ length: isOld ? 300 : 0 }, (_, t) => ({ t, abandoned: false }));
      const pacer = createPredictivePacer(
        {
          targetRate: TARGET,
          evaluationWindowSeconds: WINDOW_SECONDS,
          connectionThresholdSeconds: 2,
          connectionStartPoint: 'GREETING_END',
          ringTimeoutSeconds: 28,
        },
        createSeededRandom(1),
        { answers: history },
      );
      const world: World = {
        inFlight: [],
        waiting: [],
        free: new Set(),
        busy: new Map(),
        dialled: 0,
        answered: history.length,
        abandoned: 0,
      };
      let t = history.length;
      for (let agent = 0; agent < AGENTS; agent += 1) {
        world.free.add(agent);
        pacer.onAgent(agent, 'in', t);
      }
      for (const one of happenings) {
        play(pacer, world, one, t);
        t += one.pause;
        const before = { inFlight: world.inFlight.length, free: world.free.size - world.waiting.length };
        const result = pacer.tick(t, { agentFeedAgeSeconds: one.feedAge });
        check(result, world, before, one.feedAge > 5);
        for (let call = 0; call < result.dial; call += 1) {
          world.inFlight.push(world.dialled);
          pacer.onDial(world.dialled, t);
          world.dialled += 1;
        }
      }
    }),
    { numRuns: 60 },
  );

  function check(result: TickResult, world: World, before: { inFlight: number; free: number }, isStale: boolean): void {
    const { dial, trace } = result;
    assert.deepEqual(
      [trace.inFlight, trace.free, trace.A, trace.X],
      [before.inFlight, before.free, world.answered, world.abandoned],
    );
    const isAtTarget = world.answered >= 34 && world.abandoned >= TARGET * world.answered;
    const isBeyondAgents = before.inFlight + dial > Math.max(0, before.free);
    if (isAtTarget) seen.guarded += 1;
    if (isStale) seen.stale += 1;
    if (dial > 0 && isBeyondAgents) seen.overdialled += 1;
    assert.ok(!(isAtTarget || isStale) || dial === 0 || !isBeyondAgents, JSON.stringify({ dial, before }));
  }

  // The property would hold idly if the guard were never needed or the campaign never overdialled.
  assert.ok(seen.guarded > 100 && seen.stale > 100 && seen.overdialled > 100, JSON.stringify(seen));
});
