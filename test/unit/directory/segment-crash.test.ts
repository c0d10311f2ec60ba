/** A crash in the middle of a snapshot neither loses nor repeats anybody, wherever it strikes. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createSegmentCampaigns, type SegmentCampaigns } from '../../../src/directory/segment-campaigns.ts';
import { createRejectionLog } from '../../../src/domain/rejection-log.ts';
import { RELAXED_LIMITS } from '../../../src/domain/service-limits.ts';
import { createVirtualClock, type VirtualClock } from '../../../src/lib/virtual-clock.ts';
import type { RequestRecord } from '../../../src/store/request-store.ts';
import { openSqliteStore } from '../../../src/store/sqlite/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { aCampaign, campaignId, changeCampaign, identify, NOW, OWNER } from '../../conformance/fixtures.ts';

/** Two full pages and a rest. */
const PEOPLE = 1_100;
const HOUR = 3_600_000;
const CAMPAIGN = campaignId(1);
/** Nothing is written that is not one of these. */
const WRITES_OF_A_SNAPSHOT = 7;

const profileId = (number: number): string => number.toString(16).padStart(32, '0');

type WriteStore = Pick<Store, 'campaigns' | 'directory' | 'events' | 'requests'>;

/** The store as a process sees it that dies at its nth write: `before` it is done, or after that and before it is answered. */
function dyingStore(
  store: Store,
  nth: number,
  moment: 'before' | 'after',
): { store: WriteStore; death: Promise<void> } {
  let writes = 0;
  let die = (): void => undefined;
  const death = new Promise<void>((resolve) => {
    die = resolve;
  });
  function dying<Input extends readonly unknown[], Output>(write: (...input: Input) => Promise<Output>) {
    return async (...input: Input): Promise<Output> => {
      writes += 1;
      if (writes < nth) return write(...input);
      if (writes === nth && moment === 'after') await write(...input);
      die();
      return new Promise<Output>(() => undefined);
    };
  }
  return {
    store: {
      campaigns: { ...store.campaigns, update: dying(store.campaigns.update) },
      events: store.events,
      directory: { ...store.directory, noteSnapshot: dying(store.directory.noteSnapshot) },
      requests: { ...store.requests, accept: dying(store.requests.accept) },
    },
    death,
  };
}

function serviceOver(store: WriteStore, clock: VirtualClock, bufferLimit = PEOPLE): SegmentCampaigns {
  return createSegmentCampaigns({
    store,
    clock,
    identify,
    limits: { ...RELAXED_LIMITS, bufferedRequestsPerCampaign: bufferLimit },
    rejections: createRejectionLog(),
    onMoved: () => undefined,
    onAccepted: () => undefined,
    onError: (error) => assert.fail(String(error)),
  });
}

async function filledStore(folder: string): Promise<Store> {
  const store = await openStore(folder);
  const profiles = Array.from({ length: PEOPLE }, (_, number) => ({
    profileId: profileId(number),
    phones: [`+44207${94_000 + number}10`],
    emails: [],
    addresses: [],
    attributes: {},
  }));
  await store.directory.putProfiles(OWNER.account, profiles);
  const definition = { kind: 'filter', conditions: [] } as const;
  await store.directory.putSegment({ account: OWNER.account, name: 'people', changedAt: NOW, definition });
  const campaign = aCampaign(1, {
    definition: {
      type: 'MANAGED',
      source: { customerProfilesSegmentArn: 'segment-definitions/people' },
      schedule: { startTime: NOW, endTime: NOW + 100 * HOUR },
      channelSubtypeConfig: {
        sms: {
          outboundMode: { agentless: {} },
          defaultOutboundConfig: { connectSourcePhoneNumberArn: 'number', wisdomTemplateArn: 'template' },
        },
      },
    },
  });
  await store.campaigns.create(campaign);
  await changeCampaign(store, campaign, { state: 'Running', startedAt: NOW });
  return store;
}

const openStore = (folder: string): Promise<Store> =>
  openSqliteStore({ folder, host: 'inline', onFatal: (error) => assert.fail(error) });

async function allRequests(store: Store): Promise<RequestRecord[]> {
  const all: RequestRecord[] = [];
  for (let cursor: number | undefined; ; ) {
    const page = await store.requests.requests({
      campaignId: CAMPAIGN,
      limit: 1_000,
      ...(cursor !== undefined && { cursor }),
    });
    all.push(...page.requests);
    cursor = page.cursor;
    if (cursor === undefined) return all;
  }
}

/** The profiles in the order of their entries. */
async function entered(store: Store): Promise<string[]> {
  return (await allRequests(store)).map(({ clientToken }) => clientToken.slice(-32));
}

async function endAll(store: Store): Promise<void> {
  const reason = { state: 'Suppressed', reason: 'MISSING_CHANNEL', at: NOW } as const;
  await store.requests.exclude((await allRequests(store)).map(({ key }) => ({ key, ...reason })));
}

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'campanile-segment-'));
  try {
    await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const EVERYBODY = Array.from({ length: PEOPLE }, (_, number) => profileId(number));

for (const moment of ['before', 'after'] as const) {
  for (let nth = 1; nth <= WRITES_OF_A_SNAPSHOT; nth += 1) {
    test(`a process that dies ${moment} write ${nth} of a snapshot: the next one lets in everybody else, and nobody twice`, () =>
      inFolder(async (folder) => {
        const store = await filledStore(folder);
        const dying = dyingStore(store, nth, moment);
        await serviceOver(dying.store, createVirtualClock(NOW)).start();
        await dying.death;
        await store.close();
        const reopened = await openStore(folder);
        // Whoever is in has been dealt with by now, so that being inside keeps nobody from entering again.
        await endAll(reopened);
        const clock = createVirtualClock(NOW + HOUR);
        const next = serviceOver(reopened, clock);
        await next.start();
        await clock.advanceTo(NOW + HOUR);
        assert.deepEqual(await entered(reopened), EVERYBODY);
        await next.stop();
        await reopened.close();
      }));
  }
}

test('a snapshot makes so many writes as the tests above let die', () =>
  inFolder(async (folder) => {
    const store = await filledStore(folder);
    const dying = dyingStore(store, WRITES_OF_A_SNAPSHOT + 1, 'before');
    const clock = createVirtualClock(NOW);
    const service = serviceOver(dying.store, clock);
    await service.start();
    await clock.advanceTo(NOW + HOUR);
    assert.deepEqual((await store.directory.snapshot(CAMPAIGN))?.isDone, true);
    await service.stop();
    await store.close();
  }));

test('a full buffer lets the others wait, who enter when there is room again', () =>
  inFolder(async (folder) => {
    const store = await filledStore(folder);
    const clock = createVirtualClock(NOW);
    const service = serviceOver(store, clock, 700);
    await service.start();
    await clock.advanceTo(NOW + HOUR);
    assert.equal((await entered(store)).length, 700);
    await endAll(store);
    await clock.advanceTo(NOW + 2 * HOUR);
    assert.deepEqual(await entered(store), EVERYBODY);
    await service.stop();
    await store.close();
  }));
