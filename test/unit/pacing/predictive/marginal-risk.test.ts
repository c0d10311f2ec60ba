import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Cohort, createCrowd } from '../../../../src/pacing/predictive/crowd.ts';
import { createExactMeter } from '../../../../src/pacing/predictive/exact-risk.ts';
import { LEVEL_JUMP } from '../../../../src/pacing/predictive/level-jump.ts';
import { createNormalMeter, normalCdf } from '../../../../src/pacing/predictive/normal-risk.ts';
import { HORIZONS } from '../../../../src/pacing/predictive/outlook.ts';
import type { Situation } from '../../../../src/pacing/predictive/situation.ts';

/** So sure of the level that it does not spread the answers. */
const CERTAIN = 1e12;
const constant = (chance: number): Float64Array => new Float64Array(HORIZONS).fill(chance);
const cohort = (members: number, chance: number): Cohort => ({ members, chance: constant(chance) });

function situation(
  free: number,
  answers: readonly Cohort[],
  agents: readonly Cohort[],
  levelWeight = CERTAIN,
): Situation {
  return {
    free,
    answering: createCrowd(answers),
    returning: createCrowd(agents),
    newCall: constant(0.25),
    levelWeight,
  };
}

/** P(D >= free + S), by trying every combination of outcomes. */
function bruteForce(free: number, answers: readonly number[], agents: readonly number[]): number {
  const chances = [...answers, ...agents];
  let risk = 0;
  for (let outcome = 0; outcome < 2 ** chances.length; outcome += 1) {
    let probability = 1;
    let balance = -free;
    chances.forEach((chance, member) => {
      const happens = (outcome >> member) % 2 === 1;
      probability *= happens ? chance : 1 - chance;
      if (happens) balance += member < answers.length ? 1 : -1;
    });
    if (balance >= 0) risk += probability;
  }
  return risk;
}

/** The same where the level may have jumped, which multiplies the chance of every answer. */
function withJump(free: number, answers: readonly number[], agents: readonly number[]): number {
  const jumped = answers.map((chance) => Math.min(0.98, LEVEL_JUMP.factor * chance));
  const { probability } = LEVEL_JUMP;
  return (1 - probability) * bruteForce(free, answers, agents) + probability * bruteForce(free, jumped, agents);
}

test('With three calls and two agents the risk equals the enumeration of all 32 outcomes', () => {
  const answers = [0.2, 0.5, 0.7];
  const agents = [0.3, 0.6];
  for (const free of [-1, 0, 1, 2]) {
    const meter = createExactMeter(
      situation(
        free,
        answers.map((chance) => cohort(1, chance)),
        agents.map((chance) => cohort(1, chance)),
      ),
    );
    const expected = withJump(free, answers, agents);
    assert.ok(Math.abs(meter.risk() - expected) < 1e-9, `free ${free}: ${meter.risk()} instead of ${expected}`);
  }
});

test('A placed call is one more that may answer', () => {
  const meter = createExactMeter(situation(1, [cohort(2, 0.4)], [cohort(1, 0.5)]));
  meter.place();
  meter.place();
  assert.ok(Math.abs(meter.risk() - withJump(1, [0.4, 0.4, 0.25, 0.25], [0.5])) < 1e-9);
});

test('Every further call is at least as risky as the one before, in small crowds and in large ones', () => {
  const members = fc.integer({ min: 0, max: 12 });
  const chance = fc.double({ min: 0.01, max: 0.6, noNaN: true });
  fc.assert(
    fc.property(members, chance, members, chance, fc.integer({ min: -2, max: 10 }), (calls, p, agents, q, free) => {
      const now = situation(free, [cohort(calls, p)], [cohort(agents, q)], 60);
      for (const meter of [createExactMeter(now), createNormalMeter(now)]) {
        let last = meter.risk();
        assert.ok(last >= 0 && last <= 1 + 1e-9);
        // The normal law loses this property only where a shortage is likelier than not: there nothing is placed.
        for (let placed = 0; placed < 10 && last < 0.5; placed += 1) {
          meter.place();
          assert.ok(meter.risk() >= last - 1e-9);
          last = meter.risk();
        }
      }
    }),
  );
});

test('The normal law and the count agree where they hand over', () => {
  const now = situation(3, [cohort(10, 0.25)], [cohort(4, 0.3)], 100);
  const exact = createExactMeter(now);
  const normal = createNormalMeter(now);
  for (let placed = 0; placed < 6; placed += 1) {
    assert.ok(Math.abs(exact.risk() - normal.risk()) < 0.03, `${exact.risk()} and ${normal.risk()}`);
    exact.place();
    normal.place();
  }
});

test('An uncertain answer level makes a tight situation riskier', () => {
  const crowd = [cohort(20, 0.2)];
  const sure = createExactMeter(situation(9, crowd, [])).risk();
  const unsure = createExactMeter(situation(9, crowd, [], 20)).risk();
  assert.ok(unsure > 1.2 * sure, `${unsure} and ${sure}`);
});

test('Calls that are safe only while the level holds carry the risk that it jumps, in small crowds and in large ones', () => {
  // Ten free agents for five answers in the mean; ten of them after a jump.
  const crowd = situation(10, [cohort(100, 0.05)], []);
  for (const meter of [createExactMeter(crowd), createNormalMeter(crowd)]) {
    const risk = meter.risk();
    assert.ok(risk > 0.5 * LEVEL_JUMP.probability && risk < 2 * LEVEL_JUMP.probability + 0.03, `${risk}`);
  }
  const safe = situation(40, [cohort(100, 0.05)], []);
  for (const meter of [createExactMeter(safe), createNormalMeter(safe)]) assert.ok(meter.risk() < 1e-6);
});

test('The normal distribution function has its known values', () => {
  assert.ok(Math.abs(normalCdf(0) - 0.5) < 1e-7);
  assert.ok(Math.abs(normalCdf(1.959964) - 0.975) < 1e-6);
  assert.ok(Math.abs(normalCdf(-3) - 0.0013499) < 1e-6);
});
