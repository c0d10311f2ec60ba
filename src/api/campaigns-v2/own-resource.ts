/** What a tag operation is about: campaigns are the only resources with an ARN. */

import type { CampaignId, Owner } from '../../domain/campaign.ts';
import { readCampaignArn } from '../../domain/campaign-arn.ts';
import { resourceNotFound } from './shapes/errors.ts';

/** The campaign that the ARN names, or the 404 of an ARN that cannot name one of the caller's. */
export function campaignIdOfArn(owner: Owner, arn: string): CampaignId {
  const id = readCampaignArn(owner, arn);
  if (id === undefined) throw resourceNotFound('The resource does not exist');
  return id;
}
