/** Whether there is a way to the recipient at all. */
import { CHANNEL_MEMBERS } from '../channel-subtype.ts';
import type { RequestFacts } from './facts.ts';
import type { Finding } from './finding.ts';

/** The request has a channel, and its campaign uses it. */
export function isChannelConfigured({ request, campaign }: Pick<RequestFacts, 'request' | 'campaign'>): boolean {
  const { channelSubtype } = request;
  const { channelSubtypeConfig } = campaign.definition;
  return channelSubtype !== undefined && channelSubtypeConfig?.[CHANNEL_MEMBERS[channelSubtype]] !== undefined;
}

/** Nothing while there is one. */
export function channelFindings(facts: RequestFacts): Finding[] {
  const { channelSubtype } = facts.request;
  if (isChannelConfigured(facts)) return [];
  const sentence =
    channelSubtype === undefined
      ? 'The profile has no address for any channel of the campaign; the request will be suppressed.'
      : `The campaign does not use ${channelSubtype} any more; the request will be suppressed.`;
  return [{ code: 'CHANNEL_MISSING', kind: 'standing', sentence }];
}
