/** A stored request as the admin API shows it. */

import type { Reply } from '../api/protocol/shapes/infer.ts';
import { END_REASONS } from '../domain/end-reasons.ts';
import { destinationOf, parseContent } from '../domain/request-content.ts';
import type { AttemptRecord, RequestRecord } from '../store/request-store.ts';
import { maskedDestination } from './masking.ts';
import type { Request } from './shapes/requests.ts';

/** The request with its history; its destination masked unless `reveal`. */
export function shownRequest(record: RequestRecord, reveal: boolean): Reply<typeof Request> {
  const destination = destinationOf(parseContent(record.payload));
  return {
    id: record.id,
    campaignId: record.campaignId,
    clientToken: record.clientToken,
    channelSubtype: record.channelSubtype,
    destination: destination === undefined || reveal ? destination : maskedDestination(destination),
    state: record.state,
    reason: record.reason,
    explanation: explanationOf(record),
    acceptedAt: record.acceptedAt,
    dueAt: record.dueAt,
    expirationTime: record.expiresAt,
    endedAt: record.endedAt,
    attempts: record.attempts.map(shownAttempt),
  };
}

function explanationOf({ state, reason, attempts }: RequestRecord): string {
  if (reason !== undefined) return END_REASONS[reason];
  if (state === 'Attempting') {
    return attempts.at(-1)?.phase === 'submitted'
      ? 'The carrier took the attempt; its outcome has not come yet.'
      : 'An attempt is being handed to the carrier.';
  }
  return attempts.length === 0
    ? 'It waits for its attempt.'
    : 'The carrier could not take the attempt, and nothing was sent; it waits for the next one.';
}

function shownAttempt(record: AttemptRecord) {
  const { startedAt, submittedAt, outcomeBy, endedAt, phase, withdrawnBecause, disposition, receipts } = record;
  return { startedAt, submittedAt, outcomeBy, endedAt, phase, withdrawnBecause, disposition, receipts };
}
