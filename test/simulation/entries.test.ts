/**
 * Campaigns that are fed by profiles and by a segment, in universes that follow from their seeds: a witness counts who
 * enters, when, and who should have. SIMULATION_SEEDS=n plays more seeds, SIMULATION_FIRST=n begins at another.
 */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { AcceptBatch } from '../../src/store/request-store.ts';
import type { Store } from '../../src/store/store.ts';
import { commit } from './contract/commit.ts';
import { playEntries } from './contract/play-entries.ts';

const SEEDS = Number(process.env['SIMULATION_SEEDS'] ?? 25);
const FIRST = Number(process.env['SIMULATION_FIRST'] ?? 1);

const total = { entries: 0, snapshots: 0, contacts: 0, deaths: 0 };

describe(`who enters campaigns in universes ${FIRST} to ${FIRST + SEEDS - 1}`, () => {
  after(() => {
    const { entries, snapshots, contacts, deaths } = total;
    console.log(
      `${SEEDS} universes: ${entries} entries, ${snapshots} whole snapshots, ${contacts} contacts, ${deaths} crashes`,
    );
  });

  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    test(`universe ${seed} lets in whom it should, and nobody else`, async () => {
      const { figures, violations } = await playEntries(seed);
      for (const figure of Object.keys(total) as (keyof typeof total)[]) total[figure] += figures[figure];
      assert.deepEqual(violations, [], `seed ${seed} at commit ${commit()}`);
    });
  }
});

const altered = (alter: (batch: AcceptBatch, entries: NonNullable<AcceptBatch['entries']>) => AcceptBatch) => {
  return (store: Store): Store => ({
    ...store,
    requests: {
      ...store.requests,
      accept: (batch) => store.requests.accept(batch.entries === undefined ? batch : alter(batch, batch.entries)),
    },
  });
};

let strangers = 0;

const VARIANTS = [
  {
    what: 'entry limits that are not looked at',
    alter: altered((batch, { profileIds }) => ({ ...batch, entries: { profileIds } })),
    sentence: /th of its profile, and \d are allowed|ms after .* of the same profile/,
  },
  {
    what: 'a profile that enters while it is inside',
    alter: altered((batch, entries) => ({
      ...batch,
      entries: { ...entries, profileIds: entries.profileIds.map(() => `stranger ${strangers++}`) },
    })),
    sentence: /began while .* had not ended/,
  },
  {
    what: 'a member who is passed over',
    alter: altered((batch, { profileIds, ...limits }) => {
      if (!batch.rows[0]?.clientToken.startsWith('segment-')) return batch;
      return { ...batch, rows: batch.rows.slice(1), entries: { profileIds: profileIds.slice(1), ...limits } };
    }),
    sentence: /a member was passed over at /,
  },
];

/** Not every universe has what a fault needs in order to show. */
const TRIES_MAX = 10;

describe('the witness of entries catches', () => {
  for (const { what, alter, sentence } of VARIANTS) {
    test(what, async (t) => {
      for (let seed = 1; seed <= TRIES_MAX; seed += 1) {
        const { violations } = await playEntries(seed, alter);
        if (violations.length === 0) continue;
        t.diagnostic(`seed ${seed}: ${violations[0]}`);
        assert.ok(violations.some((violation) => sentence.test(violation)));
        return;
      }
      assert.fail(`nothing was noticed in ${TRIES_MAX} universes`);
    });
  }
});
