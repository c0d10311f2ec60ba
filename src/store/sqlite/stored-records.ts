/** Rows turned into the records of the store's interfaces. */

import type { Disposition } from '../../domain/disposition.ts';
import type { EndReason } from '../../domain/end-reasons.ts';
import { formatRequestId, type RequestId } from '../../domain/request-id.ts';
import { isTerminal, type RequestState } from '../../domain/request-states.ts';
import type { AttemptRecord, Receipt, RequestKey, RequestRecord } from '../request-store.ts';
import { channelName, PHASE, phaseName, stateName } from './codes.ts';
import type { RequestRows } from './operations/reads.ts';
import type { AttemptRow } from './statements/attempt-statements.ts';

export function readRequestId(id: Uint8Array): RequestId {
  return formatRequestId(Buffer.from(id.buffer, id.byteOffset, id.byteLength));
}

export function readRequest({ campaignId, request, attempts }: RequestRows): RequestRecord {
  const state = stateName(request.state);
  const channelSubtype = channelName(request.channel);
  return {
    key: request.key as RequestKey, // The brand begins where the row does.
    id: readRequestId(request.id),
    campaignId,
    clientToken: request.token,
    ...(channelSubtype !== undefined && { channelSubtype }),
    state,
    ...(request.reason !== null && { reason: request.reason as EndReason }), // Written from an EndReason.
    acceptedAt: request.accepted,
    dueAt: request.due,
    expiresAt: request.expires,
    ...(request.ended !== null && { endedAt: request.ended }),
    payload: request.payload,
    attempts: attempts.map((attempt) => readAttempt(attempt, state, request.reason)),
  };
}

function readAttempt(row: AttemptRow, state: RequestState, reason: string | null): AttemptRecord {
  return {
    startedAt: row.started,
    ...(row.ended !== null && { endedAt: row.ended }),
    phase: phaseName(row.phase),
    ...(row.submitted !== null && { submittedAt: row.submitted }),
    ...(row.phase === PHASE.submitted && row.outcome_by !== null && { outcomeBy: row.outcome_by }),
    ...(row.reference !== null && { reference: row.reference }),
    ...(row.withdrawn_because !== null && { withdrawnBecause: row.withdrawn_because }),
    // Written from an EndReason.
    ...(row.phase === PHASE.ended && { disposition: readDisposition(state, reason as EndReason, row.disposition) }),
    receipts: readReceipts(row.receipts),
  };
}

/** A disposition: state and reason are the request's, the rest is kept with the attempt. */
export function readDisposition(state: RequestState, reason: EndReason, particulars: string | null): Disposition {
  if (!isTerminal(state) || (state !== 'Succeeded' && state !== 'Failed' && state !== 'Unknown')) {
    throw new Error(`Bug in Campanile: an attempt ended ${state}`);
  }
  // Written by endAttempting, from a Disposition.
  return { state, reason, ...(particulars !== null && (JSON.parse(particulars) as Partial<Disposition>)) };
}

/** Receipts are kept as JSON texts with commas between. */
export function readReceipts(text: string | null): Receipt[] {
  // Written by the receipts operation, from Receipts.
  return text === null ? [] : (JSON.parse(`[${text}]`) as Receipt[]);
}
