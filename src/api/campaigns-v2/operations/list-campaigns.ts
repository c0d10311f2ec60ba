/** ListCampaigns: the caller's campaigns, by id, in pages. */

import type { Campaign, CampaignId } from '../../../domain/campaign.ts';
import { campaignArn } from '../../../domain/campaign-arn.ts';
import { CHANNEL_MEMBERS, CHANNEL_SUBTYPES } from '../../../domain/channel-subtype.ts';
import { ownerOf } from '../../owner.ts';
import type { OperationDeps } from '../operation-deps.ts';
import type { Operations, Output } from '../shapes/service.ts';

type Summary = NonNullable<Output<'ListCampaigns'>['campaignSummaryList']>[number];

/** The most that maxResults can ask for; AWS does not say what it takes without. */
const PAGE = 50;

/** Those of one instance when a filter says so; an unknown instance has none. */
export function listCampaigns({ store, pagination }: OperationDeps): Operations['ListCampaigns'] {
  return async (context, { maxResults = PAGE, nextToken, filters }) => {
    const owner = ownerOf(context);
    const connectInstanceId = filters?.instanceIdFilter?.value;
    const scope = ['ListCampaigns', owner.account, owner.region, connectInstanceId ?? ''];
    const after = nextToken === undefined ? undefined : pagination.cursorOf(scope, nextToken);
    const found = await store.campaigns.list({
      owner,
      ...(connectInstanceId !== undefined && { connectInstanceId }),
      // A cursor is the id of a campaign that was listed: pagination takes no text that it has not given out.
      ...(after !== undefined && { after: after as CampaignId }),
      limit: maxResults + 1,
    });
    const page = found.slice(0, maxResults);
    const last = page.at(-1);
    const hasMore = found.length > maxResults && last !== undefined;
    return {
      campaignSummaryList: page.map(summary),
      ...(hasMore && { nextToken: pagination.tokenFor(scope, last.id) }),
    };
  };
}

function summary(campaign: Campaign): Summary {
  const { id, name, connectInstanceId, definition, lastModifiedAt: lastModifiedTime = campaign.createdAt } = campaign;
  const { type, schedule, entryLimitsConfig, connectCampaignFlowArn, channelSubtypeConfig } = definition;
  return {
    id,
    arn: campaignArn(campaign, id),
    name,
    connectInstanceId,
    channelSubtypes: CHANNEL_SUBTYPES.filter(
      (subtype) => channelSubtypeConfig?.[CHANNEL_MEMBERS[subtype]] !== undefined,
    ),
    type,
    schedule,
    entryLimitsConfig,
    connectCampaignFlowArn,
    lastModifiedTime,
  };
}
