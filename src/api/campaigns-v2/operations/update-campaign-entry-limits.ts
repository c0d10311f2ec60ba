/** UpdateCampaignEntryLimits: replaces the entry limits of a campaign that was not started yet. */
import { changeDefinition } from '../change-definition.ts';
import type { OperationDeps } from '../operation-deps.ts';
import type { Operations } from '../shapes/service.ts';

/** An external campaign keeps them without effect: its caller decides who enters. */
export function updateCampaignEntryLimits(deps: OperationDeps): Operations['UpdateCampaignEntryLimits'] {
  return (context, { id, entryLimitsConfig }) =>
    changeDefinition(deps, context, id, (definition) => ({ ...definition, entryLimitsConfig }));
}
