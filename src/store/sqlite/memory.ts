/**
 * What the writer knows without asking the database. It changes only after a commit, so it never tells of something that
 * is not durable: during a transaction the changes wait in Transaction.
 */
import type { Campaign, CampaignId } from '../../domain/campaign.ts';
import type { CampaignState } from '../../domain/campaign-states.ts';
import { REQUEST_STATES } from '../../domain/request-states.ts';
import type { Instant } from '../../lib/clock.ts';
import type { IdIndex } from './id-index.ts';
import { createRecipientMemory, type RecipientMemory } from './recipient-memory.ts';
import { createTimingWheel, type TimingWheel } from './timing-wheel.ts';

/** What accept and claim must know of a campaign. */
export interface CampaignEntry {
  readonly number: number;
  readonly id: CampaignId;
  readonly state: CampaignState;
  readonly revision: number;
  readonly isDeleted: boolean;
  readonly connectInstanceId: string;
  /** The Connect instance within its account and region. */
  readonly instanceName: string;
  /** What it sends counts towards the limits of the instance. */
  readonly sharesLimits: boolean;
}

export interface Memory {
  index: IdIndex;
  readonly campaigns: Map<CampaignId, CampaignEntry>;
  readonly campaignsByNumber: Map<number, CampaignEntry>;
  /** Requests by state code, for each campaign number. */
  readonly counters: Map<number, Float64Array>;
  nextKey: number;
  nextSequence: number;
  /** Expirations by the minute, for every request from its acceptance on. */
  expiryMinutes: TimingWheel;
  /** Expirations by the millisecond, for requests whose minute has begun and those that came back. */
  readonly expiryInstants: TimingWheel;
  /** Every expiration up to here was carried out. */
  expiredThrough: Instant;
  /** Where the next purge goes on. */
  purgeCursor: number;
  readonly recipients: RecipientMemory;
}

export const MINUTE_MS = 60_000;

/** The memory of an empty store. */
export function createMemory(index: IdIndex): Memory {
  return {
    index,
    campaigns: new Map(),
    campaignsByNumber: new Map(),
    counters: new Map(),
    nextKey: 1,
    nextSequence: 1,
    expiryMinutes: createTimingWheel(MINUTE_MS),
    expiryInstants: createTimingWheel(1),
    expiredThrough: 0,
    purgeCursor: 0,
    recipients: createRecipientMemory(),
  };
}

export function campaignEntry(number: number, campaign: Campaign): CampaignEntry {
  return {
    number,
    id: campaign.id,
    state: campaign.state,
    revision: campaign.revision,
    isDeleted: campaign.deletedAt !== undefined,
    connectInstanceId: campaign.connectInstanceId,
    instanceName: `${campaign.account}/${campaign.region}/${campaign.connectInstanceId}`,
    sharesLimits: campaign.definition.communicationLimitsOverride?.instanceLimitsHandling !== 'OPT_OUT',
  };
}

export function rememberCampaign(memory: Memory, entry: CampaignEntry): void {
  memory.campaigns.set(entry.id, entry);
  memory.campaignsByNumber.set(entry.number, entry);
}

/** The counters of a campaign, zeros when it is new. */
export function countersOf(memory: Memory, campaign: number): Float64Array {
  return memory.counters.get(campaign) ?? new Float64Array(REQUEST_STATES.length);
}
