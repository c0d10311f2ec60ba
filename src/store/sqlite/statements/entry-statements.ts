/** SQL on entry: profiles in campaigns that have a source. */
import type { Instant } from '../../../lib/clock.ts';
import type { Connection } from '../connection.ts';

const INSERT_ENTRY = 'INSERT INTO entry (campaign, profile, request, entered) VALUES (?, ?, ?, ?)';

export function insertEntry(
  connection: Connection,
  campaign: number,
  profile: string,
  request: number,
  enteredAt: Instant,
): void {
  connection.run(INSERT_ENTRY, campaign, profile, request, enteredAt);
}

const DELETE_ENTRIES_BEFORE = `
  DELETE FROM entry WHERE campaign = ?1 AND (profile, request) IN
    (SELECT profile, request FROM entry WHERE campaign = ?1 AND entered < ?2 LIMIT ?3)`;

export function deleteEntriesBefore(connection: Connection, campaign: number, before: Instant, limit: number): number {
  return connection.run(DELETE_ENTRIES_BEFORE, campaign, before, limit);
}

export interface EntryRow {
  readonly count: number;
  /** The instant and the request of the latest one; null while there is none. */
  readonly entered: Instant | null;
  readonly request: number | null;
}

// Beside a single max() SQLite takes a bare column from the row of the maximum (lang_select.html, section 2.5).
const SELECT_ENTRIES = `
  SELECT count(*) AS count, max(request) AS request, entered FROM entry WHERE campaign = ? AND profile = ?`;

export function selectEntries(connection: Connection, campaign: number, profile: string): EntryRow {
  return connection.get<EntryRow>(SELECT_ENTRIES, campaign, profile) ?? { count: 0, entered: null, request: null };
}
