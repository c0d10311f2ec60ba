/** A whole delivery in one thread for the tests: the inline store in memory, a virtual clock, the loopback world. */
import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import type { MessageChannel } from '../../../src/channels/channel.ts';
import {
  LOOPBACK_DYING_CHANNELS,
  type Loopback,
  type LoopbackOptions,
  openLoopback,
} from '../../../src/channels/loopback/open.ts';
import { type Channels, createDispatcher, type Dispatcher } from '../../../src/dispatch/dispatcher.ts';
import { type DispatchOptions, VIRTUAL_CLOCK_OPTIONS } from '../../../src/dispatch/options.ts';
import type { DispatchReport } from '../../../src/dispatch/report.ts';
import type { Agents } from '../../../src/dispatch/with-agents/agents.ts';
import type { Campaign, CampaignDefinition, CampaignId, ChannelSubtypeConfig } from '../../../src/domain/campaign.ts';
import { type CampaignAction, campaignStateAfter } from '../../../src/domain/campaign-states.ts';
import {
  createRecipientZoneFinder,
  type RecipientZoneFinder,
} from '../../../src/domain/communication-time/recipient-zones.ts';
import { type ChannelSubtypeParameters, canonicalContent, channelOf } from '../../../src/domain/request-content.ts';
import { createRequestIdentifier, formatRequestId, type RequestId } from '../../../src/domain/request-id.ts';
import { createZones } from '../../../src/domain/zones/zone.ts';
import { readZoneData } from '../../../src/domain/zones/zone-data.ts';
import type { Clock } from '../../../src/lib/clock.ts';
import type { Monotonic } from '../../../src/lib/monotonic.ts';
import { createSeededRandom } from '../../../src/lib/random.ts';
import { createVirtualClock, type VirtualClock } from '../../../src/lib/virtual-clock.ts';
import type { RequestRecord, RequestStore } from '../../../src/store/request-store.ts';
import { openSqliteStore } from '../../../src/store/sqlite/open.ts';
import type { Store } from '../../../src/store/store.ts';

/** A Monday, 15:00 in London. */
export const START = Date.parse('2026-03-02T15:00:00Z');
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

export interface DispatchWorld {
  readonly clock: VirtualClock;
  readonly store: Store;
  readonly loopback: Loopback;
  readonly dispatcher: Dispatcher;
  readonly reports: DispatchReport[];
  campaign(change?: Partial<CampaignDefinition>, instance?: string): Promise<Campaign>;
  act(id: CampaignId, action: CampaignAction): Promise<void>;
  /** Accepts requests as PutOutboundRequestBatch would; answers their ids. */
  put(id: CampaignId, contents: readonly ChannelSubtypeParameters[], expiresInMs?: number): Promise<RequestId[]>;
  advance(ms: number): Promise<void>;
  request(id: RequestId): Promise<RequestRecord>;
  all(id: CampaignId): Promise<RequestRecord[]>;
  /** As kill -9 does it: nothing of this process happens any more. Its store lives on for the next one. */
  kill(): void;
}

export interface WorldOptions {
  readonly seed?: number;
  readonly dispatch?: Partial<DispatchOptions>;
  readonly loopback?: Partial<LoopbackOptions>;
  /** In place of the virtual clock, which then stands still. */
  readonly realClock?: { readonly clock: Clock; readonly monotonic: Monotonic };
  /** Who takes the calls of campaigns that need agents. */
  readonly agents?: Agents;
  /** In place of a clock of the world's own. */
  readonly clock?: VirtualClock;
  /** A new process on the store of an older one. */
  readonly after?: Pick<DispatchWorld, 'clock' | 'store'>;
  /** Stands between the dispatcher and the store. */
  readonly wrapRequests?: (requests: RequestStore) => RequestStore;
  /** Stands between the dispatcher and the channels. */
  readonly wrap?: (channels: Channels) => Channels;
}

let zoneFinder: RecipientZoneFinder | undefined;
export function findZones(): RecipientZoneFinder {
  zoneFinder ??= createRecipientZoneFinder(readZoneData(), createZones());
  return zoneFinder;
}

