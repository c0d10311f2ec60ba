/** StopCampaign: Running or Paused to Stopped, for good. */
import type { OperationDeps } from '../operation-deps.ts';
import { moveCampaign } from '../own-campaign.ts';
import type { Operations } from '../shapes/service.ts';

/** Once this has answered, no new attempt is committed; the engine ends what is buffered as Cancelled, in batches. */
export function stopCampaign(deps: OperationDeps): Operations['StopCampaign'] {
  return (context, { id }) => moveCampaign(deps, context, id, 'stop');
}
