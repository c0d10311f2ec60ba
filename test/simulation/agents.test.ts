/**
 * The whole service with agents, in universes that follow from their seeds: campaigns that call for them predictively,
 * progressively and with previews, agents who come, leave in the middle of a call and do what is left to do after it, and
 * everything that goes wrong in contract.test.ts. A witness of the telephones counts live answers, abandonments, calls in
 * flight and free agents by itself, and holds the contract's lines 1 to 7 against the service. SIMULATION_SEEDS=n plays n
 * universes here as there, SIMULATION_FIRST=n begins at another.
 */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import {
  type Breakage,
  bridgedToSomebodyElse,
  evidenceLost,
  historyForgotten,
  targetIgnored,
} from './contract/broken-floors.ts';
import { commit } from './contract/commit.ts';
import { type FloorOptions, type FloorPlayed, playFloor } from './contract/play-floor.ts';

const SEEDS = Number(process.env['SIMULATION_SEEDS'] ?? 30);
const FIRST = Number(process.env['SIMULATION_FIRST'] ?? 1);
/** Played twice to see that a seed decides everything. */
const REPEATED_EVERY = 25;

const total = { steps: 0, requests: 0, calls: 0, answers: 0, braked: 0, deaths: 0 };

describe(`line 7 of the contract holds in universes ${FIRST} to ${FIRST + SEEDS - 1}`, () => {
  after(() => {
    const { steps, requests, calls, answers, braked, deaths } = total;
    console.log(
      `${SEEDS} universes with agents: ${steps} steps, ${requests} requests, ${calls} calls of which ${braked} under the ` +
        `brake, ${answers} live answers, ${deaths} crashes`,
    );
    if (SEEDS >= 30) assert.ok(braked > 100, 'the brake was hardly ever on');
  });

  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    test(`universe ${seed} with agents`, async () => {
      const { figures, violations } = await playOrTell(seed);
      for (const figure of Object.keys(total) as (keyof typeof total)[]) total[figure] += figures[figure];
      const told = violations.map(({ line, sentence }) => `contract line ${line}: ${sentence}`);
      assert.deepEqual(told, [], `seed ${seed} at commit ${commit()}`);
    });
  }

  for (let seed = FIRST; seed < FIRST + SEEDS; seed += REPEATED_EVERY) {
    test(`universe ${seed} with agents happens in the same way twice`, async () => {
      const [once, again] = [await playOrTell(seed), await playOrTell(seed)];
      assert.equal(again.traceHash, once.traceHash, `seed ${seed} at commit ${commit()}`);
    });
  }
});

interface BrokenVariant {
  readonly what: string;
  readonly breakage: () => Breakage;
  readonly sentence: RegExp;
  readonly story?: Pick<FloorOptions, 'steps' | 'targetRate'>;
}

/** Long enough for an abandonment, a restart and enough answers before and after it. */
const LONG = { steps: 60, targetRate: 0.01 };

const VARIANTS: readonly BrokenVariant[] = [
  {
    what: 'a target of the abandonment rate that is ignored',
    breakage: targetIgnored,
    sentence: /calls in flight for \d+ free agents, although its abandonment rate/,
  },
  {
    what: 'a restart that forgets who was abandoned before',
    breakage: historyForgotten,
    story: LONG,
    sentence: /calls in flight for \d+ free agents, although its abandonment rate/,
  },
  { what: 'evidence that is lost', breakage: evidenceLost, sentence: /live answer of .* is not kept as evidence/ },
  {
    what: 'a person who is connected with an agent who is away',
    breakage: bridgedToSomebodyElse,
    sentence: /was bridged to agent .*, who is (?:offline|talking|afterContactWork)/,
  },
];

/** Not every universe has what a fault needs in order to show. */
const TRIES_MAX = 20;

describe('the witness of the telephones catches', () => {
  for (const { what, breakage, sentence, story = {} } of VARIANTS) {
    test(`${what}: contract line 7`, async (t) => {
      const found = await firstViolations(breakage, story);
      t.diagnostic(`seed ${found.seed}: ${found.violations[0]?.sentence}`);
      assert.deepEqual(new Set(found.violations.map(({ line }) => line)), new Set([7]));
      assert.ok(found.violations.some((violation) => sentence.test(violation.sentence)));
      assert.deepEqual((await playFloor(found.seed, story)).violations, [], 'and nothing where nothing is broken');
    });
  }
});

async function firstViolations(
  breakage: () => Breakage,
  story: FloorOptions,
): Promise<FloorPlayed & { readonly seed: number }> {
  for (let seed = 1; seed <= TRIES_MAX; seed += 1) {
    const played = await playFloor(seed, { ...story, ...breakage() });
    if (played.violations.length > 0) return { ...played, seed };
  }
  throw new assert.AssertionError({ message: `nothing was noticed in ${TRIES_MAX} universes` });
}

async function playOrTell(seed: number): Promise<FloorPlayed> {
  try {
    return await playFloor(seed);
  } catch (error) {
    throw new Error(`seed ${seed} at commit ${commit()}`, { cause: error });
  }
}
