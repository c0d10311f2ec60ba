import type { OperationOf } from '../../api/protocol/operation.ts';
import type { CampaignId } from '../../domain/campaign.ts';
import { CHANNEL_MEMBERS, CHANNEL_SUBTYPES } from '../../domain/channel-subtype.ts';
import type { AdminDeps } from '../admin-deps.ts';
import { DEFAULT_LIMIT } from '../shapes/scalars.ts';
import type { ADMIN_SERVICE } from '../shapes/service.ts';

/** Everybody's campaigns by id, with their counters. */
export function createListCampaigns({
  store,
}: Pick<AdminDeps, 'store'>): OperationOf<typeof ADMIN_SERVICE.operations.ListCampaigns> {
  return async (_context, { limit = DEFAULT_LIMIT, cursor }) => {
    // A cursor is the id of the last campaign of the page before; any other text is only a place in the order.
    const after = cursor as CampaignId | undefined;
    const campaigns = await store.campaigns.list({ limit, ...(after !== undefined && { after }) });
    const shown = campaigns.map(async (campaign) => ({
      ...campaign,
      channelSubtypes: CHANNEL_SUBTYPES.filter(
        (subtype) => campaign.definition.channelSubtypeConfig?.[CHANNEL_MEMBERS[subtype]] !== undefined,
      ),
      counters: await store.requests.counters(campaign.id),
    }));
    return {
      campaigns: await Promise.all(shown),
      cursor: campaigns.length < limit ? undefined : campaigns.at(-1)?.id,
    };
  };
}
