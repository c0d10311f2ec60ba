/** DeleteCampaignEntryLimits: before the start. */
import { changeDefinition } from '../change-definition.ts';
import type { OperationDeps } from '../operation-deps.ts';
import type { Operations } from '../shapes/service.ts';

/** To delete limits that are not there is no error. */
export function deleteCampaignEntryLimits(deps: OperationDeps): Operations['DeleteCampaignEntryLimits'] {
  return (context, { id }) =>
    changeDefinition(deps, context, id, ({ entryLimitsConfig: _deleted, ...definition }) => definition);
}
