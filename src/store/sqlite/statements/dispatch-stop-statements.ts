/** SQL on dispatch_stop. */
import type { Instant } from '../../../lib/clock.ts';
import type { Connection } from '../connection.ts';

const INSERT_STOP = 'INSERT INTO dispatch_stop (channel, since) VALUES (?, ?) ON CONFLICT DO NOTHING';

export function insertStop(connection: Connection, channel: number, since: Instant): void {
  connection.run(INSERT_STOP, channel, since);
}

const DELETE_STOP = 'DELETE FROM dispatch_stop WHERE channel = ?';

export function deleteStop(connection: Connection, channel: number): void {
  connection.run(DELETE_STOP, channel);
}

const DELETE_STOPS = 'DELETE FROM dispatch_stop';

export function deleteStops(connection: Connection): void {
  connection.run(DELETE_STOPS);
}

const SELECT_STOPS = 'SELECT channel, since FROM dispatch_stop ORDER BY channel';

export function selectStops(connection: Connection): { channel: number; since: Instant }[] {
  return connection.all(SELECT_STOPS);
}
