/** UpdateCampaignSource: another source of the same kind, for a campaign that was not started yet. */
import { campaignKind } from '../../../domain/campaign.ts';
import { validationError } from '../../protocol/errors.ts';
import { requireMeaning } from '../change-definition.ts';
import type { OperationDeps } from '../operation-deps.ts';
import { changeCampaign, requireInitialized } from '../own-campaign.ts';
import type { Operations } from '../shapes/service.ts';

/** A source is neither added nor removed after the creation (API reference, CreateCampaign), nor of another kind. */
export function updateCampaignSource(deps: OperationDeps): Operations['UpdateCampaignSource'] {
  return async (context, { id, source }) => {
    await changeCampaign(deps, context, id, (campaign) => {
      const kind = campaignKind(campaign.definition);
      if (kind === 'external') throw validationError('A source cannot be added to a campaign that was created without');
      if (kind !== campaignKind({ source }))
        throw validationError('A source cannot be replaced by one of another kind');
      requireInitialized(campaign);
      const definition = { ...campaign.definition, source };
      requireMeaning(definition);
      return { ...campaign, definition };
    });
  };
}
