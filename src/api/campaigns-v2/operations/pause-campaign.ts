/** PauseCampaign: Running to Paused. What is buffered stays so; its expiration time goes on. */
import type { OperationDeps } from '../operation-deps.ts';
import { moveCampaign } from '../own-campaign.ts';
import type { Operations } from '../shapes/service.ts';

/** Once this has answered, no new attempt is committed (contract line 4); what is under way goes on. */
export function pauseCampaign(deps: OperationDeps): Operations['PauseCampaign'] {
  return (context, { id }) => moveCampaign(deps, context, id, 'pause');
}