export const CHANNELS: ChannelSubtypeConfig = {
  telephony: {
    capacity: 1,
    outboundMode: { agentless: {} },
    defaultOutboundConfig: { connectContactFlowId: 'flow', connectSourcePhoneNumber: '+441632960000' },
  },
  sms: {
    outboundMode: { agentless: {} },
    defaultOutboundConfig: { connectSourcePhoneNumberArn: 'arn:number', wisdomTemplateArn: 'arn:template' },
  },
  email: {
    outboundMode: { agentless: {} },
    defaultOutboundConfig: { connectSourceEmailAddress: 'us@example.com', wisdomTemplateArn: 'arn:template' },
  },
  whatsApp: {
    outboundMode: { agentless: {} },
    defaultOutboundConfig: { connectSourcePhoneNumberArn: 'arn:number', wisdomTemplateArn: 'arn:template' },
  },
};

const identify = createRequestIdentifier(new Uint8Array(32));

/** A started world; `stop` it with dispatcher.stop() and store.close(). */
export async function startWorld(options: WorldOptions = {}): Promise<DispatchWorld> {
  const random = createSeededRandom(options.seed ?? 1);
  const clock = options.after?.clock ?? options.clock ?? createVirtualClock(START);
  const time: Clock = options.realClock?.clock ?? clock;
  const store =
    options.after?.store ??
    (await openSqliteStore({
      folder: ':memory:',
      host: 'inline',
      onFatal: (error) => {
        throw error;
      },
    }));
  let isDead = false;
  const mortal = mortalClock(time, () => isDead);
  const loopback = openLoopback({ clock: mortal, random, speed: 1, crash: () => undefined, ...options.loopback });
  const reports: DispatchReport[] = [];
  const dispatcher = createDispatcher(
    {
      store: { ...store, requests: options.wrapRequests?.(store.requests) ?? store.requests },
      channels: (options.wrap ?? ((channels) => channels))(loopback),
      findZones: findZones(),
      clock: mortal,
      ...(options.realClock && { monotonic: options.realClock.monotonic }),
      random,
      ...(options.agents && { agents: options.agents }),
      report: (report) => reports.push(report),
    },
    { ...VIRTUAL_CLOCK_OPTIONS, dyingChannels: LOOPBACK_DYING_CHANNELS, ...options.dispatch },
  );
  await dispatcher.start();
  let campaigns = 0;
  let tokens = 0;

  const world: DispatchWorld = {
    clock,
    store,
    loopback,
    dispatcher,
    reports,
    kill() {
      isDead = true;
    },
    async campaign(change = {}, instance = 'instance') {
      campaigns += 1;
      const campaign: Campaign = {
        account: '000000000000',
        region: 'us-east-1',
        id: `00000000-0000-4000-8000-${String(campaigns).padStart(12, '0')}` as CampaignId,
        name: `campaign ${campaigns}`,
        connectInstanceId: instance,
        state: 'Running',
        revision: 1,
        createdAt: time.now(),
        startedAt: time.now(),
        definition: { type: 'MANAGED', channelSubtypeConfig: CHANNELS, ...change },
        tags: {},
      };
      await store.campaigns.create(campaign);
      dispatcher.campaignChanged(campaign.id);
      return campaign;
    },
    async act(id, action) {
      const campaign = await store.campaigns.get(id);
      const state = campaign && campaignStateAfter(campaign.state, action);
      if (campaign === undefined || state === undefined) throw new Error(`cannot ${action}`);
      const { kind } = await store.campaigns.update(
        { ...campaign, state, revision: campaign.revision + 1 },
        campaign.revision,
      );
      if (kind !== 'updated') throw new Error(kind);
      dispatcher.campaignChanged(id);
    },
    async put(id, contents, expiresInMs = 200 * HOUR) {
      const now = time.now();
      const rows = contents.map((parameters) => {
        const content = canonicalContent(parameters);
        const payload = Buffer.from(JSON.stringify(content));
        const clientToken = `${options.seed ?? 1} ${tokens++}`;
        const channelSubtype = channelOf(content);
        return {
          id: identify(id, clientToken),
          clientToken,
          contentHash: hash('sha256', payload, 'buffer').subarray(0, 16),
          admissible: true,
          ...(channelSubtype !== undefined && { channelSubtype }),
          dueAt: now,
          expiresAt: now + expiresInMs,
          payload,
        };
      });
      const result = await store.requests.accept({ campaignId: id, rows, bufferLimit: 1_000_000, now });
      if (result.kind !== 'accepted') throw new Error(`not accepted: ${result.state}`);
      if (result.rows.some((row) => row !== 'created')) throw new Error(`not created: ${result.rows}`);
      dispatcher.wake(id);
      return rows.map((row) => formatRequestId(row.id));
    },
    async advance(ms) {
      await clock.advanceTo(clock.now() + ms);
    },
    async request(id) {
      const record = await store.requests.request(id);
      if (record === undefined) throw new Error('no such request');
      return record;
    },
    async all(id) {
      const records: RequestRecord[] = [];
      for (let cursor: number | undefined; ; ) {
        const page = await store.requests.requests({
          campaignId: id,
          ...(cursor !== undefined && { cursor }),
          limit: 1000,
        });
        records.push(...page.requests);
        cursor = page.cursor;
        if (cursor === undefined) return records;
      }
    },
  };
  return world;
}

