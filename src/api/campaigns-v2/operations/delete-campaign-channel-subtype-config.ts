/** DeleteCampaignChannelSubtypeConfig: before the start; the last channel too, but then the start fails. */
import { CHANNEL_MEMBERS } from '../../../domain/channel-subtype.ts';
import type { OperationDeps } from '../operation-deps.ts';
import { changeCampaign } from '../own-campaign.ts';
import { conflict } from '../shapes/errors.ts';
import type { Operations } from '../shapes/service.ts';

/** The model declares no InvalidCampaignStateException here, so that the wrong state is a Conflict. */
export function deleteCampaignChannelSubtypeConfig(
  deps: OperationDeps,
): Operations['DeleteCampaignChannelSubtypeConfig'] {
  return async (context, { id, channelSubtype }) => {
    await changeCampaign(deps, context, id, (campaign) => {
      if (campaign.state !== 'Initialized') {
        throw conflict(`A channel cannot be deleted while the campaign is in state ${campaign.state}`);
      }
      const { [CHANNEL_MEMBERS[channelSubtype]]: _deleted, ...channelSubtypeConfig } =
        campaign.definition.channelSubtypeConfig ?? {};
      return { ...campaign, definition: { ...campaign.definition, channelSubtypeConfig } };
    });
  };
}
