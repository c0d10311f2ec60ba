/** SQL on hit: communications that limits count. */
import type { Instant } from '../../../lib/clock.ts';
import type { Connection } from '../connection.ts';

export interface HitRow {
  readonly at: Instant;
  readonly campaign: number;
  /** 1: counted towards the limits of the instance. */
  readonly shared: number;
}

const INSERT_HIT = `
  INSERT INTO hit (scope, recipient, at, attempt, campaign, shared) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`;

/** 1 when it was not counted yet. */
export function insertHit(
  connection: Connection,
  scope: number,
  recipient: string,
  attempt: number,
  { at, campaign, shared }: HitRow,
): number {
  return connection.run(INSERT_HIT, scope, recipient, at, attempt, campaign, shared);
}

const SELECT_HITS = `
  SELECT at, campaign, shared FROM hit WHERE scope = ? AND recipient = ? AND at > ? ORDER BY at`;

/** The hits of a recipient after `after`, oldest first. */
export function selectHits(connection: Connection, scope: number, recipient: string, after: Instant): HitRow[] {
  return connection.all<HitRow>(SELECT_HITS, scope, recipient, after);
}

const DELETE_HIT = 'DELETE FROM hit WHERE attempt = ?';

export function deleteHit(connection: Connection, attempt: number): number {
  return connection.run(DELETE_HIT, attempt);
}

const SELECT_HITS_BY_ATTEMPT = 'SELECT attempt, at FROM hit WHERE attempt > ? ORDER BY attempt LIMIT ?';

/** Hits in the order of their attempts. */
export function selectHitsByAttempt(
  connection: Connection,
  after: number,
  limit: number,
): { attempt: number; at: Instant }[] {
  return connection.all(SELECT_HITS_BY_ATTEMPT, after, limit);
}

const SELECT_ANY_HIT = 'SELECT 1 AS found FROM hit LIMIT 1';

export function selectAnyHit(connection: Connection): boolean {
  return connection.get(SELECT_ANY_HIT) !== undefined;
}
