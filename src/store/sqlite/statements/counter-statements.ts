/** SQL on counter. The eight figures come in the order of the state codes. */
import { REQUEST_STATES } from '../../../domain/request-states.ts';
import type { Connection } from '../connection.ts';

const INSERT_COUNTERS = 'INSERT INTO counter (campaign) VALUES (?)';

export function insertCounters(connection: Connection, campaign: number): void {
  connection.run(INSERT_COUNTERS, campaign);
}

const UPDATE_COUNTERS = `
  UPDATE counter
  SET accepted = ?, buffered = ?, attempting = ?, succeeded = ?, failed = ?, unknown = ?, expired = ?, cancelled = ?,
    suppressed = ?
  WHERE campaign = ?`;

/** How many rows were changed: one. */
export function updateCounters(connection: Connection, campaign: number, byState: Float64Array): number {
  const accepted = byState.reduce((sum, each) => sum + each, 0);
  return connection.run(UPDATE_COUNTERS, accepted, ...byState, campaign);
}

const SELECT_COUNTERS = 'SELECT * FROM counter';

/** All counters: campaign number and the eight figures. */
export function selectCounters(connection: Connection): { campaign: number; byState: Float64Array }[] {
  return connection.all<Record<string, number>>(SELECT_COUNTERS).map((row) => ({
    campaign: row['campaign'] ?? 0,
    byState: Float64Array.from(REQUEST_STATES, (state) => row[state.toLowerCase()] ?? 0),
  }));
}
