/** SQL on attempts together with their requests, for counting what was sent before anybody counted. */
import type { Instant } from '../../../lib/clock.ts';
import type { StateCode } from '../codes.ts';
import type { Connection } from '../connection.ts';

export interface PastAttemptRow {
  readonly key: number;
  readonly started: Instant;
  readonly phase: number;
  readonly disposition: string | null;
  readonly campaign: number;
  readonly state: StateCode;
  readonly reason: string | null;
  readonly payload: Uint8Array;
}

// 8: ATTEMPTS_PER_REQUEST.
const SELECT_PAST_ATTEMPTS = `
  SELECT attempt.key, started, phase, disposition, campaign, state, reason, payload
  FROM attempt CROSS JOIN request ON request.key = attempt.key / 8
  WHERE attempt.key > ? ORDER BY attempt.key LIMIT ?`;

/** Attempts after `after`, in order. */
export function selectPastAttempts(connection: Connection, after: number, limit: number): PastAttemptRow[] {
  return connection.all<PastAttemptRow>(SELECT_PAST_ATTEMPTS, after, limit);
}
