/** Moves a campaign that the engine itself completes or fails. */
import type { Campaign, CampaignId } from '../domain/campaign.ts';
import { type CampaignAction, campaignStateAfter } from '../domain/campaign-states.ts';
import type { Clock } from '../lib/clock.ts';
import type { CampaignStore } from '../store/campaign-store.ts';

/** Others write to a campaign seldom: who loses so often in a row is told. */
const STALE_TRIES_MAX = 5;

/** Whether the campaign has moved; false when the action does not start from its state (any more). */
export async function moveCampaign(
  campaigns: Pick<CampaignStore, 'get' | 'update'>,
  clock: Pick<Clock, 'now'>,
  campaignId: CampaignId,
  action: Extract<CampaignAction, 'complete' | 'fail'>,
): Promise<boolean> {
  for (let tries = 0; tries < STALE_TRIES_MAX; tries += 1) {
    const campaign = await campaigns.get(campaignId);
    const state = campaign && campaignStateAfter(campaign.state, action);
    if (campaign === undefined || state === undefined || campaign.deletedAt !== undefined) return false;
    const moved: Campaign = { ...campaign, state, revision: campaign.revision + 1, lastModifiedAt: clock.now() };
    if ((await campaigns.update(moved, campaign.revision)).kind === 'updated') return true;
  }
  throw new Error('a campaign was changed by others five times in a row');
}
