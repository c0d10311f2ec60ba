/** DeleteCampaign: a campaign that does not run; its name and its place in the quota are free again. */
import { DELETABLE_STATES } from '../../../domain/campaign-states.ts';
import { validationError } from '../../protocol/errors.ts';
import type { OperationDeps } from '../operation-deps.ts';
import { changeCampaign } from '../own-campaign.ts';
import type { Operations } from '../shapes/service.ts';

/** The model declares neither state nor conflict error here, so that a wrong state is a ValidationException; a second time, 404. */
export function deleteCampaign(deps: OperationDeps): Operations['DeleteCampaign'] {
  return async (context, { id }) => {
    await changeCampaign(deps, context, id, (campaign) => {
      if (!DELETABLE_STATES.includes(campaign.state)) {
        throw validationError(`The campaign cannot be deleted while it is in state ${campaign.state}`);
      }
      return { ...campaign, deletedAt: deps.clock.now() };
    });
  };
}
