/** Plays a universe from a seed whose campaigns are fed by profiles and by a segment, while everything goes wrong. */
import { FAILPOINTS } from '../../../src/store/sqlite/options.ts';
import type { Store } from '../../../src/store/store.ts';
import { createCarriers } from '../universe/carriers.ts';
import { createTime } from '../universe/time.ts';
import { openUniverse, type Universe } from '../universe/universe.ts';
import { type Chance, createChance, someFate, someStart } from './chance.ts';
import { createEntryWitness, type EntryShown, type EntryWishes, type EntryWitness } from './entry-witness.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const STEPS = 30;
const PEOPLE = 12;
const FLOW = 'arn:aws:connect:us-east-1:000000000000:instance/instance-one/contact-flow/flow';
const PROFILES = 'arn:aws:profile:us-east-1:000000000000:domains/people';
const TEMPLATE = 'arn:aws:wisdom:us-east-1:000000000000:message-template/22222222-2222-4222-8222-222222222222';
const NUMBER = 'arn:aws:connect:us-east-1:000000000000:phone-number/11111111-1111-4111-8111-111111111111';
const SMS = {
  outboundMode: { agentless: {} },
  defaultOutboundConfig: { connectSourcePhoneNumberArn: NUMBER, wisdomTemplateArn: TEMPLATE },
};

export interface EntriesPlayed {
  readonly violations: readonly string[];
  readonly figures: { readonly entries: number; readonly snapshots: number; readonly contacts: number; deaths: number };
}

interface Scene {
  readonly universe: Universe;
  readonly witness: EntryWitness;
  readonly chance: Chance;
  readonly now: () => number;
  readonly campaigns: { readonly id: string; readonly wishes: EntryWishes }[];
  tokens: number;
}

const profileId = (index: number): string => index.toString(16).padStart(32, '0');
const numberOf = (index: number): string => `+44207946${String(1_000 + index)}`;

/** Plays the universe of a seed to its end, or to the first violation. */
export async function playEntries(seed: number, alter?: (store: Store) => Store): Promise<EntriesPlayed> {
  const chance = createChance(seed);
  const fates = createChance(seed + 1_000_003);
  const time = createTime(someStart(chance));
  const witness = createEntryWitness(time.now);
  let contacts = 0;
  const watch = {
    handedOver() {
      contacts += 1;
    },
    refused: () => undefined,
    told: () => undefined,
    endProcess: () => universe.endProcess(),
  };
  const carriers = createCarriers(time, (seen) => someFate(fates, seen), watch);
  const universe = await openUniverse({ seed, time, carriers, watchesClock: false, ...(alter && { alter }) });
  try {
    const scene: Scene = { universe, witness, chance, now: time.now, campaigns: [], tokens: 0 };
    await importProfiles(scene);
    await changeSegment(scene);
    for (const kind of ['event', 'segment', 'segment'] as const) await createCampaign(scene, kind);
    for (let step = 0; step < STEPS && witness.violations.length === 0; step += 1) {
      const stretch = chance.pick(chance.one([SECOND, 10 * MINUTE, 3 * HOUR]));
      for (let count = 1 + chance.pick(3); count > 0; count -= 1)
        time.elapsed.at(time.elapsed.now() + chance.pick(stretch + 1), () => act(scene));
      await time.elapsed.advanceTo(time.elapsed.now() + stretch);
      await time.elapsed.settled();
      await look(scene);
    }
    await time.elapsed.advanceTo(time.elapsed.now() + 100 * HOUR);
    await look(scene);
    if (universe.errors.length > 0) throw new Error(`the service logged errors:\n${universe.errors.join('\n')}`);
    return { violations: witness.violations, figures: { ...witness.figures, contacts, deaths: universe.deaths() } };
  } finally {
    await universe.end();
  }
}

/** Again until there is an answer. */
async function insist({ universe }: Scene, method: string, path: string, body?: object | string) {
  for (let tries = 0; tries < 20; tries += 1) {
    const answer = await universe.call(method, path, body);
    if (answer !== undefined) return answer;
  }
  throw new Error(`no answer to ${method} ${path}`);
}

async function importProfiles(scene: Scene): Promise<void> {
  const lines = Array.from({ length: PEOPLE }, (_, index) =>
    JSON.stringify({ profileId: profileId(index), phone: numberOf(index) }),
  );
  await insist(scene, 'POST', '/admin/v1/profiles', lines.join('\n'));
}

