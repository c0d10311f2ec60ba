/**
 * The service beside a small model of it, under every interleaving of calls, crashes and time that fast-check finds:
 * contract lines 1, 2, 3, 5 and 6. MODEL_RUNS=n tries more; a failure prints the seed and the shortest story it found.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Alteration, acknowledgedUnkept, committedAfterSubmit, replayedAnew } from './contract/broken-stores.ts';
import { begin, type Command, commands, conclude, type Real } from './model/commands.ts';
import { digitsOf, type Model } from './model/reference.ts';
import { createCarriers, type Fate, type Seen } from './universe/carriers.ts';
import { createTime } from './universe/time.ts';
import { openUniverse } from './universe/universe.ts';

const RUNS = Number(process.env['MODEL_RUNS'] ?? 300);
const START = Date.parse('2026-03-02T15:00:00Z');

test(`the service does what its model does, in ${RUNS} random stories`, async (t) => {
  const total = { campaigns: 0, requests: 0, contacts: 0, crashes: 0 };
  const property = fc.asyncProperty(commands, async (story) => {
    const { model, real } = await live(story);
    total.campaigns += model.campaigns.length;
    total.requests += model.campaigns.reduce((sum, { requests }) => sum + requests.size, 0);
    total.contacts += real.seen.length;
    total.crashes += real.universe.deaths();
  });
  await fc.assert(property, { numRuns: RUNS });
  t.diagnostic(JSON.stringify(total));
});

const BROKEN = [
  {
    what: 'keeps less than it acknowledges',
    alteration: acknowledgedUnkept,
    noticed: /what was acknowledged is there/,
  },
  { what: 'commits after it submits', alteration: committedAfterSubmit, noticed: /no carrier has had a request twice/ },
  { what: 'makes a second request of a replay', alteration: replayedAnew, noticed: /InvalidInput|has two requests/ },
];

for (const { what, alteration, noticed } of BROKEN) {
  test(`a service that ${what} does something else`, async () => {
    const property = fc.asyncProperty(commands, async (story) => {
      await live(story, alteration());
    });
    const { failed, errorInstance } = await fc.check(property, { numRuns: RUNS, seed: 1, endOnFailure: true });
    assert.ok(failed);
    assert.match(String(errorInstance), noticed);
  });
}

/** Lives through a story, and compares at every step and at the end. */
async function live(story: Iterable<Command>, alter?: Alteration): Promise<{ model: Model; real: Real }> {
  const setup = await open(alter);
  const { model, real } = setup;
  try {
    await begin(model, real);
    await fc.asyncModelRun(() => setup, story);
    await conclude(model, real);
    assert.deepEqual(real.universe.errors, []);
    return setup;
  } finally {
    await real.universe.end();
  }
}

async function open(alter?: Alteration): Promise<{ model: Model; real: Real }> {
  const time = createTime(START);
  const seen: Seen[] = [];
  const tries = new Map<string, number>();
  const fateOf = (attempt: Seen): Fate => fateByDigits(attempt, tries);
  const watch = {
    handedOver: (attempt: Seen) => void seen.push(attempt),
    refused: () => undefined,
    told: () => undefined,
    endProcess: () => undefined,
  };
  const carriers = createCarriers(time, fateOf, watch);
  const universe = await openUniverse({ seed: 1, time, watchesClock: false, carriers, ...(alter && { alter }) });
  return { model: { campaigns: [], tokens: 0 }, real: { universe, time, seen } };
}

function fateByDigits({ to, requestId }: Seen, tries: Map<string, number>): Fate {
  const earlier = tries.get(requestId) ?? 0;
  tries.set(requestId, earlier + 1);
  const delivered = { state: 'Succeeded', reason: 'DELIVERED' } as const;
  const taken: Fate = { take: 'taken', answerAfterMs: 20, news: [{ afterMs: 500, disposition: delivered }] };
  const throttled: Fate = { take: 'throttled', answerAfterMs: 20, news: [] };
  switch (digitsOf(to)) {
    case '00':
      return taken;
    case '01':
      return { take: 'refused', answerAfterMs: 20, news: [] };
    case '02':
      return { ...taken, news: [] };
    case '03':
      return { take: 'silent', answerAfterMs: 20, news: [] };
    case '04':
      return earlier < 2 ? throttled : taken;
    case '05':
      return throttled;
  }
}
