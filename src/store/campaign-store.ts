/** Campaigns: few, small and read all the time. A writer names the revision that it has seen; the later of two loses. */
import type { Campaign, CampaignId, Owner } from '../domain/campaign.ts';

export interface CampaignStore {
  /** Adds a campaign, unless its name is taken within owner and instance by one that is not deleted. */
  create(campaign: Campaign): Promise<{ kind: 'created' } | { kind: 'nameTaken'; existing: Campaign }>;
  /** The campaign of this owner, or undefined; a deleted one is not found. */
  find(owner: Owner, id: CampaignId): Promise<Campaign | undefined>;
  /** The campaign whoever owns it, deleted or not: for the engine and the admin API. */
  get(id: CampaignId): Promise<Campaign | undefined>;
  /** Campaigns that are not deleted, by id in rising order, after `after`. */
  list(query: CampaignQuery): Promise<Campaign[]>;
  /** How many campaigns of an instance are not deleted, and how many of those are Running or Paused. */
  count(owner: Owner, connectInstanceId: string): Promise<{ total: number; active: number }>;
  /**
   * Replaces a campaign by its next version (revision = expectedRevision + 1). A change of state takes effect for `accept`
   * and `claim` in the same commit. To delete, set deletedAt.
   */
  update(campaign: Campaign, expectedRevision: number): Promise<CampaignUpdate>;
}

export interface CampaignQuery {
  /** Everybody's when absent: for the engine and the admin API. */
  readonly owner?: Owner;
  readonly connectInstanceId?: string;
  readonly after?: CampaignId;
  readonly limit: number;
}

/** stale: somebody else has written since; read again and decide again. */
export type CampaignUpdate = { kind: 'updated' } | { kind: 'stale' } | { kind: 'nameTaken' };
