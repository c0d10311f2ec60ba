/** SQL on mark. */
import type { Connection } from '../connection.ts';

const UPSERT_MARK = `
  INSERT INTO mark (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`;

export function upsertMark(connection: Connection, name: string, value: number): void {
  connection.run(UPSERT_MARK, name, value);
}

const SELECT_MARK_NAMES = 'SELECT name FROM mark WHERE name >= ?1 AND name < ?1 || char(1114111)';

/** The names of marks that begin with `prefix`. */
export function selectMarkNames(connection: Connection, prefix: string): string[] {
  return connection.all<{ name: string }>(SELECT_MARK_NAMES, prefix).map(({ name }) => name);
}

const SELECT_MARK = 'SELECT value FROM mark WHERE name = ?';

export function selectMark(connection: Connection, name: string): number | undefined {
  return connection.get<{ value: number }>(SELECT_MARK, name)?.value;
}
