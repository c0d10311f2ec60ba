/** UpdateCampaignFlowAssociation: replaces the campaign flow of a campaign that was not started yet. */
import { changeDefinition } from '../change-definition.ts';
import type { OperationDeps } from '../operation-deps.ts';
import type { Operations } from '../shapes/service.ts';

/** Its own page names no state, but the flow freezes at the start (API reference, StartCampaign). */
export function updateCampaignFlowAssociation(deps: OperationDeps): Operations['UpdateCampaignFlowAssociation'] {
  return (context, { id, connectCampaignFlowArn }) =>
    changeDefinition(deps, context, id, (definition) => ({ ...definition, connectCampaignFlowArn }));
}
