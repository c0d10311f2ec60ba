/** DeleteCampaignCommunicationLimits: the campaign's own limits, before the start. */
import { changeDefinition } from '../change-definition.ts';
import type { OperationDeps } from '../operation-deps.ts';
import type { Operations } from '../shapes/service.ts';

/** `config` has one value, so there is nothing to choose; how the instance's limits are handled stays as it is. */
export function deleteCampaignCommunicationLimits(
  deps: OperationDeps,
): Operations['DeleteCampaignCommunicationLimits'] {
  return (context, { id }) =>
    changeDefinition(deps, context, id, ({ communicationLimitsOverride, ...definition }) => {
      const { allChannelSubtypes: _deleted, ...kept } = communicationLimitsOverride ?? {};
      return kept.instanceLimitsHandling === undefined
        ? definition
        : { ...definition, communicationLimitsOverride: kept };
    });
}
