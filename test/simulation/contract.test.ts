/**
 * The whole service in one thread, in universes that follow from their seeds: campaigns with communication times, schedules
 * and limits, suppression, the red button, pauses, crashes in the middle of commits, clocks that are set, carriers that are
 * late, silent, forgetful and contradictory. A witness that knows only what callers and carriers saw holds the contract's
 * lines 1 to 6 against it. SIMULATION_SEEDS=n plays more seeds, SIMULATION_FIRST=n begins at another.
 */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { commit } from './contract/commit.ts';
import { type Played, play } from './contract/play.ts';

const SEEDS = Number(process.env['SIMULATION_SEEDS'] ?? 200);
const FIRST = Number(process.env['SIMULATION_FIRST'] ?? 1);
/** Played twice to see that a seed decides everything. */
const REPEATED_EVERY = 25;

const total = { requests: 0, contacts: 0, deaths: 0 };

describe(`the contract holds in universes ${FIRST} to ${FIRST + SEEDS - 1}`, () => {
  after(() => {
    const { requests, contacts, deaths } = total;
    console.log(`${SEEDS} universes: ${requests} requests, ${contacts} contacts, ${deaths} crashes`);
  });

  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    test(`universe ${seed}`, async () => {
      const played = await playOrTell(seed);
      for (const figure of ['requests', 'contacts', 'deaths'] as const) total[figure] += played.figures[figure];
      assert.deepEqual(
        played.violations.map(({ line, sentence }) => `contract line ${line}: ${sentence}`),
        [],
        `seed ${seed} at commit ${commit()}`,
      );
    });
  }

  for (let seed = FIRST; seed < FIRST + SEEDS; seed += REPEATED_EVERY) {
    test(`universe ${seed} happens in the same way twice`, async () => {
      const [once, again] = [await playOrTell(seed), await playOrTell(seed)];
      assert.equal(again.traceHash, once.traceHash, `seed ${seed} at commit ${commit()}`);
      assert.deepEqual(again.ends, once.ends);
    });
  }

  test('other seeds make other universes', async () => {
    const [one, other] = [await playOrTell(FIRST), await playOrTell(FIRST + 1)];
    assert.notEqual(one.traceHash, other.traceHash);
  });
});

async function playOrTell(seed: number): Promise<Played> {
  try {
    return await play(seed);
  } catch (error) {
    throw new Error(`seed ${seed} at commit ${commit()}`, { cause: error });
  }
}
