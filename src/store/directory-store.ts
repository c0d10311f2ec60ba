/** The profile directory: the people whom event and segment campaigns reach, and the segments that group them. */
import type { CampaignId } from '../domain/campaign.ts';
import type { Profile } from '../domain/profile.ts';
import type { Segment, SegmentDefinition } from '../domain/segments/segment.ts';
import type { SnapshotProgress } from '../domain/segments/snapshot-step.ts';

export interface DirectoryStore {
  /** Adds or replaces profiles, in the order given. */
  putProfiles(account: string, profiles: readonly Profile[]): Promise<void>;
  profile(account: string, profileId: string): Promise<Profile | undefined>;
  /** Profiles by id in rising order, after `after`; of `among` (at most PROFILES_PER_PAGE ids) only, where it is given. */
  profiles(query: ProfileQuery): Promise<Profile[]>;
  putSegment(segment: Segment): Promise<void>;
  segment(account: string, name: string): Promise<Segment | undefined>;
  /** By name in rising order, after `after`. */
  segments(query: { account: string; after?: string; limit: number }): Promise<Segment[]>;
  /** Whether there was one. */
  deleteSegment(account: string, name: string): Promise<boolean>;
  /** How far the latest snapshot of a campaign's segment has come. */
  snapshot(campaignId: CampaignId): Promise<Snapshot | undefined>;
  noteSnapshot(snapshot: Snapshot): Promise<void>;
}

/** Read at once, about 5 ms: other readers wait no longer than that. */
export const PROFILES_PER_PAGE = 500;

export type ProfileQuery =
  | { readonly account: string; readonly after?: string; readonly limit: number }
  | { readonly account: string; readonly among: readonly string[] };

export interface Snapshot extends SnapshotProgress {
  readonly campaignId: CampaignId;
  /** What the segment said when the snapshot was begun. */
  readonly definition: SegmentDefinition;
  /** Everybody up to this profile id has entered, or may not; empty at the beginning. */
  readonly after: string;
}
