/**
 * Contract lines 1, 2, 3 and 5 under SIGKILL: a service under load is killed at random moments and at named places, and what
 * it had acknowledged is there, once, and attempted at most once.
 * CAMPANILE_CRASH_ROUNDS and CAMPANILE_CRASH_SEED make it longer or repeat it.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FAILPOINTS } from '../../src/store/sqlite/options.ts';
import { CARRIER_PLACES } from './alterations.ts';
import { runOrdeal } from './ordeal.ts';

const ROUNDS = Number(process.env['CAMPANILE_CRASH_ROUNDS'] ?? 50);
const SEED = Number(process.env['CAMPANILE_CRASH_SEED'] ?? Date.now() % 2 ** 32);
/** From here on every kind of death must have come at least once. */
const ENOUGH_ROUNDS = 50;

test(`${ROUNDS} deaths lose nothing that was acknowledged, make no second id and no second attempt`, async () => {
  const { lost, secondIds, secondAttempts, faults, ...ordeal } = await runOrdeal({ rounds: ROUNDS, seed: SEED });
  const deaths = [...ordeal.deaths].map(([name, count]) => `${name} ${count}`).join(', ');
  console.error(
    `crash: seed ${SEED}, ${ROUNDS} rounds, ${ordeal.acknowledged} acknowledged, ${ordeal.contacted} contacted; ${deaths}\n` +
      `crash: lost ${lost}, second ids ${secondIds}, second attempts ${secondAttempts}`,
  );
  assert.deepEqual(
    { lost, secondIds, secondAttempts, faults },
    { lost: 0, secondIds: 0, secondAttempts: 0, faults: [] },
  );
  assert.ok(ordeal.acknowledged > 100 * ROUNDS, 'there was a load');
  assert.ok(ordeal.contacted > 50 * ROUNDS, 'there were attempts');
  if (ROUNDS < ENOUGH_ROUNDS) return;
  const missing = ['signal', 'start', 'answer', ...FAILPOINTS, ...CARRIER_PLACES].filter(
    (kind) => !ordeal.deaths.has(kind),
  );
  assert.deepEqual(missing, [], 'every kind of death has come');
});
