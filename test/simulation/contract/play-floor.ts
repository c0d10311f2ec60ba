/** Plays a universe with agents from a seed: campaigns that call for them in every mode, while everything goes wrong. */
import { hash } from 'node:crypto';
import type { Loopback } from '../../../src/channels/loopback/open.ts';
import { FAILPOINTS } from '../../../src/store/sqlite/options.ts';
import type { Store } from '../../../src/store/store.ts';
import { type Carriers, createCarriers } from '../universe/carriers.ts';
import { createTime } from '../universe/time.ts';
import { openUniverse } from '../universe/universe.ts';
import { createCallers } from './callers.ts';
import { createChance, someCallee, someFate, someFloor, someStart } from './chance.ts';
import { createLineSeven, type EvidenceShown, type FloorWishes, type LineSeven } from './line-seven.ts';
import { look, type Scene, someJump } from './play.ts';
import { createStaff, type Staff } from './staff.ts';
import { createWitness, type Violation } from './witness.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const STEPS = 24;
/** Every so manyth universe has a service that compares its clock with elapsed time. */
const CLOCK_WATCHED_EVERY = 4;
const QUEUES = ['sales', 'service'];

export interface FloorOptions {
  readonly alter?: (store: Store) => Store;
  /** Stands between the service and its carriers, to break it on purpose. */
  readonly alterCarriers?: (carriers: Loopback) => Loopback;
  /** How long the story is; 24 steps unless told. */
  readonly steps?: number;
  /** Of its campaigns, in place of what chance says. */
  readonly targetRate?: number;
}

export interface FloorPlayed {
  readonly violations: readonly Violation[];
  readonly traceHash: string;
  readonly figures: LineSeven['figures'] & {
    readonly requests: number;
    readonly deaths: number;
    readonly steps: number;
  };
}

interface FloorScene extends Scene {
  readonly line: LineSeven;
  readonly staff: Staff;
}

/** Plays the universe of a seed to its end, or to the first violation. */
export async function playFloor(seed: number, options: FloorOptions = {}): Promise<FloorPlayed> {
  const { alterCarriers = (carriers) => carriers, steps: stepsMax = STEPS, targetRate, ...more } = options;
  const chance = createChance(seed);
  const fates = createChance(seed + 1_000_003);
  const time = createTime(someStart(chance));
  const trace: string[] = [];
  const note = (what: string): void => void trace.push(`${time.now()} ${what}`);
  const witness = createWitness(time.now, () => universe.endProcess());
  const line = createLineSeven(time.now, time.elapsed.now, (sentence) => witness.violated(7, sentence));
  const staff = createStaff({ universe: () => universe, line, chance: fates, time, queues: QUEUES, note });
  const seen = new Map<string, Parameters<typeof witness.handedOver>[0]>();
  const carriers = createCarriers(
    time,
    (contact) => someFate(fates, contact),
    {
      ...witness,
      handedOver(contact) {
        note(`carrier ${contact.requestId}`);
        seen.set(contact.requestId, contact);
        witness.handedOver(contact);
      },
    },
    {
      calleeOf: () => someCallee(fates),
      watch: {
        ...line,
        recognised(call, isPerson) {
          note(`recognised ${call.requestId} ${isPerson}`);
          line.recognised(call, isPerson);
        },
        bridged(call, leg) {
          note(`bridged ${call.requestId} ${leg}`);
          line.bridged(call, leg);
          staff.bridged(call, leg);
        },
        ended(call, disposition) {
          note(`ended ${call.requestId} ${disposition.reason}`);
          const contact = seen.get(call.requestId);
          if (contact !== undefined) witness.told(contact, disposition);
          line.ended(call, disposition);
          staff.ended(call);
        },
      },
    },
  );
  const watched: Carriers = {
    connect(isDead) {
      line.processEnded();
      return alterCarriers(carriers.connect(isDead));
    },
  };
  const watchesClock = seed % CLOCK_WATCHED_EVERY === 0;
  const universe = await openUniverse({ seed, time, carriers: watched, watchesClock, ...more });
  let steps = 0;
  try {
    const callers = createCallers({ universe, witness, line, chance, now: time.now, note });
    const scene: FloorScene = { time, chance, universe, callers, witness, watchesClock, line, staff };
    await open(scene, targetRate === undefined ? {} : { targetRate });
    for (; steps < stepsMax && witness.violations.length === 0; steps += 1) {
      await playStep(scene);
      await lookAtAll(scene);
    }
    if (witness.violations.length === 0) await playEnd(scene);
    const ends = await lookAtAll(scene);
    if (witness.violations.length === 0) witness.finished(watchesClock);
    for (const [id, end] of ends) note(`${id} ${end}`);
    if (universe.errors.length > 0) throw new Error(`the service logged errors:\n${universe.errors.join('\n')}`);
    return {
      violations: witness.violations,
      traceHash: hash('sha256', trace.join('\n')),
      figures: { ...line.figures, requests: ends.size, deaths: universe.deaths(), steps },
    };
  } finally {
    await universe.end();
  }
}

