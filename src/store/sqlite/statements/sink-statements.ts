/** SQL on sink and dead_letter. */
import type { DeadLetter, SinkStanding } from '../../sink-store.ts';
import type { Connection } from '../connection.ts';

const INSERT_SINK = 'INSERT INTO sink (name, cursor) VALUES (?, ?) ON CONFLICT (name) DO NOTHING';

export function insertSink(connection: Connection, name: string, cursor: number): void {
  connection.run(INSERT_SINK, name, cursor);
}

const ADVANCE_SINK = 'UPDATE sink SET cursor = max(cursor, ?) WHERE name = ?';

export function advanceSink(connection: Connection, name: string, cursor: number): void {
  connection.run(ADVANCE_SINK, cursor, name);
}

const SELECT_SINK = `
  SELECT name AS sink, cursor, (SELECT count(*) FROM dead_letter WHERE dead_letter.sink = name) AS deadLetters
  FROM sink WHERE name = ?`;

export function selectSink(connection: Connection, name: string): SinkStanding | undefined {
  const row = connection.get<SinkStanding>(SELECT_SINK, name);
  return row && { ...row };
}

const INSERT_DEAD_LETTER = 'INSERT INTO dead_letter (sink, sequence, at, reason) VALUES (?, ?, ?, ?)';

export function insertDeadLetter(
  connection: Connection,
  sink: string,
  { sequence, at, reason }: Omit<DeadLetter, 'key'>,
): void {
  connection.run(INSERT_DEAD_LETTER, sink, sequence, at, reason);
}

const DELETE_OLDEST_DEAD_LETTERS = `
  DELETE FROM dead_letter
  WHERE key <= (SELECT key FROM dead_letter WHERE sink = ?1 ORDER BY key DESC LIMIT 1 OFFSET ?2) AND sink = ?1`;

/** Keeps the `kept` youngest of a sink. */
export function deleteOldestDeadLetters(connection: Connection, sink: string, kept: number): number {
  return connection.run(DELETE_OLDEST_DEAD_LETTERS, sink, kept);
}

const SELECT_DEAD_LETTERS = 'SELECT key, sequence, at, reason FROM dead_letter WHERE sink = ? ORDER BY key LIMIT ?';

export function selectDeadLetters(connection: Connection, sink: string, limit: number): DeadLetter[] {
  return connection.all<DeadLetter>(SELECT_DEAD_LETTERS, sink, limit).map((row) => ({ ...row }));
}

const DELETE_DEAD_LETTER = 'DELETE FROM dead_letter WHERE key = ?';

export function deleteDeadLetter(connection: Connection, key: number): void {
  connection.run(DELETE_DEAD_LETTER, key);
}
