/** Plays a universe from a seed: whatever callers, carriers, clocks and crashes do, the witness must have nothing to say. */
import { hash } from 'node:crypto';
import type { CampaignId } from '../../../src/domain/campaign.ts';
import { FAILPOINTS } from '../../../src/store/sqlite/options.ts';
import type { Store } from '../../../src/store/store.ts';
import { createCarriers } from '../universe/carriers.ts';
import { createTime, type Time } from '../universe/time.ts';
import { openUniverse, type Universe } from '../universe/universe.ts';
import { type Callers, createCallers } from './callers.ts';
import { type Chance, createChance, someFate, someStart } from './chance.ts';
import { createWitness, type Shown, type Violation, type Witness } from './witness.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = 30;
/** Every so manyth universe has a service that compares its clock with elapsed time, which ticks and is slower to play. */
const CLOCK_WATCHED_EVERY = 4;

export interface PlayOptions {
  readonly alter?: (store: Store) => Store;
}

export interface Played {
  readonly violations: readonly Violation[];
  /** Of everything that callers and carriers saw, and of how every request ended. */
  readonly traceHash: string;
  readonly figures: { readonly requests: number; readonly contacts: number; readonly deaths: number };
  readonly ends: Readonly<Record<string, number>>;
}

export interface Scene {
  readonly time: Time;
  readonly chance: Chance;
  readonly universe: Universe;
  readonly callers: Callers;
  readonly witness: Witness;
  readonly watchesClock: boolean;
}

/** Plays the universe of a seed to its end, or to the first violation. */
export async function play(seed: number, options: PlayOptions = {}): Promise<Played> {
  const chance = createChance(seed);
  const fates = createChance(seed + 1_000_003);
  const time = createTime(someStart(chance));
  const trace: string[] = [];
  const note = (what: string): void => void trace.push(`${time.now()} ${what}`);
  const witness = createWitness(time.now, () => universe.endProcess());
  const watch = {
    ...witness,
    handedOver(seen: Parameters<typeof witness.handedOver>[0]) {
      note(`carrier ${seen.channelSubtype} ${seen.requestId}`);
      witness.handedOver(seen);
    },
  };
  const watchesClock = seed % CLOCK_WATCHED_EVERY === 0;
  const carriers = createCarriers(time, (seen) => someFate(fates, seen), watch);
  const universe = await openUniverse({ seed, time, carriers, watchesClock, ...options });
  try {
    const callers = createCallers({ universe, witness, chance, now: time.now, note });
    const scene = { time, chance, universe, callers, witness, watchesClock };
    for (let count = 0; count < 3; count += 1) await callers.createCampaign();
    for (let step = 0; step < STEPS && witness.violations.length === 0; step += 1) {
      await playStep(scene);
      await look(scene);
    }
    if (witness.violations.length === 0) await playEnd(scene);
    const ends = await look(scene);
    if (witness.violations.length === 0) witness.finished(watchesClock);
    for (const [id, end] of ends) note(`${id} ${end}`);
    if (universe.errors.length > 0) throw new Error(`the service logged errors:\n${universe.errors.join('\n')}`);
    return {
      violations: witness.violations,
      traceHash: hash('sha256', trace.join('\n')),
      figures: { requests: ends.size, contacts: witness.contacts.length, deaths: universe.deaths() },
      ends: countOf(ends.values()),
    };
  } finally {
    await universe.end();
  }
}

/** Some things happen at moments of a stretch of time. */
async function playStep(scene: Scene): Promise<void> {
  const { time, chance, watchesClock } = scene;
  const stretch = someStretch(chance, watchesClock);
  const under: Promise<void>[] = [];
  for (let count = 1 + chance.pick(4); count > 0; count -= 1) {
    const at = time.elapsed.now() + (chance.happens(40) ? 0 : chance.pick(stretch));
    time.elapsed.at(at, () => {
      const done = playAction(scene);
      under.push(done);
      return done;
    });
  }
  await time.elapsed.advanceTo(time.elapsed.now() + stretch);
  await Promise.all(under);
}

function someStretch(chance: Chance, watchesClock: boolean): number {
  if (watchesClock) return chance.pick(chance.happens(50) ? 2 * SECOND : 40 * SECOND);
  return chance.pick(chance.one([50, SECOND, MINUTE, HOUR, 12 * HOUR]));
}

async function playAction({ chance, callers, universe, time, watchesClock, witness }: Scene): Promise<void> {
  const what = chance.pick(100);
  if (what < 45) await callers.put();
  else if (what < 65) await callers.change();
  else if (what < 70) await callers.suppress();
  else if (what < 75) await callers.limitInstance();
  else if (what < 79) await callers.pressButton(true);
  else if (what < 85) await callers.pressButton(false);
  else if (what < 88) await callers.createCampaign();
  else if (what < 91) await universe.crash();
  else if (what < 95) universe.crashAt(chance.one(FAILPOINTS), 1 + chance.pick(6));
  else if (watchesClock) {
    witness.clockSet();
    time.jump(someJump(chance));
    witness.clockSet();
  } else await callers.put();
}

export function someJump(chance: Chance): number {
  return (chance.pick(2 * HOUR) + (chance.happens(50) ? 0 : chance.pick(DAY))) * (chance.happens(70) ? 1 : -1);
}

/** Everything is set going again and left alone until nothing can be waiting any more. */
async function playEnd({ time, callers, watchesClock }: Scene): Promise<void> {
  await callers.pressButton(false);
  await callers.resumeAll();
  if (!watchesClock) {
    await time.elapsed.advanceTo(time.elapsed.now() + 12 * DAY);
    return;
  }
  for (let day = 0; day < 24; day += 1) {
    time.jump(12 * HOUR);
    await time.elapsed.advanceTo(time.elapsed.now() + 5 * SECOND);
  }
  await time.elapsed.advanceTo(time.elapsed.now() + 2 * MINUTE);
}

/** Shows the witness what the service shows; answers how every request stands. */
export async function look({ universe, callers, witness }: Scene): Promise<Map<string, string>> {
  const { requests } = await universe.store();
  const stand = new Map<string, string>();
  for (const id of callers.campaigns) {
    // What CreateCampaign has answered is the id of a campaign.
    const campaignId = id as CampaignId;
    const page = await requests.requests({ campaignId, limit: 1_000 });
    const shown = page.requests.map(
      ({ id, clientToken, state, reason, attempts }): Shown => ({
        ...{ id, token: clientToken, state },
        ...(reason !== undefined && { reason }),
        withdrawals: attempts.filter(({ phase }) => phase === 'withdrawn').length,
      }),
    );
    const counters = { ...(await requests.counters(campaignId)) };
    witness.shown(campaignId, shown, counters);
    for (const { id, state, reason } of shown) stand.set(id, `${state} ${reason ?? ''}`.trimEnd());
  }
  return stand;
}

function countOf(items: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[item] = (counts[item] ?? 0) + 1;
  return counts;
}
