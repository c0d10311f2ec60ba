/** SQL on request, but for the INSERT. Updates of a state are guarded by the state that they leave. */
import type { Instant } from '../../../lib/clock.ts';
import type { StateCode } from '../codes.ts';
import type { Connection } from '../connection.ts';

/** What identifies a request, to tell a replay from a conflict and from a chance hit of the index. */
export interface IdentityRow {
  readonly campaign: number;
  readonly id: Uint8Array;
  readonly content_hash: Uint8Array;
  /** null once the request is purged. */
  readonly token: Uint8Array | null;
}

const SELECT_IDENTITY = `
  SELECT campaign, id, content_hash, CAST(token AS BLOB) AS token FROM request WHERE key = ?1
  UNION ALL
  SELECT campaign, id, content_hash, NULL FROM spent_token WHERE key = ?1`;

/** The identity of a request, purged or not. */
export function selectIdentity(connection: Connection, key: number): IdentityRow | undefined {
  return connection.get<IdentityRow>(SELECT_IDENTITY, key);
}

export interface DueRow {
  readonly key: number;
  readonly due: Instant;
  readonly accepted: Instant;
  readonly expires: Instant;
  readonly channel: number | null;
  readonly withdrawals: number;
  readonly id: Uint8Array;
  readonly payload: Uint8Array;
}

const DUE_COLUMNS = 'key, due, accepted, expires, channel, withdrawals, id, payload';

// Two statements, since SQLite does not turn (due, key) > (?, ?) into a range of the index: it would walk through all
// the requests of one due instant again for every page.
const SELECT_DUE_AT = `
  SELECT ${DUE_COLUMNS} FROM request
  WHERE state = 0 AND campaign = ? AND due = ? AND key > ?
  ORDER BY key LIMIT ?`;

/** Buffered requests due at exactly `due`, after `afterKey`. */
export function selectDueAt(
  connection: Connection,
  campaign: number,
  due: Instant,
  afterKey: number,
  limit: number,
): DueRow[] {
  return connection.all<DueRow>(SELECT_DUE_AT, campaign, due, afterKey, limit);
}

const SELECT_DUE_BETWEEN = `
  SELECT ${DUE_COLUMNS} FROM request
  WHERE state = 0 AND campaign = ? AND due > ? AND due <= ?
  ORDER BY due, key LIMIT ?`;

/** Buffered requests due after `after` and up to `now`, by due instant and key. */
export function selectDueBetween(
  connection: Connection,
  campaign: number,
  after: Instant,
  now: Instant,
  limit: number,
): DueRow[] {
  return connection.all<DueRow>(SELECT_DUE_BETWEEN, campaign, after, now, limit);
}

const SELECT_NEXT_DUE = 'SELECT min(due) AS due FROM request WHERE state = 0 AND campaign = ?';

export function selectNextDue(connection: Connection, campaign: number): Instant | undefined {
  return connection.get<{ due: Instant | null }>(SELECT_NEXT_DUE, campaign)?.due ?? undefined;
}

const SELECT_BUFFERED_KEYS = 'SELECT key FROM request WHERE state = 0 AND campaign = ? ORDER BY due, key LIMIT ?';

export function selectBufferedKeys(connection: Connection, campaign: number, limit: number): number[] {
  return connection.all<{ key: number }>(SELECT_BUFFERED_KEYS, campaign, limit).map((row) => row.key);
}

const CLAIM_REQUEST = `
  UPDATE request SET state = 1
  WHERE key = ? AND state = 0 AND campaign = ? AND expires > ?
  RETURNING withdrawals, channel`;

/** Buffered to Attempting; undefined when it is not Buffered, of another campaign, or expired at `now`. */
export function claimRequest(
  connection: Connection,
  key: number,
  campaign: number,
  now: Instant,
): { withdrawals: number; channel: number | null } | undefined {
  return connection.get(CLAIM_REQUEST, key, campaign, now);
}

const END_REQUEST = `
  UPDATE request SET state = ?, reason = ?, ended = ?
  WHERE key = ? AND state = ?
  RETURNING campaign, withdrawals`;

/** Ends a request that is in state `from`; undefined when it is not. */
export function endRequest(
  connection: Connection,
  key: number,
  from: StateCode,
  to: StateCode,
  reason: string,
  at: Instant,
): { campaign: number; withdrawals: number } | undefined {
  return connection.get(END_REQUEST, to, reason, at, key, from);
}

const WITHDRAW_REQUEST = `
  UPDATE request SET state = 0, due = ?, withdrawals = withdrawals + 1
  WHERE key = ? AND state = 1 AND withdrawals < ?
  RETURNING campaign, withdrawals`;

/** Attempting back to Buffered, at most `withdrawalsMax` times; answers the new count of withdrawals. */
export function withdrawRequest(
  connection: Connection,
  key: number,
  due: Instant,
  withdrawalsMax: number,
): { campaign: number; withdrawals: number } | undefined {
  return connection.get(WITHDRAW_REQUEST, due, key, withdrawalsMax);
}

const TAKE_BACK_REQUEST = 'UPDATE request SET state = 0, due = ? WHERE key = ? AND state = 1';

/** Attempting back to Buffered without counting it. */
export function takeBackRequest(connection: Connection, key: number, due: Instant): number {
  return connection.run(TAKE_BACK_REQUEST, due, key);
}

const DEFER_REQUEST = 'UPDATE request SET due = ? WHERE key = ? AND state = 0';

export function deferRequest(connection: Connection, key: number, due: Instant): number {
  return connection.run(DEFER_REQUEST, due, key);
}

/** The state of a request and what decides about it. */
export interface StandingRow {
  readonly campaign: number;
  readonly state: StateCode;
  readonly channel: number | null;
  readonly expires: Instant;
  readonly withdrawals: number;
}

const SELECT_STANDING = 'SELECT campaign, state, channel, expires, withdrawals FROM request WHERE key = ?';

export function selectStanding(connection: Connection, key: number): StandingRow | undefined {
  return connection.get<StandingRow>(SELECT_STANDING, key);
}

export interface RequestRow {
  readonly key: number;
  readonly campaign: number;
  readonly state: StateCode;
  readonly due: Instant;
  readonly accepted: Instant;
  readonly expires: Instant;
  readonly channel: number | null;
  readonly withdrawals: number;
  readonly ended: Instant | null;
  readonly reason: string | null;
  readonly id: Uint8Array;
  readonly token: string;
  readonly payload: Uint8Array;
}

const REQUEST_COLUMNS =
  'key, campaign, state, due, accepted, expires, channel, withdrawals, ended, reason, id, token, payload';
const SELECT_REQUEST = `SELECT ${REQUEST_COLUMNS} FROM request WHERE key = ?`;

export function selectRequest(connection: Connection, key: number): RequestRow | undefined {
  return connection.get<RequestRow>(SELECT_REQUEST, key);
}

/** Stands for every state in selectRequestsBetween. */
export const ANY_STATE = -1;

const SELECT_REQUESTS_BETWEEN = `
  SELECT ${REQUEST_COLUMNS} FROM request
  WHERE key > ?1 AND key <= ?2 AND campaign = ?3 AND ?4 IN (state, ${ANY_STATE})
  ORDER BY key LIMIT ?5`;

/** Requests of a campaign in the order of acceptance, with keys after `after` up to `last`. */
export function selectRequestsBetween(
  connection: Connection,
  campaign: number,
  state: StateCode | typeof ANY_STATE,
  after: number,
  last: number,
  limit: number,
): RequestRow[] {
  return connection.all<RequestRow>(SELECT_REQUESTS_BETWEEN, after, last, campaign, state, limit);
}
