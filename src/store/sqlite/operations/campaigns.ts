/** Writing campaigns and Connect instances. */
import type { Campaign } from '../../../domain/campaign.ts';
import { assert } from '../../../lib/assert.ts';
import type { CampaignUpdate } from '../../campaign-store.ts';
import type { InstanceRecord } from '../../instance-store.ts';
import { campaignEntry } from '../memory.ts';
import {
  insertCampaign,
  insertInstance,
  selectNamesake,
  updateCampaign as updateCampaignRow,
  updateInstance,
} from '../statements/campaign-statements.ts';
import { insertCounters } from '../statements/counter-statements.ts';
import { campaignIn, type Transaction } from '../transaction.ts';

export function createCampaign(
  transaction: Transaction,
  campaign: Campaign,
): { kind: 'created' } | { kind: 'nameTaken'; existing: Campaign } {
  const existing = selectNamesake(transaction.connection, campaign);
  if (existing !== undefined) return { kind: 'nameTaken', existing };
  const number = insertCampaign(transaction.connection, campaign);
  insertCounters(transaction.connection, number);
  transaction.campaigns.set(campaign.id, campaignEntry(number, campaign));
  return { kind: 'created' };
}

export function updateCampaign(
  transaction: Transaction,
  { campaign, expectedRevision }: { campaign: Campaign; expectedRevision: number },
): CampaignUpdate {
  assert(campaign.revision === expectedRevision + 1, 'a campaign skips a revision');
  const entry = campaignIn(transaction, campaign.id);
  if (entry === undefined || entry.revision !== expectedRevision) return { kind: 'stale' };
  if (campaign.deletedAt === undefined && selectNamesake(transaction.connection, campaign) !== undefined) {
    return { kind: 'nameTaken' };
  }
  if (updateCampaignRow(transaction.connection, entry.number, campaign, expectedRevision) === 0) {
    return { kind: 'stale' };
  }
  transaction.campaigns.set(campaign.id, campaignEntry(entry.number, campaign));
  return { kind: 'updated' };
}

export function putInstance(
  transaction: Transaction,
  { instance, expectedRevision }: { instance: InstanceRecord; expectedRevision: number },
): { kind: 'updated' } | { kind: 'stale' } {
  const written =
    expectedRevision === 0
      ? insertInstance(transaction.connection, instance)
      : updateInstance(transaction.connection, instance, expectedRevision);
  return { kind: written === 1 ? 'updated' : 'stale' };
}
