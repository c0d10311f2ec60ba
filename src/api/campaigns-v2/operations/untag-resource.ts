/** UntagResource: takes tags off a campaign. */
import type { OperationDeps } from '../operation-deps.ts';
import { changeCampaign } from '../own-campaign.ts';
import { campaignIdOfArn } from '../own-resource.ts';
import type { Operations } from '../shapes/service.ts';

/** A tag that the campaign does not have is no error. */
export function untagResource(deps: OperationDeps): Operations['UntagResource'] {
  return async (context, { arn, tagKeys }) => {
    await changeCampaign(deps, context, campaignIdOfArn(context, arn), (campaign) => {
      const kept = Object.entries(campaign.tags).filter(([key]) => !tagKeys.includes(key));
      return { ...campaign, tags: Object.fromEntries(kept) };
    });
  };
}
