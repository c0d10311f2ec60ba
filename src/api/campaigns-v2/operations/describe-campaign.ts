/** DescribeCampaign: the campaign as it stands, in any state. */
import { campaignArn } from '../../../domain/campaign-arn.ts';
import type { OperationDeps } from '../operation-deps.ts';
import { ownCampaign } from '../own-campaign.ts';
import type { Operations } from '../shapes/service.ts';

/** The definition comes back in the members in which it was given. */
export function describeCampaign(deps: OperationDeps): Operations['DescribeCampaign'] {
  return async (context, input) => {
    const campaign = await ownCampaign(deps, context, input.id);
    const {
      id,
      name,
      connectInstanceId,
      definition,
      tags,
      lastModifiedAt: lastModifiedTime = campaign.createdAt,
    } = campaign;
    const arn = campaignArn(campaign, id);
    return { campaign: { id, arn, name, connectInstanceId, lastModifiedTime, ...definition, tags } };
  };
}
