/** SQL that deletes requests and keeps their tokens taken. */
import type { Instant } from '../../../lib/clock.ts';
import type { StateCode } from '../codes.ts';
import type { Connection } from '../connection.ts';

export interface PurgeCandidate {
  readonly key: number;
  readonly state: StateCode;
  readonly accepted: Instant;
  readonly ended: Instant | null;
}

const SELECT_PURGE_CANDIDATES = 'SELECT key, state, accepted, ended FROM request WHERE key > ? ORDER BY key LIMIT ?';

export function selectPurgeCandidates(connection: Connection, after: number, limit: number): PurgeCandidate[] {
  return connection.all<PurgeCandidate>(SELECT_PURGE_CANDIDATES, after, limit);
}

const INSERT_SPENT_TOKEN = `
  INSERT INTO spent_token (key, campaign, id, content_hash)
  SELECT key, campaign, id, content_hash FROM request WHERE key = ?`;

export function insertSpentToken(connection: Connection, key: number): number {
  return connection.run(INSERT_SPENT_TOKEN, key);
}

const DELETE_REQUEST = 'DELETE FROM request WHERE key = ? AND state > 1';

export function deleteRequest(connection: Connection, key: number): number {
  return connection.run(DELETE_REQUEST, key);
}
