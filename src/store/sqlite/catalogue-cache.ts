/**
 * Campaigns and Connect instances on the calling thread. Every write passes through the store that keeps this cache, and
 * reaches it before its caller is answered, so nobody reads an older version than the one he was told of.
 */
import type { Campaign, CampaignId, Owner } from '../../domain/campaign.ts';
import type { CampaignQuery } from '../campaign-store.ts';
import type { InstanceRecord } from '../instance-store.ts';
import type { Catalogue } from './engine.ts';

export interface CatalogueCache {
  campaign(id: CampaignId): Campaign | undefined;
  putCampaign(campaign: Campaign): void;
  list(query: CampaignQuery): Campaign[];
  count(owner: Owner, connectInstanceId: string): { total: number; active: number };
  instance(owner: Owner, connectInstanceId: string): InstanceRecord | undefined;
  putInstance(instance: InstanceRecord): void;
}

export function createCatalogueCache(catalogue: Catalogue): CatalogueCache {
  const campaigns = new Map<CampaignId, Campaign>(catalogue.campaigns.map((campaign) => [campaign.id, campaign]));
  const instances = new Map<string, InstanceRecord>();
  /** Ids in rising order, deleted ones left out; made anew after a campaign came or went. */
  let listed: CampaignId[] | undefined;

  function sortedIds(): CampaignId[] {
    listed ??= [...campaigns.values()]
      .filter((campaign) => campaign.deletedAt === undefined)
      .map((campaign) => campaign.id)
      .sort();
    return listed;
  }

  function putInstance(instance: InstanceRecord): void {
    const key = instanceKey(instance, instance.connectInstanceId);
    const known = instances.get(key);
    if (known === undefined || known.revision < instance.revision) instances.set(key, instance);
  }
  catalogue.instances.forEach(putInstance);

  return {
    campaign: (id) => campaigns.get(id),
    putCampaign(campaign) {
      const known = campaigns.get(campaign.id);
      if (known !== undefined && known.revision >= campaign.revision) return;
      if (known === undefined || campaign.deletedAt !== undefined) listed = undefined;
      campaigns.set(campaign.id, campaign);
    },
    list({ owner, connectInstanceId, after, limit }) {
      const found: Campaign[] = [];
      const ids = sortedIds();
      for (
        let at = after === undefined ? 0 : firstAfter(ids, after);
        at < ids.length && found.length < limit;
        at += 1
      ) {
        const campaign = campaigns.get(ids[at] ?? ('' as CampaignId));
        if (campaign === undefined) continue;
        if (owner !== undefined && !isOwnedBy(campaign, owner)) continue;
        if (connectInstanceId !== undefined && campaign.connectInstanceId !== connectInstanceId) continue;
        found.push(campaign);
      }
      return found;
    },
    count(owner, connectInstanceId) {
      let total = 0;
      let active = 0;
      for (const id of sortedIds()) {
        const campaign = campaigns.get(id);
        if (campaign === undefined || !isOwnedBy(campaign, owner)) continue;
        if (campaign.connectInstanceId !== connectInstanceId) continue;
        total += 1;
        if (campaign.state === 'Running' || campaign.state === 'Paused') active += 1;
      }
      return { total, active };
    },
    instance: (owner, connectInstanceId) => instances.get(instanceKey(owner, connectInstanceId)),
    putInstance,
  };
}

export function isOwnedBy(campaign: Campaign, owner: Owner): boolean {
  return campaign.account === owner.account && campaign.region === owner.region;
}

function instanceKey(owner: Owner, connectInstanceId: string): string {
  return `${owner.account}/${owner.region}/${connectInstanceId}`;
}

/** Where the first id after `after` stands in a sorted list. */
function firstAfter(ids: readonly CampaignId[], after: CampaignId): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ids[middle] ?? '') <= after) low = middle + 1;
    else high = middle;
  }
  return low;
}
