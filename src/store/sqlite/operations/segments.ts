/** Segments, and how far campaigns have come with them. */
import type { CampaignId } from '../../../domain/campaign.ts';
import type { Profile } from '../../../domain/profile.ts';
import type { Segment, SegmentDefinition } from '../../../domain/segments/segment.ts';
import { assert } from '../../../lib/assert.ts';
import { PROFILES_PER_PAGE, type ProfileQuery, type Snapshot } from '../../directory-store.ts';
import { selectProfile } from '../statements/profile-statements.ts';
import {
  deleteSegmentRow,
  selectProfiles,
  selectSegment,
  selectSegments,
  selectSnapshot,
  upsertSegment,
  upsertSnapshot,
} from '../statements/segment-statements.ts';
import { campaignIn, type Transaction } from '../transaction.ts';
import type { Reader } from './reads.ts';

export function putSegment({ connection }: Transaction, segment: Segment): void {
  upsertSegment(connection, segment);
}

export function deleteSegment(
  { connection }: Transaction,
  { account, name }: { account: string; name: string },
): boolean {
  return deleteSegmentRow(connection, account, name) === 1;
}

export function noteSnapshot(transaction: Transaction, snapshot: Snapshot): void {
  const campaign = campaignIn(transaction, snapshot.campaignId);
  assert(campaign !== undefined, 'a snapshot belongs to no campaign');
  upsertSnapshot(transaction.connection, campaign.number, {
    taken: snapshot.snapshotAt,
    after: snapshot.after,
    done: snapshot.isDone ? 1 : 0,
    body: JSON.stringify(snapshot.definition),
  });
}

export function segment(
  { connection }: Reader,
  { account, name }: { account: string; name: string },
): Segment | undefined {
  return selectSegment(connection, account, name);
}

export function segments(
  { connection }: Reader,
  { account, after = '', limit }: { account: string; after?: string; limit: number },
): Segment[] {
  return selectSegments(connection, account, after, limit);
}

export function snapshot({ connection, memory }: Reader, campaignId: CampaignId): Snapshot | undefined {
  const campaign = memory.campaigns.get(campaignId);
  const row = campaign && selectSnapshot(connection, campaign.number);
  if (row === undefined) return undefined;
  // Written by noteSnapshot.
  const definition = JSON.parse(row.body) as SegmentDefinition;
  return { campaignId, definition, snapshotAt: row.taken, after: row.after, isDone: row.done === 1 };
}

export function profiles({ connection }: Reader, query: ProfileQuery): Profile[] {
  const { account } = query;
  if (!('among' in query)) return selectProfiles(connection, account, query.after ?? '', query.limit);
  assert(query.among.length <= PROFILES_PER_PAGE, 'a page of profiles is too large');
  return query.among.toSorted().flatMap((profileId) => selectProfile(connection, account, profileId) ?? []);
}
