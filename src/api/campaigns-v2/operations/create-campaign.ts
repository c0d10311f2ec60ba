/** CreateCampaign: a new campaign in state Initialized; the same call again answers the first one's id. */

import type { Campaign, CampaignDefinition, CampaignId, Owner } from '../../../domain/campaign.ts';
import { campaignArn } from '../../../domain/campaign-arn.ts';
import { isSameJson } from '../../../domain/same-json.ts';
import { ownerOf } from '../../owner.ts';
import { requireMeaning } from '../change-definition.ts';
import { onboardedInstance, onboardIfNeeded } from '../instance.ts';
import type { OperationDeps } from '../operation-deps.ts';
import { nameTaken } from '../own-campaign.ts';
import { serviceQuotaExceeded } from '../shapes/errors.ts';
import type { Input, Operations, Output } from '../shapes/service.ts';
import { requireFewTags } from '../tag-limit.ts';

/** The model calls it idempotent but knows no token: the name within the instance stands in for one. */
export function createCampaign(deps: OperationDeps): Operations['CreateCampaign'] {
  return async (context, input) => {
    const campaign = newCampaign(deps, context, input);
    requireMeaning(campaign.definition);
    requireFewTags(campaign.tags);
    if (deps.autoOnboard) await onboardIfNeeded(deps, context, input.connectInstanceId);
    else await onboardedInstance(deps, context, input.connectInstanceId);
    const existing = (await fullInstanceNamesake(deps, campaign)) ?? (await store(deps, campaign));
    if (existing === undefined) return reply(campaign);
    if (!saysTheSame(existing, campaign)) throw nameTaken();
    return reply(existing);
  };
}

function newCampaign(deps: OperationDeps, owner: Owner, input: Input<'CreateCampaign'>): Campaign {
  const { name, connectInstanceId, tags = {}, type = 'MANAGED', ...members } = input;
  const definition: CampaignDefinition = { type, ...members };
  return {
    // Ids of campaigns are made here: where the brand begins.
    id: deps.ids.uuid() as CampaignId,
    ...ownerOf(owner),
    name,
    connectInstanceId,
    state: 'Initialized',
    revision: 1,
    createdAt: deps.clock.now(),
    definition,
    tags,
  };
}

/** Adds the campaign; the one that has its name already, if there is one. */
async function store(deps: OperationDeps, campaign: Campaign): Promise<Campaign | undefined> {
  const creation = await deps.store.campaigns.create(campaign);
  if (creation.kind === 'nameTaken') return creation.existing;
  deps.campaignChanged(campaign);
  return undefined;
}

/**
 * Where the instance has all campaigns that it may have: the one with the same name, or a 402. Two creations at the same
 * moment may both find the last place free; a quota is no promise to anybody.
 */
async function fullInstanceNamesake(
  { store, limits }: OperationDeps,
  campaign: Campaign,
): Promise<Campaign | undefined> {
  const { connectInstanceId, name } = campaign;
  const owner = ownerOf(campaign);
  const { total } = await store.campaigns.count(owner, connectInstanceId);
  if (total < limits.campaignsPerInstance) return undefined;
  const all = await store.campaigns.list({ owner, connectInstanceId, limit: total });
  const namesake = all.find((other) => other.name === name);
  if (namesake === undefined) throw serviceQuotaExceeded('Campaign count service limit would be exceeded');
  return namesake;
}

function saysTheSame(existing: Campaign, wanted: Campaign): boolean {
  return isSameJson(existing.definition, wanted.definition) && isSameJson(existing.tags, wanted.tags);
}

function reply(campaign: Campaign): Output<'CreateCampaign'> {
  return { id: campaign.id, arn: campaignArn(campaign, campaign.id), tags: campaign.tags };
}
