/** The campaign that an admin names, whoever owns it, deleted or not. */
import type { Campaign, CampaignId } from '../domain/campaign.ts';
import type { AdminDeps } from './admin-deps.ts';
import { notFound } from './shapes/errors.ts';

/** The campaign, or the 404. */
export async function knownCampaign({ store }: Pick<AdminDeps, 'store'>, reference: string): Promise<Campaign> {
  // The store answers undefined for what is no id of a campaign.
  const campaign = await store.campaigns.get(reference.toLowerCase() as CampaignId);
  if (campaign === undefined) throw notFound('campaign');
  return campaign;
}
