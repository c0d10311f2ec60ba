/** UpdateCampaignSchedule: replaces the schedule of a campaign that was not started yet. */
import { changeDefinition } from '../change-definition.ts';
import type { OperationDeps } from '../operation-deps.ts';
import type { Operations } from '../shapes/service.ts';

/** Whether the start time lies far enough ahead is asked at the start. */
export function updateCampaignSchedule(deps: OperationDeps): Operations['UpdateCampaignSchedule'] {
  return (context, { id, schedule }) =>
    changeDefinition(deps, context, id, (definition) => ({ ...definition, schedule }));
}
