/**
 * PutProfileOutboundRequestBatch: up to 20 people of the profile directory into a running event campaign. AWS keeps it for
 * its event triggers; here every caller may, since that is how one hosts events oneself.
 */
import type { Campaign } from '../../../domain/campaign.ts';
import { contentHash } from '../../../domain/content-hash.ts';
import type { Profile } from '../../../domain/profile.ts';
import { type ProfileEntry, profileEntry } from '../../../domain/profile-entry.ts';
import { UNKNOWN_PROFILE } from '../../../domain/rejection.ts';
import { checkRequest, expirationAhead } from '../../../domain/request-meaning.ts';
import type { Instant } from '../../../lib/clock.ts';
import { acceptRequests, type CheckedRequest, campaignForRequests, checkedRequest, dueAt } from '../accept-requests.ts';
import type { OperationDeps } from '../operation-deps.ts';
import type { Input, Operations } from '../shapes/service.ts';

type ProfileRequest = Input<'PutProfileOutboundRequestBatch'>['profileOutboundRequests'][number];

/** The model has no BufferLimitExceeded here. */
const FAILURE_CODES = {
  invalid: 'InvalidInput',
  unknownProfile: 'ResourceNotFound',
  notEntering: 'Conflict',
  bufferFull: 'RequestThrottled',
  throttled: 'RequestThrottled',
} as const;

/** What is sent to whom is read off the profile now; a replay is known by what the caller said, not by what the profile says. */
export function putProfileOutboundRequestBatch(deps: OperationDeps): Operations['PutProfileOutboundRequestBatch'] {
  return async (context, { id, profileOutboundRequests }) => {
    const campaign = await campaignForRequests(deps, context, id, 'event');
    const profiles = await Promise.all(
      profileOutboundRequests.map(({ profileId }) => deps.store.directory.profile(context.account, profileId)),
    );
    const now = deps.clock.now();
    const requests = profileOutboundRequests.map((request, index) =>
      check(deps, campaign, request, profiles[index], now),
    );
    return acceptRequests(deps, campaign, requests, now, FAILURE_CODES);
  };
}

function check(
  deps: OperationDeps,
  campaign: Campaign,
  request: ProfileRequest,
  profile: Profile | undefined,
  now: Instant,
): CheckedRequest {
  const { clientToken, profileId } = request;
  const { content, channelSubtype } = entryOf(profile, campaign, profileId);
  const payload = Buffer.from(JSON.stringify(content));
  const expiresAt = request.expirationTime ?? now + expirationAhead(channelSubtype, deps.limits).ms;
  const rejection =
    profile === undefined
      ? UNKNOWN_PROFILE
      : checkRequest(
          { channelSubtype, content, contentBytes: payload.length, expiresAt },
          campaign.definition,
          deps.limits,
          now,
        );
  const row = {
    id: deps.identify(campaign.id, clientToken),
    clientToken,
    contentHash: contentHash(sentContent(request)),
    ...(channelSubtype !== undefined && { channelSubtype }),
    dueAt: dueAt(campaign, now),
    expiresAt,
    payload,
  };
  return { ...checkedRequest(row, rejection), profileId };
}

function entryOf(profile: Profile | undefined, campaign: Campaign, profileId: string): ProfileEntry {
  return profile === undefined ? { content: { profileId } } : profileEntry(profile, campaign.definition);
}

/** Everything that the caller said but for the expiration time, in one order. */
function sentContent({ profileId, eventTriggerContext }: ProfileRequest): string {
  const { sessionId, browserId } = eventTriggerContext?.channelContext?.webNotificationContext ?? {};
  return JSON.stringify([profileId, eventTriggerContext?.sourceEvent, sessionId, browserId]);
}