async function changeSegment(scene: Scene): Promise<void> {
  const { chance, witness } = scene;
  const members = Array.from({ length: PEOPLE }, (_, index) => index).filter(() => chance.happens(60));
  witness.members(members.map(numberOf), false);
  const { status } = await insist(scene, 'PUT', '/admin/v1/segments/people', { profileIds: members.map(profileId) });
  if (status !== 200) throw new Error(`PutSegment answered ${status}`);
  witness.members(members.map(numberOf), true);
}

async function createCampaign(scene: Scene, kind: EntryWishes['kind']): Promise<void> {
  const { chance, now, witness, campaigns } = scene;
  const startTime = now() + (kind === 'event' ? 1 : chance.pick(3 * HOUR));
  const wishes: EntryWishes = {
    ...{ kind, startTime, endTime: startTime + 48 * HOUR, refreshMs: chance.one([1, 2, 6]) * HOUR },
    ...{ maxEntryCount: chance.one([0, 1, 3]), minEntryIntervalMs: chance.one([0, 30, 300]) * MINUTE },
  };
  const source =
    kind === 'event'
      ? { eventTrigger: { customerProfilesDomainArn: PROFILES } }
      : { customerProfilesSegmentArn: `${PROFILES}/segment-definitions/people` };
  const answer = await insist(scene, 'PUT', '/v2/campaigns', {
    ...{
      name: `campaign ${campaigns.length}`,
      connectInstanceId: 'instance-one',
      source,
      connectCampaignFlowArn: FLOW,
    },
    channelSubtypeConfig: { sms: SMS },
    schedule: {
      startTime: new Date(startTime).toISOString(),
      endTime: new Date(wishes.endTime).toISOString(),
      ...(kind === 'segment' && { refreshFrequency: `PT${wishes.refreshMs / HOUR}H` }),
    },
    entryLimitsConfig: {
      maxEntryCount: wishes.maxEntryCount,
      minEntryInterval: `PT${wishes.minEntryIntervalMs / MINUTE}M`,
    },
  });
  if (answer.status !== 200) throw new Error(`CreateCampaign answered ${JSON.stringify(answer)}`);
  const { id } = answer.body as { id: string };
  campaigns.push({ id, wishes });
  witness.campaign(id, wishes);
  await insist(scene, 'POST', `/v2/campaigns/${id}/start`);
  witness.running(id);
}

async function act(scene: Scene): Promise<void> {
  const { chance, universe } = scene;
  const what = chance.pick(100);
  if (what < 50) await put(scene);
  else if (what < 65) await changeSegment(scene);
  else if (what < 88) await change(scene);
  else if (what < 93) await universe.crash();
  else universe.crashAt(chance.one(FAILPOINTS), 1 + chance.pick(6));
}

/** People whom an event has moved, some of them more than once. */
async function put(scene: Scene): Promise<void> {
  const { chance, universe, now, campaigns } = scene;
  const [event] = campaigns;
  const profileOutboundRequests = Array.from({ length: 1 + chance.pick(8) }, () => ({
    clientToken: `token-${chance.happens(10) ? chance.pick(scene.tokens + 1) : ++scene.tokens}`,
    profileId: profileId(chance.pick(PEOPLE)),
    expirationTime: new Date(now() + 1 + chance.pick(20 * HOUR)).toISOString(),
  }));
  await universe.call('PUT', `/v2/campaigns/${event?.id}/profile-outbound-requests`, { profileOutboundRequests });
}

async function change(scene: Scene): Promise<void> {
  const { chance, witness, campaigns } = scene;
  const { id } = chance.one(campaigns);
  const action = chance.one(['pause', 'resume', 'resume']);
  if (action === 'pause') witness.interrupted(id);
  await insist(scene, 'POST', `/v2/campaigns/${id}/${action}`);
  const { body } = await insist(scene, 'GET', `/v2/campaigns/${id}/state`);
  if ((body as { state: string }).state === 'Running') witness.running(id);
}

async function look(scene: Scene): Promise<void> {
  for (const { id } of scene.campaigns) {
    const { body } = await insist(scene, 'GET', `/admin/v1/campaigns/${id}/requests?limit=1000&reveal=true`);
    scene.witness.shown(id, (body as { requests: readonly EntryShown[] }).requests);
  }
}
