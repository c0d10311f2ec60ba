import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAnswerLedger } from '../../../../src/pacing/predictive/answer-ledger.ts';
import { type Budget, budgetOf, isAtTarget } from '../../../../src/pacing/predictive/budget.ts';
import { createEvidence } from '../../../../src/pacing/predictive/evidence.ts';
import type { PredictiveOptions } from '../../../../src/pacing/predictive/options.ts';

const HOUR = 3600;
const TARGET = { rate: 0.03, falsePositives: 0 };
const NOTHING_PROMISED = { openCharge: 0, waiting: 0, startCredit: 2, trunkLimited: false };

/** The budget after `answered` and `abandoned`, evenly over `hours`. */
function budgetAfter(answered: number, abandoned: number, hours: number, commitments = NOTHING_PROMISED): Budget {
  const ledger = createAnswerLedger(24 * HOUR, 10);
  ledger.advance(0);
  ledger.spread(0, hours * HOUR, { answered, abandoned });
  ledger.advance(hours * HOUR);
  return budgetOf(ledger, TARGET, commitments);
}

const near = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} instead of ${expected}`);

test('A new campaign has two abandonments of credit, which are gone after a hundred answers', () => {
  near(budgetAfter(0, 0, 0).b, 2);
  near(budgetAfter(50, 0, 1).b, 1.5 + 1);
  near(budgetAfter(100, 0, 1).b, 3);
  near(budgetAfter(50, 0, 1, { ...NOTHING_PROMISED, startCredit: 0 }).b, 1.5);
});

test('What is promised to calls in flight and to people who wait is no longer there to spend', () => {
  near(budgetAfter(1000, 10, 2, { ...NOTHING_PROMISED, openCharge: 4, waiting: 3 }).b, 30 - 10 - 4 - 1 - 3);
});

test('At its resting point theta is 0.8 of the target, and it moves within a fifth and four times of that', () => {
  // 1,000 answers in 2 hours: 500 an hour, cushion 1.5 sqrt(0.03 * 500) = 5.81; b = 1 + cushion at rest.
  const cushion = 1.5 * Math.sqrt(15);
  near(budgetAfter(1000, 30 - 1 - cushion, 2).theta, 0.8 * 0.03);
  near(budgetAfter(1000, 30 - 1 - 2 * cushion, 2).theta, 0.8 * 0.03 * 2);
  near(budgetAfter(10_000, 0, 20).theta, 0.8 * 0.03 * 4);
  near(budgetAfter(1000, 30 - 1.6, 2).theta, 0.8 * 0.03 * 0.2);
});

test('A budget of one person or less stops all overdialling', () => {
  near(budgetAfter(1000, 29, 2).theta, 0);
  near(budgetAfter(1000, 60, 2).theta, 0);
});

test('While trunks are short theta does not rise above its resting point', () => {
  near(budgetAfter(10_000, 0, 20, { ...NOTHING_PROMISED, trunkLimited: true }).theta, 0.8 * 0.03);
});

test('A full window spends only what remains when its oldest quarter has gone', () => {
  const ledger = createAnswerLedger(HOUR, 10);
  ledger.advance(0);
  ledger.spread(0, 600, { answered: 400, abandoned: 0 }); // the good answers are the oldest
  ledger.spread(600, HOUR, { answered: 600, abandoned: 18 });
  ledger.advance(HOUR - 10);
  near(budgetOf(ledger, TARGET, NOTHING_PROMISED).b, 30 - 18);
  ledger.advance(HOUR);
  const { b } = budgetOf(ledger, TARGET, NOTHING_PROMISED);
  assert.ok(b < 6, `b = ${b}`);
});

test('False positives of the machine detection are charged in proportion to the answers', () => {
  const ledger = createAnswerLedger(HOUR, 10);
  ledger.count(0, 200, 1);
  const budget = budgetOf(ledger, { rate: 0.03, falsePositives: 0.01 }, NOTHING_PROMISED);
  near(budget.abandoned, 3);
  near(budget.b, 3);
});

test('A rate is judged from the 34th answer on, and reaching the target counts', () => {
  const at = (answered: number, abandoned: number): boolean =>
    isAtTarget({ theta: 0, b: 0, answered, abandoned }, 0.03);
  assert.equal(at(33, 33), false);
  assert.equal(at(34, 2), true);
  assert.equal(at(100, 3), true);
  assert.equal(at(101, 3), false);
});

const OPTIONS: PredictiveOptions = {
  targetRate: 0.03,
  evaluationWindowSeconds: 4 * HOUR,
  connectionThresholdSeconds: 2,
  connectionStartPoint: 'GREETING_END',
  ringTimeoutSeconds: 28,
};
const COMMITMENTS = { openCharge: 0, waiting: 0, trunkLimited: false };

test('Of the rolling window and the 30 days, the tighter one rules', () => {
  const spent = createEvidence({ ...OPTIONS, ledger30Days: { answered: 10_000, abandoned: 400 } }, []);
  const budget = spent.budget(0, COMMITMENTS);
  assert.equal(budget.theta, 0);
  assert.equal(budget.isAtTarget, true);
  const fresh = createEvidence({ ...OPTIONS, ledger30Days: { answered: 10_000, abandoned: 100 } }, []);
  assert.ok(fresh.budget(0, COMMITMENTS).theta > 0);
});

test('The answers of the history are not counted twice in the 30 days', () => {
  const answers = Array.from({ length: 100 }, (_, index) => ({ t: index * 60, abandoned: index % 50 === 0 }));
  const evidence = createEvidence({ ...OPTIONS, ledger30Days: { answered: 100, abandoned: 2 } }, answers);
  const { answered, abandoned } = evidence.budget(6000, COMMITMENTS);
  assert.deepEqual({ answered, abandoned }, { answered: 100, abandoned: 2 });
});

test('A campaign whose single answers were lost starts without credit', () => {
  const evidence = createEvidence({ ...OPTIONS, ledger30Days: { answered: 0, abandoned: 0 } }, undefined);
  near(evidence.budget(0, COMMITMENTS).b, 0);
});
