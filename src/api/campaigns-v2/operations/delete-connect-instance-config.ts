/** DeleteConnectInstanceConfig: takes an instance off the service, with or without its campaigns. */
import type { Campaign, Owner } from '../../../domain/campaign.ts';
import { campaignStateAfter } from '../../../domain/campaign-states.ts';
import { ownerOf } from '../../owner.ts';
import { changeInstance, onboardedInstance, requireOnboarded } from '../instance.ts';
import type { OperationDeps } from '../operation-deps.ts';
import { changeCampaign } from '../own-campaign.ts';
import { invalidState } from '../shapes/errors.ts';
import type { Operations } from '../shapes/service.ts';

/** As many as are read in one go. */
const PAGE = 100;

/**
 * Without a policy there must be no campaigns; RETAIN_ALL keeps them, but they neither start nor take requests until the
 * instance is onboarded again; DELETE_ALL stops and deletes them, and does it first: a call that breaks off can be repeated.
 */
export function deleteConnectInstanceConfig(deps: OperationDeps): Operations['DeleteConnectInstanceConfig'] {
  return async (context, { connectInstanceId, campaignDeletionPolicy }) => {
    await onboardedInstance(deps, context, connectInstanceId);
    if (campaignDeletionPolicy === undefined) await requireNoCampaigns(deps, context, connectInstanceId);
    if (campaignDeletionPolicy === 'DELETE_ALL') await deleteCampaigns(deps, context, connectInstanceId);
    await changeInstance(deps, context, connectInstanceId, (instance) => {
      requireOnboarded(instance);
      return { ...ownerOf(context), connectInstanceId, revision: instance.revision, integrations: [] };
    });
  };
}

async function requireNoCampaigns({ store }: OperationDeps, owner: Owner, connectInstanceId: string): Promise<void> {
  const { total } = await store.campaigns.count(ownerOf(owner), connectInstanceId);
  if (total > 0) throw invalidState('The Connect instance has campaigns: delete them first or name a deletion policy');
}

/** Ends when a page comes back empty: every campaign that was listed is gone from the next page. */
async function deleteCampaigns(deps: OperationDeps, owner: Owner, connectInstanceId: string): Promise<void> {
  for (;;) {
    const page = await deps.store.campaigns.list({ owner: ownerOf(owner), connectInstanceId, limit: PAGE });
    if (page.length === 0) return;
    for (const { id } of page) await changeCampaign(deps, owner, id, (campaign) => stoppedAndDeleted(deps, campaign));
  }
}

function stoppedAndDeleted({ clock }: OperationDeps, campaign: Campaign): Campaign {
  const state = campaignStateAfter(campaign.state, 'stop') ?? campaign.state;
  return { ...campaign, state, deletedAt: clock.now() };
}