/** A clock whose timers do not fire in a process that is dead. */
function mortalClock(clock: Clock, isDead: () => boolean): Clock {
  return {
    now: clock.now,
    track: clock.track,
    at: (at, run) => clock.at(at, () => (isDead() ? undefined : run())),
  };
}

export async function endWorld(world: DispatchWorld): Promise<void> {
  await world.dispatcher.stop();
  await world.store.close();
}

/** Runs in a world that ends with the run, however it ends; nothing in it may have failed inside. */
export async function inWorld(run: (world: DispatchWorld) => Promise<void>, options: WorldOptions = {}): Promise<void> {
  const world = await startWorld(options);
  try {
    await run(world);
    assert.deepEqual(
      world.reports.filter(({ kind }) => kind === 'failed'),
      [],
    );
  } finally {
    await endWorld(world);
  }
}

/** How many requests are in each state, for each reason. */
export function countBy(records: readonly RequestRecord[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state, reason } of records) {
    const name = reason === undefined ? state : `${state} ${reason}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** For `wrap`: the channels with an SMS carrier of the test's own, which may pass on to the world's. */
export function withSms(carrier: (real: MessageChannel) => Partial<MessageChannel>): (channels: Channels) => Channels {
  return (channels) => {
    const real = channels.messages.SMS;
    const { capacity, onReceipt, submit } = real;
    return { ...channels, messages: { ...channels.messages, SMS: { capacity, onReceipt, submit, ...carrier(real) } } };
  };
}

export function call(number: string): ChannelSubtypeParameters {
  return { telephony: { destinationPhoneNumber: number, attributes: {} } };
}

export function sms(number: string): ChannelSubtypeParameters {
  return { sms: { destinationPhoneNumber: number, templateParameters: { name: 'A' } } };
}

export function whatsApp(number: string): ChannelSubtypeParameters {
  return { whatsApp: { destinationPhoneNumber: number, templateParameters: {} } };
}

export function email(address: string): ChannelSubtypeParameters {
  return { email: { destinationEmailAddress: address, templateParameters: {} } };
}

/** The content for a recipient known by a number, one maker for each channel; mail ends in several ways. */
export const CONTENTS: readonly ((index: number) => ChannelSubtypeParameters)[] = [
  (index) => call(numberOf(index)),
  (index) => sms(numberOf(index)),
  (index) => whatsApp(numberOf(index)),
  (index) => email(`${['bounce', 'reject', 'click', 'anna'][index % 4]}+${index}@example.com`),
];

function numberOf(index: number): string {
  return `+44163${String(index).padStart(7, '0')}`;
}

/** `count` numbers with the last two digits given. */
export function numbers(count: number, lastTwo = '10'): string[] {
  return Array.from({ length: count }, (_, index) => `+4416329${String(index).padStart(5, '0')}${lastTwo}`);
}
