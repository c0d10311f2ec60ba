/** Campaigns and rows for the store's suite. */
import { createHash } from 'node:crypto';
import type { Campaign, CampaignId } from '../../src/domain/campaign.ts';
import { createRequestIdentifier, formatRequestId, type RequestId } from '../../src/domain/request-id.ts';
import type { AcceptBatch, AcceptRow, Claim, RequestKey } from '../../src/store/request-store.ts';
import type { Store } from '../../src/store/store.ts';

export const NOW = Date.parse('2026-03-02T10:00:00Z');
export const MINUTE = 60_000;
export const OWNER = { account: '111122223333', region: 'us-east-1' };
export const INSTANCE = '12345678-1234-4234-8234-123456789012';
export const LEASE = 'dispatch';

export const identify = createRequestIdentifier(new Uint8Array(32));

/** The nth campaign id. */
export function campaignId(number: number): CampaignId {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}` as CampaignId;
}

export function aCampaign(number = 1, changes: Partial<Campaign> = {}): Campaign {
  return {
    ...OWNER,
    id: campaignId(number),
    name: `campaign ${number}`,
    connectInstanceId: INSTANCE,
    state: 'Initialized',
    revision: 1,
    createdAt: NOW,
    definition: { type: 'MANAGED' },
    tags: {},
    ...changes,
  };
}

/** Creates a campaign and brings it to Running. */
export async function aRunningCampaign(store: Store, number = 1): Promise<Campaign> {
  const campaign = aCampaign(number);
  await store.campaigns.create(campaign);
  return changeCampaign(store, campaign, { state: 'Running', startedAt: NOW });
}

/** Writes the next version of a campaign. */
export async function changeCampaign(store: Store, campaign: Campaign, changes: Partial<Campaign>): Promise<Campaign> {
  const next = { ...campaign, ...changes, revision: campaign.revision + 1 };
  const result = await store.campaigns.update(next, campaign.revision);
  if (result.kind !== 'updated') throw new Error(`the campaign was not updated: ${result.kind}`);
  return next;
}

export function aRow(
  campaign: CampaignId,
  token: string,
  changes: Partial<AcceptRow> & { content?: string } = {},
): AcceptRow {
  const { content = 'hello', ...rest } = changes;
  return {
    id: identify(campaign, token),
    clientToken: token,
    contentHash: createHash('sha256').update(content).digest().subarray(0, 16),
    admissible: true,
    channelSubtype: 'SMS',
    dueAt: NOW,
    expiresAt: NOW + 60 * MINUTE,
    payload: Buffer.from(`{"content":"${content}"}`),
    ...rest,
  };
}

export function aBatch(
  campaign: CampaignId,
  rows: readonly AcceptRow[],
  changes: Partial<AcceptBatch> = {},
): AcceptBatch {
  return { campaignId: campaign, rows, bufferLimit: 1_000_000, now: NOW, ...changes };
}

export function requestId(campaign: CampaignId, token: string): RequestId {
  return formatRequestId(identify(campaign, token));
}

/** Accepts one row for each token. */
export async function acceptTokens(store: Store, campaign: CampaignId, ...tokens: string[]): Promise<void> {
  const result = await store.requests.accept(
    aBatch(
      campaign,
      tokens.map((token) => aRow(campaign, token)),
    ),
  );
  if (result.kind !== 'accepted' || result.rows.some((row) => row !== 'created')) {
    throw new Error(`the rows were not accepted: ${JSON.stringify(result)}`);
  }
}

/** Takes the lease, as dispatch does. */
export async function anEpoch(store: Store): Promise<number> {
  const result = await store.leases.acquire({ name: LEASE, holder: 'me', now: NOW, until: NOW + 60 * MINUTE });
  if (result.kind !== 'acquired') throw new Error('the lease is held');
  return result.epoch;
}

export function aClaim(campaign: CampaignId, epoch: number, keys: readonly RequestKey[], now = NOW): Claim {
  return { campaignId: campaign, lease: LEASE, epoch, keys, now };
}

/** Keys of what is due, in order. */
export async function dueKeys(store: Store, campaign: CampaignId, now = NOW): Promise<RequestKey[]> {
  const { requests } = await store.requests.peek({ campaignId: campaign, limit: 1_000, now });
  return requests.map((request) => request.key);
}

/** Claims everything that is due. */
export async function claimDue(store: Store, campaign: CampaignId, epoch: number, now = NOW): Promise<RequestKey[]> {
  const result = await store.requests.claim(aClaim(campaign, epoch, await dueKeys(store, campaign, now), now));
  return result.kind === 'claimed' ? [...result.keys] : [];
}
