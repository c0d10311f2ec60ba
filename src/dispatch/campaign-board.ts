/** The campaigns that concern the dispatcher: a runner for each Running one, its schedule, and the lanes that they share. */
import type { Campaign, CampaignId } from '../domain/campaign.ts';
import type { ChannelSubtype } from '../domain/channel-subtype.ts';
import type { RecipientZoneFinder } from '../domain/communication-time/recipient-zones.ts';
import type { DispatchFacts } from '../domain/explain/facts.ts';
import type { Alarms } from '../lib/alarms.ts';
import { assert, defined } from '../lib/assert.ts';
import type { Clock, Instant } from '../lib/clock.ts';
import type { Random } from '../lib/random.ts';
import type { CampaignStore } from '../store/campaign-store.ts';
import type { RequestStore } from '../store/request-store.ts';
import type { Background } from './background.ts';
import { type CampaignRunner, createCampaignRunner } from './campaign-runner.ts';
import type { Canceller } from './canceller.ts';
import type { Carrier } from './carrier.ts';
import type { Gate } from './gate.ts';
import { createLane, type Lane } from './lane.ts';
import type { Launcher } from './launcher.ts';
import type { Lease } from './lease.ts';
import { type DispatchOptions, RETRY_MS } from './options.ts';
import type { RedButton } from './red-button.ts';
import { createScheduler } from './scheduler.ts';
import type { CallFloor } from './with-agents/call-floor.ts';

export interface CampaignBoard {
  /** Reads all campaigns. */
  load(): Promise<void>;
  /** Reads one campaign, for something has changed. */
  reload(campaignId: CampaignId): void;
  wake(campaignId: CampaignId): void;
  /** A request of the campaign is Buffered again, and due at the instant. */
  withdrawn(campaignId: CampaignId, dueAt: Instant): void;
  /** Everybody reads again from the beginning. */
  rewind(): void;
  pokeLanes(): void;
  halt(): void;
  /** Running campaigns. */
  size(): number;
  /** Undefined while the campaign is not dispatched here, or does not use the channel. */
  standing(campaignId: CampaignId, channelSubtype: ChannelSubtype): DispatchFacts | undefined;
}

export interface CampaignBoardDeps {
  readonly campaigns: CampaignStore;
  readonly requests: RequestStore;
  readonly clock: Clock;
  readonly alarms: Alarms;
  readonly background: Background;
  readonly gate: Gate;
  readonly random: Random;
  readonly launcher: Launcher;
  readonly canceller: Canceller;
  readonly lease: Lease;
  readonly redButton: Pick<RedButton, 'isStopped' | 'changed'>;
  readonly carriers: ReadonlyMap<ChannelSubtype, Carrier>;
  readonly findZones: RecipientZoneFinder;
  readonly floor: Pick<CallFloor, 'diallerOf' | 'callerNumber'>;
}

/** Campaigns read at once. */
const LIST_MAX = 500;

