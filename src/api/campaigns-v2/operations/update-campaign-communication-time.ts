/** UpdateCampaignCommunicationTime: replaces the communication time of a campaign that was not started yet. */
import { changeDefinition } from '../change-definition.ts';
import type { OperationDeps } from '../operation-deps.ts';
import type { Operations } from '../shapes/service.ts';

/** The whole configuration: a channel that is not named has no windows afterwards. */
export function updateCampaignCommunicationTime(deps: OperationDeps): Operations['UpdateCampaignCommunicationTime'] {
  return (context, { id, communicationTimeConfig }) =>
    changeDefinition(deps, context, id, (definition) => ({ ...definition, communicationTimeConfig }));
}
