/** SQL on event. */
import type { Instant } from '../../../lib/clock.ts';
import type { EventCode, StateCode } from '../codes.ts';
import type { Connection } from '../connection.ts';

const INSERT_EVENT = 'INSERT INTO event (sequence, at, request, kind, detail) VALUES (?, ?, ?, ?, ?)';

export function insertEvent(
  connection: Connection,
  sequence: number,
  at: Instant,
  request: number,
  kind: EventCode,
  detail: string | null,
): void {
  connection.run(INSERT_EVENT, sequence, at, request, kind, detail);
}

/** An event with what it takes from its request and the request's last attempt. */
export interface EventRow {
  readonly sequence: number;
  readonly at: Instant;
  readonly kind: EventCode;
  readonly detail: string | null;
  readonly id: Uint8Array;
  readonly campaign: number;
  readonly channel: number | null;
  readonly state: StateCode;
  readonly reason: string | null;
  readonly phase: number | null;
  readonly disposition: string | null;
}

// 8: ATTEMPTS_PER_REQUEST. Events of purged requests are passed over.
const SELECT_EVENTS = `
  SELECT event.sequence, event.at, event.kind, event.detail, request.id, request.campaign, request.channel,
    request.state, request.reason, attempt.phase, attempt.disposition
  FROM event
  CROSS JOIN request ON request.key = event.request
  LEFT JOIN attempt ON attempt.key = request.key * 8 + request.withdrawals
  WHERE event.sequence > ?
  ORDER BY event.sequence
  LIMIT ?`;

export function selectEvents(connection: Connection, after: number, limit: number): EventRow[] {
  return connection.all<EventRow>(SELECT_EVENTS, after, limit);
}

const SELECT_LAST_SEQUENCE = 'SELECT max(sequence) AS last FROM event';

/** 0 when there is none. */
export function selectLastSequence(connection: Connection): number {
  return connection.get<{ last: number | null }>(SELECT_LAST_SEQUENCE)?.last ?? 0;
}

const DELETE_OLDEST_EVENTS = `
  DELETE FROM event
  WHERE sequence IN (SELECT sequence FROM event ORDER BY sequence LIMIT ?)
    AND at < ? AND sequence < (SELECT max(sequence) FROM event)`;

/** Deletes events before `before` among the `limit` oldest. The last one stays: its number must not come again. */
export function deleteOldestEvents(connection: Connection, before: Instant, limit: number): number {
  return connection.run(DELETE_OLDEST_EVENTS, limit, before);
}
