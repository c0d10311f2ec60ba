/** Reading and changing a campaign of the caller's: nobody sees one of another account or region. */

import type { Campaign, Owner } from '../../domain/campaign.ts';
import { readCampaignId } from '../../domain/campaign-arn.ts';
import { type CampaignAction, type CampaignState, campaignStateAfter } from '../../domain/campaign-states.ts';
import { ownerOf } from '../owner.ts';
import type { ApiError } from '../protocol/errors.ts';
import type { OperationDeps } from './operation-deps.ts';
import { conflict, invalidCampaignState, resourceNotFound } from './shapes/errors.ts';
import { tooManyWriters } from './store-errors.ts';

/** Writers of one campaign are few and slow: who loses five times in a row is in a storm, and is asked to come again. */
const WRITE_ATTEMPTS_MAX = 5;

/** The campaign that the caller names by its id or ARN; a 404 unless it is there and theirs. */
export async function ownCampaign(
  { store }: Pick<OperationDeps, 'store'>,
  owner: Owner,
  reference: string,
): Promise<Campaign> {
  const campaign = await findOwnCampaign({ store }, owner, reference);
  if (campaign === undefined) throw campaignNotFound();
  return campaign;
}

/** The campaign that the caller names by its id or ARN, or undefined unless it is there and theirs. */
export async function findOwnCampaign(
  { store }: Pick<OperationDeps, 'store'>,
  owner: Owner,
  reference: string,
): Promise<Campaign | undefined> {
  const id = readCampaignId(owner, reference);
  return id === undefined ? undefined : await store.campaigns.find(ownerOf(owner), id);
}

/**
 * Lets `next` make the campaign's next version (or throw) and stores it; when somebody else has written meanwhile, reads
 * and decides again. A `next` that answers the campaign as it was writes nothing.
 */
export async function changeCampaign(
  deps: Pick<OperationDeps, 'store' | 'clock' | 'campaignChanged'>,
  owner: Owner,
  reference: string,
  next: (campaign: Campaign) => Campaign | Promise<Campaign>,
): Promise<Campaign> {
  for (let attempt = 0; attempt < WRITE_ATTEMPTS_MAX; attempt += 1) {
    const current = await ownCampaign(deps, owner, reference);
    const wanted = await next(current);
    if (wanted === current) return current;
    const campaign: Campaign = { ...wanted, revision: current.revision + 1, lastModifiedAt: deps.clock.now() };
    const update = await deps.store.campaigns.update(campaign, current.revision);
    if (update.kind === 'nameTaken') throw nameTaken();
    if (update.kind === 'updated') {
      deps.campaignChanged(campaign);
      return campaign;
    }
  }
  throw tooManyWriters();
}

/** Moves the campaign by `action`, or answers the 409 with its state; `prepare` may object or add to the new version. */
export async function moveCampaign(
  deps: Pick<OperationDeps, 'store' | 'clock' | 'campaignChanged'>,
  owner: Owner,
  reference: string,
  action: CampaignAction,
  prepare: (campaign: Campaign) => Campaign | Promise<Campaign> = (campaign) => campaign,
): Promise<void> {
  await changeCampaign(deps, owner, reference, async (campaign) => {
    const state = campaignStateAfter(campaign.state, action);
    if (state === undefined) throw wrongState(campaign.state);
    return { ...(await prepare(campaign)), state };
  });
}

/** Throws the 409 unless the campaign was not started yet: what the caller wants to change is frozen at the start. */
export function requireInitialized(campaign: Campaign): void {
  if (campaign.state !== 'Initialized') throw wrongState(campaign.state);
}

/** 409: the operation does not start from this state. */
export function wrongState(state: CampaignState): ApiError {
  return invalidCampaignState(state, `The operation is not allowed while the campaign is in state ${state}`);
}

/** 404: also for a campaign of somebody else, so that ids cannot be probed. */
export function campaignNotFound(): ApiError {
  return resourceNotFound('The campaign does not exist');
}

/** 409: names are unique within owner and instance. */
export function nameTaken(): ApiError {
  return conflict('A campaign with this name already exists in the Connect instance');
}
