import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSeededRandom } from '../../../../src/lib/random.ts';
import { readTables, writeTables } from '../../../../src/pacing/predictive/kept-tables.ts';
import { createPredictivePacer } from '../../../../src/pacing/predictive/pacer.ts';

/** The longest ring timeout of the API makes the largest tables. */
function tablesOfADay() {
  const pacer = createPredictivePacer(
    {
      targetRate: 0.03,
      evaluationWindowSeconds: 86_400,
      connectionThresholdSeconds: 2,
      connectionStartPoint: 'GREETING_END',
      ringTimeoutSeconds: 60,
    },
    createSeededRandom(1),
  );
  for (let call = 0; call < 5_000; call += 1) {
    pacer.onDial(call, call);
    pacer.onAnswer(call, call + (call % 60) + 1 / 3);
    pacer.onClassified(call, true, call + 60);
    pacer.onConnected(call, 'ann', call + 60);
    pacer.onTalkEnded('ann', call + 60 + (call % 1_500) / 7);
    pacer.onWrapEnded('ann', call + 2_000);
  }
  return pacer.tables();
}

test('Tables come back as they were kept, to a thousandth, and stay short', () => {
  const tables = tablesOfADay();
  const text = writeTables(tables);
  const back = readTables(text);
  for (const name of Object.keys(tables) as (keyof typeof tables)[]) {
    assert.equal(back?.[name].length, tables[name].length);
    tables[name].forEach((value, index) => {
      assert.ok(Math.abs((back?.[name][index] ?? Number.NaN) - value) <= 0.0005);
    });
  }
  assert.ok(text.length < 16_384, `${text.length} characters`);
});

test('A text that is no table, or of another version, is learned anew', () => {
  assert.equal(readTables('{"exits":[1'), undefined);
  assert.equal(readTables('[1,2]'), undefined);
  assert.equal(readTables(writeTables(tablesOfADay()).replace('"version":1', '"version":2')), undefined);
  const damaged = readTables('{"version":1,"exits":["1"],"answers":7}');
  assert.deepEqual([damaged?.exits, damaged?.answers, damaged?.wrapEnds], [[], [], []]);
});
