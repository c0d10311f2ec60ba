/** The witness of the simulation would notice: each broken service is caught, and by the line of the contract that it breaks. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type Alteration,
  acknowledgedUnkept,
  committedAfterSubmit,
  lastWordWins,
  limitsNotReserved,
  oversleeping,
  replayedAnew,
  suppressionIgnored,
  windowsAnHourOff,
} from './contract/broken-stores.ts';
import { play } from './contract/play.ts';
import type { ContractLine, Violation } from './contract/witness.ts';

interface BrokenVariant {
  readonly what: string;
  readonly alteration: () => Alteration;
  readonly line: ContractLine;
  readonly sentence: RegExp;
}

const VARIANTS: readonly BrokenVariant[] = [
  {
    what: 'a request that is acknowledged and not kept',
    alteration: acknowledgedUnkept,
    line: 1,
    sentence: /was acknowledged and is gone/,
  },
  {
    what: 'a replay that is answered with a second request',
    alteration: replayedAnew,
    line: 2,
    sentence: /has two requests of one token|although it has the id/,
  },
  {
    what: 'an attempt that is committed after it was submitted',
    alteration: committedAfterSubmit,
    line: 3,
    sentence: /a second time|as if a carrier had never had it/,
  },
  {
    what: 'a communication time that is off by one hour',
    alteration: windowsAnHourOff,
    line: 4,
    sentence: /outside the communication time in /,
  },
  {
    what: 'a limit that is not reserved',
    alteration: limitsNotReserved,
    line: 4,
    sentence: /over the limit of /,
  },
  {
    what: 'a suppression list that is not looked at',
    alteration: suppressionIgnored,
    line: 4,
    sentence: /for a suppressed recipient/,
  },
  {
    what: 'a receipt that changes a terminal state',
    alteration: lastWordWins,
    line: 5,
    sentence: /had ended as .*, and now it is /,
  },
  {
    what: 'a deferral that oversleeps the opening',
    alteration: oversleeping,
    line: 6,
    sentence: /expired although it could have gone/,
  },
];

/** Not every universe has what a fault needs in order to show. */
const SEEDS_MAX = 20;

describe('the simulation catches', () => {
  for (const { what, alteration, line, sentence } of VARIANTS) {
    test(`${what}: contract line ${line}`, async (t) => {
      const found = await firstViolations(alteration);
      t.diagnostic(`seed ${found.seed}: ${found.violations[0]?.sentence}`);
      assert.deepEqual(new Set(found.violations.map((violation) => violation.line)), new Set([line]));
      assert.ok(found.violations.some((violation) => sentence.test(violation.sentence)));
    });
  }
});

async function firstViolations(
  alteration: () => Alteration,
): Promise<{ readonly seed: number; readonly violations: readonly Violation[] }> {
  for (let seed = 1; seed <= SEEDS_MAX; seed += 1) {
    const { violations } = await play(seed, { alter: alteration() });
    if (violations.length > 0) return { seed, violations };
  }
  throw new assert.AssertionError({ message: `nothing was noticed in ${SEEDS_MAX} universes` });
}
