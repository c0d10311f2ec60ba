/** ResumeCampaign: Paused to Running. */
import type { OperationDeps } from '../operation-deps.ts';
import { moveCampaign } from '../own-campaign.ts';
import type { Operations } from '../shapes/service.ts';

/** Goes on where the pause left off. */
export function resumeCampaign(deps: OperationDeps): Operations['ResumeCampaign'] {
  return (context, { id }) => moveCampaign(deps, context, id, 'resume');
}
