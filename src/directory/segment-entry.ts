/** How a member of a segment enters a campaign: the request that stands for one person in one snapshot. */
import type { Campaign, CampaignSchedule } from '../domain/campaign.ts';
import { contentHash } from '../domain/content-hash.ts';
import type { Profile } from '../domain/profile.ts';
import { profileEntry } from '../domain/profile-entry.ts';
import type { Rejection } from '../domain/rejection.ts';
import type { RequestIdentifier } from '../domain/request-id.ts';
import { checkRequest, expirationAhead } from '../domain/request-meaning.ts';
import { RELAXED_LIMITS } from '../domain/service-limits.ts';
import type { Instant } from '../lib/clock.ts';
import type { AcceptRow } from '../store/request-store.ts';

export interface SegmentEntry {
  readonly profileId: string;
  readonly row: AcceptRow & { readonly id: Buffer };
  /** Why it is not admissible. */
  readonly rejection?: Rejection;
}

/**
 * The entry of `profile` with the snapshot of `snapshotAt`. Its token follows from campaign, snapshot and profile, so that a
 * page that is let in again after a crash is all replays; what is sent is read off the profile when it enters.
 */
export function segmentEntry(
  profile: Profile,
  { campaign, schedule }: { readonly campaign: Campaign; readonly schedule: CampaignSchedule },
  snapshotAt: Instant,
  identify: RequestIdentifier,
  now: Instant,
): SegmentEntry {
  const { profileId } = profile;
  const { channelSubtype, content } = profileEntry(profile, campaign.definition);
  const payload = Buffer.from(JSON.stringify(content));
  const clientToken = entryToken(snapshotAt, profileId);
  // People of a segment wait as long as the campaign runs: the ceilings for those who put requests are not theirs.
  const expiresAt = Math.min(schedule.endTime, now + expirationAhead(channelSubtype, RELAXED_LIMITS).ms);
  const rejection = checkRequest(
    { channelSubtype, content, contentBytes: payload.length, expiresAt },
    campaign.definition,
    RELAXED_LIMITS,
    now,
  );
  return {
    profileId,
    row: {
      id: identify(campaign.id, clientToken),
      clientToken,
      contentHash: contentHash(clientToken),
      admissible: rejection === undefined,
      ...(channelSubtype !== undefined && { channelSubtype }),
      dueAt: now,
      expiresAt,
      payload,
    },
    ...(rejection !== undefined && { rejection }),
  };
}

/** Such as segment-2026-01-05T12:30:00.000Z-0123...: within the 200 characters of a client token. */
function entryToken(snapshotAt: Instant, profileId: string): string {
  return `segment-${new Date(snapshotAt).toISOString()}-${profileId}`;
}
