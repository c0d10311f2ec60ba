import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSeededRandom } from '../../../../src/lib/random.ts';
import {
  answeredBy,
  answerQuantile,
  fitRingCurve,
  priorRingCounts,
  type RingCounts,
  restoreRings,
} from '../../../../src/pacing/predictive/ring-curve.ts';
import { add, at, sum, zeros } from '../../../../src/pacing/predictive/vector.ts';

function emptyCounts(bins: number): RingCounts {
  const table = () => zeros(bins);
  return { exits: table(), answers: table(), humans: table(), machines: table(), cancelled: table() };
}

test('The curve of counted calls is the life table that one works out by hand', () => {
  const counts = emptyCounts(4);
  // Ten calls: two answered by people in second 1, two by machines in second 2, six given up in second 3.
  counts.exits.set([0, 2, 2, 6]);
  counts.answers.set([0, 2, 2, 0]);
  counts.humans.set([0, 2, 0, 0]);
  counts.machines.set([0, 0, 2, 0]);
  const curve = fitRingCurve(counts, zeros(4));
  assert.deepEqual([...curve.survival], [1, 1, 0.8, 0.8 * (1 - 2 / 8), 0]);
  assert.deepEqual([...curve.humanHazard], [0, 0.2, 0, 0]);
  assert.deepEqual([...curve.humanShare], [0, 1, 0, 0]);
  assert.equal(curve.humanFraction, 0.2);
  assert.equal(answeredBy(curve, 1.5), 0.1);
  assert.equal(answerQuantile(curve, 0.5), 1.5);
});

test('Answers whose verdict is still out count by the share of people among the verdicts', () => {
  const counts = emptyCounts(2);
  counts.exits.set([8, 2]);
  counts.answers.set([8, 0]);
  counts.humans.set([3, 0]);
  counts.machines.set([1, 0]); // four verdicts are out
  assert.equal(fitRingCurve(counts, zeros(2)).humanFraction, 0.6);
});

test('Cancelling calls at 15 s leaves the hazard of an answer unbiased at every age', () => {
  const random = createSeededRandom(1);
  const free = emptyCounts(40);
  const cancelling = emptyCounts(40);
  for (let call = 0; call < 200_000; call += 1) {
    const answerAge = random.next() < 0.4 ? Math.floor(2 + random.next() * 26) : 28;
    const byPerson = answerAge < 28;
    const isCancelled = answerAge >= 15 && random.next() < 0.5;
    count(free, answerAge, byPerson);
    if (isCancelled) add(cancelling.cancelled, 15, 1);
    else count(cancelling, answerAge, byPerson);
  }
  const expected = fitRingCurve(free, zeros(40)).humanHazard;
  const learned = fitRingCurve(cancelling, zeros(40)).humanHazard;
  // In the second of the cancelling itself a call counts as at risk for half a second, all others are exact.
  for (let age = 2; age < 28; age += 1) {
    if (age === 15) continue;
    const error = Math.abs(at(learned, age) / at(expected, age) - 1);
    assert.ok(error < 0.06, `age ${age}: ${at(learned, age)} instead of ${at(expected, age)}`);
  }
});

function count(counts: RingCounts, age: number, byPerson: boolean): void {
  add(counts.exits, age, 1);
  if (!byPerson) return;
  add(counts.answers, age, 1);
  add(counts.humans, age, 1);
}

test('Calls that still ring are at risk: ten seconds into a shift the curve does not take the early answers for all', () => {
  const counts = emptyCounts(40);
  counts.exits.set([0, 0, 0, 0, 0, 50], 0);
  counts.answers.set([0, 0, 0, 0, 0, 50], 0);
  counts.humans.set([0, 0, 0, 0, 0, 50], 0);
  const ringing = zeros(40);
  ringing[10] = 950;
  assert.equal(at(fitRingCurve(counts, ringing).humanHazard, 5), 0.05);
  assert.equal(at(fitRingCurve(counts, zeros(40)).humanHazard, 5), 1);
});

test('A new campaign believes in 40 calls, and a restored curve weighs at most a thousand', () => {
  for (const timeout of [5, 15, 28, 60]) {
    const prior = priorRingCounts(timeout);
    assert.ok(Math.abs(sum(prior.exits) - 40.2) < 1e-9, `ring timeout ${timeout}`);
    assert.equal(at(prior.exits, timeout), 0);
  }
  const heavy = emptyCounts(40);
  heavy.exits.fill(100);
  heavy.humans.fill(10);
  const restored = restoreRings(heavy);
  assert.ok(Math.abs(sum(restored.exits) - 1000) < 1e-9);
  assert.ok(Math.abs(sum(restored.humans) - 100) < 1e-9);
  assert.equal(sum(heavy.exits), 4000);
});
