/** UpdateCampaignName: in any state. */
import type { OperationDeps } from '../operation-deps.ts';
import { changeCampaign } from '../own-campaign.ts';
import type { Operations } from '../shapes/service.ts';

/** A name that is taken within owner and instance is a Conflict. */
export function updateCampaignName(deps: OperationDeps): Operations['UpdateCampaignName'] {
  return async (context, { id, name }) => {
    await changeCampaign(deps, context, id, (campaign) => ({ ...campaign, name }));
  };
}
