/** ListTagsForResource. */
import type { OperationDeps } from '../operation-deps.ts';
import { ownCampaign } from '../own-campaign.ts';
import { campaignIdOfArn } from '../own-resource.ts';
import type { Operations } from '../shapes/service.ts';

/** All tags at once: there are fifty at most. */
export function listTagsForResource(deps: OperationDeps): Operations['ListTagsForResource'] {
  return async (context, { arn }) => ({
    tags: (await ownCampaign(deps, context, campaignIdOfArn(context, arn))).tags,
  });
}
