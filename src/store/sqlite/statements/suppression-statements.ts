/** SQL on recipient_scope, suppression and suppression_count. */
import type { Instant } from '../../../lib/clock.ts';
import type { Connection } from '../connection.ts';

const INSERT_SCOPE = 'INSERT INTO recipient_scope (name) VALUES (?) ON CONFLICT (name) DO NOTHING';
const SELECT_SCOPE = 'SELECT number FROM recipient_scope WHERE name = ?';

/** The number of a name, or undefined while it has none. */
export function selectScope(connection: Connection, name: string): number | undefined {
  return connection.get<{ number: number }>(SELECT_SCOPE, name)?.number;
}

export function insertScope(connection: Connection, name: string): void {
  connection.run(INSERT_SCOPE, name);
}

const INSERT_SUPPRESSION = `
  INSERT INTO suppression (scope, recipient, channel, added) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`;

/** 1 when it was not there. */
export function insertSuppression(
  connection: Connection,
  scope: number,
  recipient: string,
  channel: number,
  at: Instant,
): number {
  return connection.run(INSERT_SUPPRESSION, scope, recipient, channel, at);
}

const DELETE_SUPPRESSION = 'DELETE FROM suppression WHERE scope = ? AND recipient = ? AND channel = ?';

export function deleteSuppression(connection: Connection, scope: number, recipient: string, channel: number): number {
  return connection.run(DELETE_SUPPRESSION, scope, recipient, channel);
}

// Two equalities instead of IN: each is one descent of the tree.
const SELECT_IS_SUPPRESSED = `
  SELECT 1 AS found FROM suppression WHERE scope = ?1 AND recipient = ?2 AND channel = ?3
  UNION ALL
  SELECT 1 FROM suppression WHERE scope = ?1 AND recipient = ?2 AND channel = ?4
  LIMIT 1`;

/** Whether a recipient is on the list for one of two channels. */
export function selectIsSuppressed(
  connection: Connection,
  scope: number,
  recipient: string,
  channel: number,
  otherChannel: number,
): boolean {
  return connection.get(SELECT_IS_SUPPRESSED, scope, recipient, channel, otherChannel) !== undefined;
}

const SELECT_SUPPRESSIONS_OF_RECIPIENT =
  'SELECT channel, added FROM suppression WHERE scope = ? AND recipient = ? ORDER BY channel';

/** Every entry of one recipient. */
export function selectSuppressionsOfRecipient(
  connection: Connection,
  scope: number,
  recipient: string,
): { channel: number; added: Instant }[] {
  return connection.all(SELECT_SUPPRESSIONS_OF_RECIPIENT, scope, recipient);
}

export interface SuppressionRow {
  readonly recipient: string;
  readonly channel: number;
}

const SELECT_SUPPRESSIONS = `
  SELECT recipient, channel FROM suppression
  WHERE scope = ?1 AND (recipient, channel) > (?2, ?3)
  ORDER BY recipient, channel LIMIT ?4`;

/** Entries after a place, in order. */
export function selectSuppressions(
  connection: Connection,
  scope: number,
  after: SuppressionRow,
  limit: number,
): SuppressionRow[] {
  return connection.all<SuppressionRow>(SELECT_SUPPRESSIONS, scope, after.recipient, after.channel, limit);
}

const SELECT_SUPPRESSIONS_OF_CHANNEL = `
  SELECT recipient, channel FROM suppression
  WHERE scope = ?1 AND (recipient, channel) > (?2, ?3) AND channel = ?5
  ORDER BY recipient, channel LIMIT ?4`;

export function selectSuppressionsOfChannel(
  connection: Connection,
  scope: number,
  channel: number,
  after: SuppressionRow,
  limit: number,
): SuppressionRow[] {
  const { recipient, channel: afterChannel } = after;
  return connection.all<SuppressionRow>(SELECT_SUPPRESSIONS_OF_CHANNEL, scope, recipient, afterChannel, limit, channel);
}

const ADD_TO_COUNT = `
  INSERT INTO suppression_count (scope, channel, entries) VALUES (?1, ?2, ?3)
  ON CONFLICT (scope, channel) DO UPDATE SET entries = entries + ?3`;

export function addToSuppressionCount(connection: Connection, scope: number, channel: number, by: number): void {
  connection.run(ADD_TO_COUNT, scope, channel, by);
}

export interface SuppressionCountRow {
  readonly name: string;
  readonly channel: number;
  readonly entries: number;
}

const SELECT_COUNTS = `
  SELECT name, channel, entries FROM suppression_count JOIN recipient_scope ON number = scope WHERE entries > 0`;

export function selectSuppressionCounts(connection: Connection): SuppressionCountRow[] {
  return connection.all<SuppressionCountRow>(SELECT_COUNTS);
}
