/** UpdateCampaignChannelSubtypeConfig: in any state, but the start freezes some of it. */
import type { Campaign } from '../../../domain/campaign.ts';
import { frozenChannelChange } from '../../../domain/frozen-at-start.ts';
import { missingForChannels } from '../../../domain/start-requirements.ts';
import { validationError } from '../../protocol/errors.ts';
import { requireMeaning } from '../change-definition.ts';
import type { OperationDeps } from '../operation-deps.ts';
import { changeCampaign } from '../own-campaign.ts';
import { conflict } from '../shapes/errors.ts';
import type { Operations } from '../shapes/service.ts';

/** A channel that is named is replaced whole; the others stay. */
export function updateCampaignChannelSubtypeConfig(
  deps: OperationDeps,
): Operations['UpdateCampaignChannelSubtypeConfig'] {
  return async (context, { id, channelSubtypeConfig }) => {
    await changeCampaign(deps, context, id, (campaign) => {
      const merged = { ...campaign.definition.channelSubtypeConfig, ...channelSubtypeConfig };
      const next = { ...campaign, definition: { ...campaign.definition, channelSubtypeConfig: merged } };
      if (campaign.state !== 'Initialized') requireAllowedAfterStart(campaign, next);
      requireMeaning(next.definition);
      return next;
    });
  };
}

/** The model declares no InvalidCampaignStateException here, so that what is frozen is a Conflict. */
function requireAllowedAfterStart(campaign: Campaign, next: Campaign): void {
  const { type, channelSubtypeConfig } = next.definition;
  const frozen = frozenChannelChange(campaign.definition.channelSubtypeConfig, channelSubtypeConfig);
  if (frozen !== undefined) throw conflict(frozen);
  const missing = missingForChannels(type, channelSubtypeConfig);
  if (missing !== undefined) throw validationError(missing);
}
