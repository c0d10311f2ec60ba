/** SQL on attempt. */
import type { Instant } from '../../../lib/clock.ts';
import type { Connection } from '../connection.ts';

/** Room for the attempts of one request in the key: the first and five after withdrawals that counted. */
const ATTEMPTS_PER_REQUEST = 8;

/** The key of the attempt that began after `withdrawals` withdrawals that counted. */
export function attemptKey(request: number, withdrawals: number): number {
  return request * ATTEMPTS_PER_REQUEST + withdrawals;
}

export function requestOfAttempt(attempt: number): number {
  return Math.floor(attempt / ATTEMPTS_PER_REQUEST);
}

const INSERT_ATTEMPT = 'INSERT OR IGNORE INTO attempt (key, channel, phase, epoch, started) VALUES (?, ?, 0, ?, ?)';

/** Answers 0 when there is a row with the key. */
export function insertAttempt(
  connection: Connection,
  attempt: number,
  channel: number | null,
  epoch: number,
  startedAt: Instant,
): number {
  return connection.run(INSERT_ATTEMPT, attempt, channel, epoch, startedAt);
}

const REOPEN_ATTEMPT = `
  UPDATE attempt SET phase = 0, epoch = ?, started = ?, ended = NULL, withdrawn_because = NULL
  WHERE key = ? AND phase = 3`;

/** Withdrawn to open: nothing of it has left the house, and nobody has counted it. */
export function reopenAttempt(connection: Connection, attempt: number, epoch: number, startedAt: Instant): number {
  return connection.run(REOPEN_ATTEMPT, epoch, startedAt, attempt);
}

const SUBMIT_ATTEMPT = `
  UPDATE attempt SET phase = 1, reference = ?, outcome_by = ?, submitted = ? WHERE key = ? AND phase = 0`;

/** Open to submitted. */
export function submitAttempt(
  connection: Connection,
  attempt: number,
  { reference, outcomeBy, at }: { readonly reference: string; readonly outcomeBy: Instant; readonly at: Instant },
): number {
  return connection.run(SUBMIT_ATTEMPT, reference, outcomeBy, at, attempt);
}

const END_ATTEMPT = 'UPDATE attempt SET phase = 2, ended = ?, disposition = ? WHERE key = ? AND phase < 2';

/** Open or submitted to ended. `disposition` only says what the request's state and reason do not. */
export function endAttempt(connection: Connection, attempt: number, at: Instant, disposition: string | null): number {
  return connection.run(END_ATTEMPT, at, disposition, attempt);
}

const NAME_ATTEMPT = 'UPDATE attempt SET reference = ?, submitted = ? WHERE key = ? AND reference IS NULL';

/** Notes the carrier's reference of an attempt that it took at `at`, and that was over at once. */
export function nameAttempt(connection: Connection, attempt: number, reference: string, at: Instant): number {
  return connection.run(NAME_ATTEMPT, reference, at, attempt);
}

const WITHDRAW_ATTEMPT = 'UPDATE attempt SET phase = 3, ended = ?, withdrawn_because = ? WHERE key = ? AND phase = 0';

/** Open to withdrawn; what was submitted has left the house. */
export function withdrawAttempt(connection: Connection, attempt: number, at: Instant, because: string): number {
  return connection.run(WITHDRAW_ATTEMPT, at, because, attempt);
}

const APPEND_RECEIPT = `
  UPDATE attempt SET receipts = coalesce(receipts || ',', '') || ?
  WHERE key = ? AND coalesce(length(receipts), 0) < ?`;

/** Appends a receipt as JSON while the list is shorter than `charactersMax`. */
export function appendReceipt(connection: Connection, attempt: number, receipt: string, charactersMax: number): number {
  return connection.run(APPEND_RECEIPT, receipt, attempt, charactersMax);
}

const SELECT_BY_REFERENCE = `
  SELECT key FROM attempt WHERE reference = ? AND channel = ? ORDER BY key DESC LIMIT 1`;

