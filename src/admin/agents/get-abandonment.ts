import type { OperationOf } from '../../api/protocol/operation.ts';
import { abandonmentRule } from '../../domain/abandonment-rule.ts';
import type { CampaignId } from '../../domain/campaign.ts';
import type { AdminDeps } from '../admin-deps.ts';
import { knownCampaign } from '../known-campaign.ts';
import { conflict } from '../shapes/errors.ts';
import type { ADMIN_SERVICE } from '../shapes/service.ts';

/** The FTC's measure (16 CFR 310.4(b)(4)). */
const THIRTY_DAYS_MS = 30 * 86_400_000;

/** How many who answered found an agent in time: over the campaign's own window, and over 30 days. */
export function createGetAbandonment(
  deps: Pick<AdminDeps, 'store' | 'clock' | 'diallingMode'>,
): OperationOf<typeof ADMIN_SERVICE.operations.GetAbandonment> {
  const { store, clock, diallingMode } = deps;

  async function countedOver(campaignId: CampaignId, windowMs: number) {
    const since = clock.now() - windowMs;
    const steps = await store.evidence.history({ campaignId, since, stepMs: THIRTY_DAYS_MS });
    const answered = steps.reduce((sum, step) => sum + step.answered, 0);
    const abandoned = steps.reduce((sum, step) => sum + step.abandoned, 0);
    return { seconds: windowMs / 1_000, answered, abandoned, rate: answered === 0 ? 0 : abandoned / answered };
  }

  return async (_context, { id }) => {
    const campaign = await knownCampaign(deps, id);
    const telephony = campaign.definition.channelSubtypeConfig?.telephony;
    if (telephony === undefined) throw conflict('The campaign does not call');
    const { targetRate, windowMs } = abandonmentRule(telephony);
    const window = await countedOver(campaign.id, windowMs);
    const thirtyDays = await countedOver(campaign.id, THIRTY_DAYS_MS);
    return { target: targetRate, rate: window.rate, mode: diallingMode(campaign.id), window, thirtyDays };
  };
}
