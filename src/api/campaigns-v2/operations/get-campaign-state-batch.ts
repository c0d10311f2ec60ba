/** GetCampaignStateBatch: the states of up to 25 campaigns; an unknown one fails alone. */
import type { OperationDeps } from '../operation-deps.ts';
import { findOwnCampaign } from '../own-campaign.ts';
import type { Operations, Output } from '../shapes/service.ts';

type Reply = Output<'GetCampaignStateBatch'>;

/** Both lists keep the order of the ids, and name them as the caller did. */
export function getCampaignStateBatch(deps: OperationDeps): Operations['GetCampaignStateBatch'] {
  return async (context, { campaignIds }) => {
    const campaigns = await Promise.all(campaignIds.map((id) => findOwnCampaign(deps, context, id)));
    const successfulRequests: NonNullable<Reply['successfulRequests']>[number][] = [];
    const failedRequests: NonNullable<Reply['failedRequests']>[number][] = [];
    for (const [index, campaignId] of campaignIds.entries()) {
      const campaign = campaigns[index];
      if (campaign === undefined) failedRequests.push({ campaignId, failureCode: 'ResourceNotFound' });
      else successfulRequests.push({ campaignId, state: campaign.state });
    }
    return { successfulRequests, failedRequests };
  };
}
