/** How the Update operations change what a campaign is: not after its start, and never into nonsense. */
import type { CampaignDefinition, Owner } from '../../domain/campaign.ts';
import { validateDefinition } from '../../domain/campaign-definition.ts';
import { validationError } from '../protocol/errors.ts';
import type { OperationDeps } from './operation-deps.ts';
import { changeCampaign, requireInitialized } from './own-campaign.ts';

/** Stores the definition that `next` makes (or throws at) of the one of a campaign that was not started yet. */
export async function changeDefinition(
  deps: Pick<OperationDeps, 'store' | 'clock' | 'campaignChanged'>,
  owner: Owner,
  reference: string,
  next: (definition: CampaignDefinition) => CampaignDefinition,
): Promise<void> {
  await changeCampaign(deps, owner, reference, (campaign) => {
    requireInitialized(campaign);
    const definition = next(campaign.definition);
    requireMeaning(definition);
    return { ...campaign, definition };
  });
}

/** Throws the ValidationException that says everything that is wrong with the definition. */
export function requireMeaning(definition: CampaignDefinition): void {
  const problems = validateDefinition(definition);
  if (problems.length > 0) throw validationError(problems.join('; '));
}
