/**
 * The ARN of a campaign, and what a caller may write where a campaign id is asked for. The namespace is the one of the
 * model (arnNamespace `connect-campaigns`); that an ARN is as good as an id is our choice, since the model's pattern of a
 * campaign id lets one through.
 */
import type { CampaignId, Owner } from './campaign.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const UUID_CHARACTERS = 36;

/** Such as arn:aws:connect-campaigns:us-east-1:123456789012:campaign/7777... */
export function campaignArn(owner: Owner, id: CampaignId): string {
  return `${arnPrefix(owner)}${id}`;
}

/** The id that a caller means by a UUID or by the ARN of a campaign of their own; undefined when it can be none of theirs. */
export function readCampaignId(owner: Owner, reference: string): CampaignId | undefined {
  return readUuid(reference) ?? readCampaignArn(owner, reference);
}

/** The id in the ARN of a campaign that belongs to `owner`, or undefined. */
export function readCampaignArn(owner: Owner, arn: string): CampaignId | undefined {
  const prefix = arnPrefix(owner);
  return arn.startsWith(prefix) ? readUuid(arn.slice(prefix.length)) : undefined;
}

function arnPrefix(owner: Owner): string {
  return `arn:aws:connect-campaigns:${owner.region}:${owner.account}:campaign/`;
}

function readUuid(text: string): CampaignId | undefined {
  if (text.length !== UUID_CHARACTERS) return undefined;
  const lowerCase = text.toLowerCase();
  // Shaped like an id: whether there is such a campaign is the store's to say.
  return UUID.test(lowerCase) ? (lowerCase as CampaignId) : undefined;
}