/** The attempt that a carrier knows by `reference`. */
export function selectAttemptByReference(
  connection: Connection,
  channel: number | null,
  reference: string,
): number | undefined {
  return connection.get<{ key: number }>(SELECT_BY_REFERENCE, reference, channel)?.key;
}

const SELECT_LAST_HANDED_OVER = `
  SELECT key FROM attempt WHERE key BETWEEN ? AND ? AND channel = ? AND phase <> 3 ORDER BY key DESC LIMIT 1`;

/** The last attempt of a request, unless it was withdrawn. */
export function selectLastHandedOver(
  connection: Connection,
  request: number,
  channel: number | null,
): number | undefined {
  const [first, last] = [attemptKey(request, 0), attemptKey(request, ATTEMPTS_PER_REQUEST - 1)];
  return connection.get<{ key: number }>(SELECT_LAST_HANDED_OVER, first, last, channel)?.key;
}

export interface AttemptRow {
  readonly key: number;
  readonly phase: number;
  readonly started: Instant;
  readonly ended: Instant | null;
  readonly submitted: Instant | null;
  readonly outcome_by: Instant | null;
  readonly reference: string | null;
  readonly withdrawn_because: string | null;
  readonly disposition: string | null;
  readonly receipts: string | null;
}

const SELECT_ATTEMPTS = `
  SELECT key, phase, started, ended, submitted, outcome_by, reference, withdrawn_because, disposition, receipts
  FROM attempt WHERE key BETWEEN ? AND ? ORDER BY key`;

/** The attempts of a request, in order. */
export function selectAttempts(connection: Connection, request: number): AttemptRow[] {
  return connection.all<AttemptRow>(
    SELECT_ATTEMPTS,
    attemptKey(request, 0),
    attemptKey(request, ATTEMPTS_PER_REQUEST - 1),
  );
}

// `phase < 2` is said again in these, since SQLite uses a partial index only when its condition is repeated.
const SELECT_OPEN_BEFORE = 'SELECT key FROM attempt WHERE phase < 2 AND phase = 0 AND epoch < ? LIMIT ?';

export function selectOpenBefore(connection: Connection, epoch: number, limit: number): number[] {
  return connection.all<{ key: number }>(SELECT_OPEN_BEFORE, epoch, limit).map((row) => row.key);
}

const SELECT_SUBMITTED_BEFORE =
  'SELECT key FROM attempt WHERE phase < 2 AND phase = 1 AND channel = ? AND epoch < ? LIMIT ?';

export function selectSubmittedBefore(
  connection: Connection,
  channel: number | null,
  epoch: number,
  limit: number,
): number[] {
  return connection.all<{ key: number }>(SELECT_SUBMITTED_BEFORE, channel, epoch, limit).map((row) => row.key);
}

const SELECT_OVERDUE = `
  SELECT key FROM attempt WHERE phase < 2 AND phase = 1 AND channel = ? AND outcome_by <= ? ORDER BY outcome_by LIMIT ?`;

export function selectOverdue(connection: Connection, channel: number | null, now: Instant, limit: number): number[] {
  return connection.all<{ key: number }>(SELECT_OVERDUE, channel, now, limit).map((row) => row.key);
}

const SELECT_NEXT_OVERDUE = 'SELECT min(outcome_by) AS next FROM attempt WHERE phase < 2 AND phase = 1 AND channel = ?';

/** The earliest instant at which the outcome of a submitted attempt must be there. */
export function selectNextOverdue(connection: Connection, channel: number | null): Instant | undefined {
  return connection.get<{ next: Instant | null }>(SELECT_NEXT_OVERDUE, channel)?.next ?? undefined;
}

const DELETE_ATTEMPTS = 'DELETE FROM attempt WHERE key BETWEEN ? AND ?';

export function deleteAttempts(connection: Connection, request: number): number {
  return connection.run(DELETE_ATTEMPTS, attemptKey(request, 0), attemptKey(request, ATTEMPTS_PER_REQUEST - 1));
}
