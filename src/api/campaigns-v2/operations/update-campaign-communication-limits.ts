/** UpdateCampaignCommunicationLimits: replaces the limits of a campaign that was not started yet. */
import { changeDefinition } from '../change-definition.ts';
import type { OperationDeps } from '../operation-deps.ts';
import type { Operations } from '../shapes/service.ts';

/** Despite its name the override comes on top of the limits of the instance, unless it opts out of them. */
export function updateCampaignCommunicationLimits(
  deps: OperationDeps,
): Operations['UpdateCampaignCommunicationLimits'] {
  return (context, { id, communicationLimitsOverride }) =>
    changeDefinition(deps, context, id, (definition) => ({ ...definition, communicationLimitsOverride }));
}
