import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createAnswerLedger } from '../../../../src/pacing/predictive/answer-ledger.ts';

test('At any time the ledger holds the answers of its window, give or take one bucket', () => {
  const step = fc.record({ seconds: fc.integer({ min: 0, max: 400 }), abandoned: fc.integer({ min: 0, max: 1 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), fc.integer({ min: 0, max: 2_000_000_000 }), (steps, start) => {
      const ledger = createAnswerLedger(600, 10);
      const seen: { t: number; abandoned: number }[] = [];
      let t = start;
      for (const { seconds, abandoned } of steps) {
        t += seconds;
        ledger.count(t, 1, abandoned);
        seen.push({ t, abandoned });
        const inside = (seconds: number) => seen.filter((answer) => answer.t >= t - seconds);
        const { answered, abandoned: total } = ledger.counts();
        assert.ok(answered >= inside(600).length && answered <= inside(610).length);
        assert.ok(total <= answered);
      }
    }),
  );
});

test('A long silence empties the window, and time that goes back changes nothing', () => {
  const ledger = createAnswerLedger(3600, 10);
  ledger.count(1_800_000_000, 5, 1);
  ledger.advance(1_799_999_000);
  assert.deepEqual(ledger.counts(), { answered: 5, abandoned: 1 });
  ledger.advance(1_900_000_000);
  assert.deepEqual(ledger.counts(), { answered: 0, abandoned: 0 });
});

test('What is older than the window when it becomes known is not counted', () => {
  const ledger = createAnswerLedger(3600, 10);
  ledger.advance(10_000);
  ledger.count(5_000, 1, 1);
  assert.deepEqual(ledger.counts(), { answered: 0, abandoned: 0 });
});

test('It knows what leaves the window soon', () => {
  const ledger = createAnswerLedger(3600, 10);
  ledger.count(0, 3, 1);
  ledger.count(1000, 4, 0);
  ledger.advance(3600);
  assert.deepEqual(ledger.expiring([5, 10, 500, 1010]), [
    { answered: 0, abandoned: 0 },
    { answered: 3, abandoned: 1 },
    { answered: 3, abandoned: 1 },
    { answered: 7, abandoned: 1 },
  ]);
});
