/** SQL on segment and segment_snapshot, and on the profiles that a segment is made of. */
import type { Profile } from '../../../domain/profile.ts';
import type { Segment, SegmentDefinition } from '../../../domain/segments/segment.ts';
import type { Instant } from '../../../lib/clock.ts';
import type { Connection } from '../connection.ts';

const UPSERT_SEGMENT = `
  INSERT INTO segment (account, name, changed, body) VALUES (?, ?, ?, ?)
  ON CONFLICT (account, name) DO UPDATE SET changed = excluded.changed, body = excluded.body`;

export function upsertSegment(connection: Connection, { account, name, changedAt, definition }: Segment): void {
  connection.run(UPSERT_SEGMENT, account, name, changedAt, JSON.stringify(definition));
}

const DELETE_SEGMENT = 'DELETE FROM segment WHERE account = ? AND name = ?';

/** How many rows were deleted: one, or none. */
export function deleteSegmentRow(connection: Connection, account: string, name: string): number {
  return connection.run(DELETE_SEGMENT, account, name);
}

interface SegmentRow {
  readonly account: string;
  readonly name: string;
  readonly changed: Instant;
  readonly body: string;
}

const SELECT_SEGMENT = 'SELECT account, name, changed, body FROM segment WHERE account = ? AND name = ?';

export function selectSegment(connection: Connection, account: string, name: string): Segment | undefined {
  const row = connection.get<SegmentRow>(SELECT_SEGMENT, account, name);
  return row && segmentOf(row);
}

const SELECT_SEGMENTS = `
  SELECT account, name, changed, body FROM segment WHERE account = ? AND name > ? ORDER BY name LIMIT ?`;

export function selectSegments(connection: Connection, account: string, after: string, limit: number): Segment[] {
  return connection.all<SegmentRow>(SELECT_SEGMENTS, account, after, limit).map(segmentOf);
}

function segmentOf({ account, name, changed, body }: SegmentRow): Segment {
  // Written by upsertSegment.
  return { account, name, changedAt: changed, definition: JSON.parse(body) as SegmentDefinition };
}

export interface SnapshotRow {
  readonly taken: Instant;
  readonly after: string;
  readonly done: number;
  readonly body: string;
}

const UPSERT_SNAPSHOT = `
  INSERT INTO segment_snapshot (campaign, taken, after, done, body) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (campaign) DO UPDATE
  SET taken = excluded.taken, after = excluded.after, done = excluded.done, body = excluded.body`;

export function upsertSnapshot(connection: Connection, campaign: number, row: SnapshotRow): void {
  connection.run(UPSERT_SNAPSHOT, campaign, row.taken, row.after, row.done, row.body);
}

const SELECT_SNAPSHOT = 'SELECT taken, after, done, body FROM segment_snapshot WHERE campaign = ?';

export function selectSnapshot(connection: Connection, campaign: number): SnapshotRow | undefined {
  return connection.get<SnapshotRow>(SELECT_SNAPSHOT, campaign);
}

const SELECT_PROFILES = 'SELECT body FROM profile WHERE account = ? AND profile_id > ? ORDER BY profile_id LIMIT ?';

/** Profiles by id, after one. */
export function selectProfiles(connection: Connection, account: string, after: string, limit: number): Profile[] {
  // Written by upsertProfile.
  return connection
    .all<{ body: string }>(SELECT_PROFILES, account, after, limit)
    .map(({ body }) => JSON.parse(body) as Profile);
}
