/** SQL on key_segment. */
import type { Connection } from '../connection.ts';

export interface KeySegmentRow {
  readonly first_key: number;
  readonly entries: Uint8Array;
}

const INSERT_KEY_SEGMENT = 'INSERT INTO key_segment (first_key, entries) VALUES (?, ?)';

export function insertKeySegment(connection: Connection, firstKey: number, entries: Uint8Array): void {
  connection.run(INSERT_KEY_SEGMENT, firstKey, entries);
}

const SELECT_KEY_SEGMENTS = 'SELECT first_key, entries FROM key_segment ORDER BY first_key';

export function selectKeySegments(connection: Connection): Iterable<KeySegmentRow> {
  return connection.iterate<KeySegmentRow>(SELECT_KEY_SEGMENTS);
}

const SELECT_LAST_KEY_SEGMENT = 'SELECT first_key, entries FROM key_segment ORDER BY first_key DESC LIMIT 1';

export function selectLastKeySegment(connection: Connection): KeySegmentRow | undefined {
  return connection.get<KeySegmentRow>(SELECT_LAST_KEY_SEGMENT);
}
