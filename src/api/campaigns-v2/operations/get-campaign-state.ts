/** GetCampaignState. */
import type { OperationDeps } from '../operation-deps.ts';
import { ownCampaign } from '../own-campaign.ts';
import type { Operations } from '../shapes/service.ts';

/** A campaign that is scheduled for later counts as Running once it was started. */
export function getCampaignState(deps: OperationDeps): Operations['GetCampaignState'] {
  return async (context, { id }) => ({ state: (await ownCampaign(deps, context, id)).state });
}