/** An empty board. */
export function createCampaignBoard(deps: CampaignBoardDeps, options: DispatchOptions): CampaignBoard {
  const { campaigns, requests, clock, alarms, background, canceller } = deps;
  const runners = new Map<CampaignId, CampaignRunner>();
  const lanes = new Map<string, Lane>();
  /** Campaigns that are being read, and whether they have changed meanwhile. */
  const reloading = new Map<CampaignId, 'read' | 'changed'>();
  let isHalted = false;
  const scheduler = createScheduler({ campaigns, clock, alarms, background, onCompleted: apply });
  const runnerDeps = {
    ...{
      requests,
      clock,
      alarms,
      background,
      random: deps.random,
      launcher: deps.launcher,
      findZones: deps.findZones,
      laneOf,
      diallerOf: deps.floor.diallerOf,
      callerNumber: deps.floor.callerNumber,
    },
    onDoubt: (campaign: Campaign) => reload(campaign.id),
    onLeaseLost: deps.lease.lost,
    onStopped: deps.redButton.changed,
  };

  function laneOf(campaign: Campaign, channelSubtype: ChannelSubtype): Lane {
    const { account, region, connectInstanceId } = campaign;
    const name = `${account}/${region}/${connectInstanceId}/${channelSubtype}`;
    const existing = lanes.get(name);
    if (existing !== undefined) return existing;
    const carrier = defined(deps.carriers.get(channelSubtype), 'the carrier of a channel');
    const lane = createLane(carrier, options.rates[channelSubtype], {
      clock,
      alarms,
      gate: deps.gate,
      isStopped: deps.redButton.isStopped,
    });
    lanes.set(name, lane);
    return lane;
  }

  /** Takes note of a campaign as it is in the store. */
  function apply(campaign: Campaign): void {
    if (isHalted) return;
    scheduler.mind(campaign);
    const isRunning = campaign.state === 'Running' && campaign.deletedAt === undefined;
    const runner = runners.get(campaign.id);
    if (isRunning && runner === undefined) {
      const created = createCampaignRunner(runnerDeps, campaign, options);
      runners.set(campaign.id, created);
      created.wake();
    } else if (isRunning) {
      runner?.update(campaign);
    } else {
      runner?.halt();
      runners.delete(campaign.id);
      canceller.cancelLeftovers(campaign);
    }
  }

  function reload(campaignId: CampaignId): void {
    if (isHalted) return;
    const isReading = reloading.has(campaignId);
    reloading.set(campaignId, isReading ? 'changed' : 'read');
    if (isReading) return;
    background.run(
      'read a campaign',
      () => readUntilUnchanged(campaignId),
      () => {
        clock.at(clock.now() + RETRY_MS, () => reload(campaignId));
      },
    );
  }

  async function readUntilUnchanged(campaignId: CampaignId): Promise<void> {
    try {
      do {
        reloading.set(campaignId, 'read');
        const campaign = await campaigns.get(campaignId);
        if (campaign !== undefined) apply(campaign);
      } while (reloading.get(campaignId) === 'changed');
    } finally {
      reloading.delete(campaignId);
    }
  }

  async function load(): Promise<void> {
    for (let after: CampaignId | undefined; ; ) {
      const page = await campaigns.list({ ...(after !== undefined && { after }), limit: LIST_MAX });
      for (const campaign of page) apply(campaign);
      const last = page.at(-1);
      if (last === undefined || page.length < LIST_MAX) return;
      assert(after === undefined || last.id > after, 'campaigns are listed by rising id');
      after = last.id;
    }
  }

  return {
    load,
    reload,
    wake(campaignId) {
      const runner = runners.get(campaignId);
      if (runner === undefined) reload(campaignId);
      else runner.wake();
    },
    withdrawn(campaignId, dueAt) {
      const runner = runners.get(campaignId);
      // Its campaign may have ended meanwhile; then this one is a leftover as well.
      if (runner === undefined) reload(campaignId);
      else runner.wakeAt(dueAt);
    },
    rewind() {
      for (const runner of runners.values()) runner.rewind();
    },
    pokeLanes() {
      for (const lane of lanes.values()) lane.poke();
    },
    halt() {
      isHalted = true;
      for (const runner of runners.values()) runner.halt();
    },
    size: () => runners.size,
    standing(campaignId, channelSubtype) {
      const runner = runners.get(campaignId);
      const lane = runner?.lane(channelSubtype);
      if (runner === undefined || lane === undefined) return undefined;
      const { carrier } = lane;
      const agents = channelSubtype === 'TELEPHONY' ? runner.agents() : undefined;
      return {
        closedBecause: deps.gate.reasons(),
        backlog: runner.atHand(channelSubtype),
        lane: lane.standing(),
        ...(agents !== undefined && { agents }),
        carrier: { room: runner.carrierRoom(channelSubtype), heldUntil: carrier.heldUntil() },
      };
    },
  };
}
