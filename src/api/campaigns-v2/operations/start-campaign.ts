/** StartCampaign: Initialized to Running, once everything that a running campaign needs is there. */
import type { Campaign } from '../../../domain/campaign.ts';
import { missingForStart } from '../../../domain/start-requirements.ts';
import { ownerOf } from '../../owner.ts';
import { validationError } from '../../protocol/errors.ts';
import { requireInstanceOf } from '../instance.ts';
import type { OperationDeps } from '../operation-deps.ts';
import { moveCampaign } from '../own-campaign.ts';
import { serviceQuotaExceeded } from '../shapes/errors.ts';
import type { Operations } from '../shapes/service.ts';

/** A campaign that is scheduled for later is Running too; its requests are held until then. */
export function startCampaign(deps: OperationDeps): Operations['StartCampaign'] {
  return async (context, { id }) => {
    await moveCampaign(deps, context, id, 'start', async (campaign) => {
      const now = deps.clock.now();
      await requireInstanceOf(deps, campaign);
      const missing = missingForStart(campaign.definition, deps.limits, now);
      if (missing !== undefined) throw validationError(missing);
      await requireQuota(deps, campaign);
      return { ...campaign, startedAt: now };
    });
  };
}

/** 402, which the API reference declares for this operation although the model does not. */
async function requireQuota({ store, limits }: OperationDeps, campaign: Campaign): Promise<void> {
  const { active } = await store.campaigns.count(ownerOf(campaign), campaign.connectInstanceId);
  if (active >= limits.activeCampaignsPerInstance) {
    throw serviceQuotaExceeded('Active campaign count service limit would be exceeded');
  }
}