/** A predictive campaign, and another one of any mode for the same agents or for others. */
async function open({ callers, staff, chance }: FloorScene, given: Partial<FloorWishes>): Promise<void> {
  await callers.createCampaign({ ...someFloor(chance, 'sales', 'predictive'), ...given });
  const mode = chance.one(['progressive', 'predictive', 'preview'] as const);
  const queue = mode === 'preview' ? 'service' : chance.one(QUEUES);
  await callers.createCampaign({ ...someFloor(chance, queue, mode), ...given });
  if (mode === 'preview') staff.lookAtPreviews(queue);
  for (let count = 0; count < 8; count += 1) await staff.move();
}

async function playStep(scene: FloorScene): Promise<void> {
  const { time, chance, watchesClock } = scene;
  const stretch = chance.pick(chance.one(watchesClock ? [SECOND, 30 * SECOND] : [SECOND, 30 * SECOND, 4 * MINUTE]));
  const under: Promise<void>[] = [];
  for (let count = 1 + chance.pick(5); count > 0; count -= 1) {
    time.elapsed.at(time.elapsed.now() + chance.pick(stretch + 1), () => {
      const done = playAction(scene);
      under.push(done);
      return done;
    });
  }
  await time.elapsed.advanceTo(time.elapsed.now() + stretch);
  await Promise.all(under);
}

async function playAction({ chance, callers, universe, time, witness, watchesClock, line, staff }: FloorScene) {
  const what = chance.pick(100);
  if (what < 38) await callers.put();
  else if (what < 70) await staff.move();
  else if (what < 78) await callers.change();
  else if (what < 84) await callers.resumeAll();
  else if (what < 86) await callers.pressButton(true);
  else if (what < 91) await callers.pressButton(false);
  else if (what < 93) await universe.crash();
  else if (what < 96) universe.crashAt(chance.one(FAILPOINTS), 1 + chance.pick(20));
  else if (watchesClock) {
    witness.clockSet();
    time.jump(someJump(chance));
    witness.clockSet();
    line.clockSet();
  } else await callers.put();
}

/** Everybody comes to work, and until all time has passed somebody always does. */
async function playEnd({ time, callers, staff, universe, watchesClock }: FloorScene): Promise<void> {
  universe.crashAt('after-begin', Number.POSITIVE_INFINITY);
  await callers.pressButton(false);
  await callers.resumeAll();
  await staff.fill();
  if (watchesClock) {
    await time.elapsed.advanceTo(time.elapsed.now() + 2 * MINUTE);
    for (let day = 0; day < 4; day += 1) {
      time.jump(12 * HOUR);
      await time.elapsed.advanceTo(time.elapsed.now() + 5 * SECOND);
    }
    await time.elapsed.advanceTo(time.elapsed.now() + 2 * MINUTE);
  } else await time.elapsed.advanceTo(time.elapsed.now() + 2 * HOUR);
}

async function lookAtAll(scene: FloorScene): Promise<Map<string, string>> {
  const { universe, callers, line } = scene;
  for (const id of callers.campaigns) {
    const answer = await universe.call('GET', `/admin/v1/campaigns/${id}/abandonment/evidence`);
    if (answer?.status !== 200) continue;
    const rows = String(answer.body)
      .split('\n')
      .filter((row) => row !== '');
    line.evidence(
      id,
      rows.map((row) => JSON.parse(row) as EvidenceShown),
    );
  }
  return look(scene);
}
