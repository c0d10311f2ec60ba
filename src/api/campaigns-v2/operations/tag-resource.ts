/** TagResource: adds tags to a campaign and replaces those that it has already. */
import type { OperationDeps } from '../operation-deps.ts';
import { changeCampaign } from '../own-campaign.ts';
import { campaignIdOfArn } from '../own-resource.ts';
import type { Operations } from '../shapes/service.ts';
import { requireFewTags } from '../tag-limit.ts';

/** In any state of the campaign. */
export function tagResource(deps: OperationDeps): Operations['TagResource'] {
  return async (context, { arn, tags }) => {
    await changeCampaign(deps, context, campaignIdOfArn(context, arn), (campaign) => {
      const merged = { ...campaign.tags, ...tags };
      requireFewTags(merged);
      return { ...campaign, tags: merged };
    });
  };
}
