/** Events as their readers see them, from the compact rows. */
import type { EndReason } from '../../../domain/end-reasons.ts';
import { isTerminal } from '../../../domain/request-states.ts';
import { assert, defined } from '../../../lib/assert.ts';
import type { EventFact, StoredEvent } from '../../event-store.ts';
import { channelName, EVENT, PHASE, stateName } from '../codes.ts';
import { type EventRow, selectEvents } from '../statements/event-statements.ts';
import { readDisposition, readReceipts, readRequestId } from '../stored-records.ts';
import { AGAIN } from './events.ts';
import type { Reader } from './reads.ts';

export function readEvents(
  { connection, memory }: Reader,
  { after, limit }: { after: number; limit: number },
): StoredEvent[] {
  return selectEvents(connection, after, limit).map((row) => {
    const channelSubtype = channelName(row.channel);
    return {
      sequence: row.sequence,
      at: row.at,
      campaignId: defined(memory.campaignsByNumber.get(row.campaign), 'the campaign of an event').id,
      requestId: readRequestId(row.id),
      ...(channelSubtype !== undefined && { channelSubtype }),
      fact: factOf(row),
    };
  });
}

export function lastSequence({ memory }: Reader): number {
  return memory.nextSequence - 1;
}

function factOf(row: EventRow): EventFact {
  switch (row.kind) {
    case EVENT.attemptStarted:
      return { kind: 'attemptStarted', ...(row.detail === AGAIN && { isAgain: true as const }) };
    case EVENT.attemptSubmitted:
      return { kind: 'attemptSubmitted' };
    case EVENT.attemptWithdrawn:
      return { kind: 'attemptWithdrawn', because: row.detail ?? '' };
    case EVENT.receiptArrived:
      return { kind: 'receiptArrived', receipt: defined(readReceipts(row.detail)[0], 'the receipt of an event') };
    case EVENT.requestEnded:
      return endingOf(row);
  }
}

function endingOf(row: EventRow): EventFact {
  const state = stateName(row.state);
  assert(isTerminal(state), 'a request has an ending and goes on');
  // Written by endRequest, from an EndReason.
  const reason = defined(row.reason, 'the reason of an ending') as EndReason;
  if (row.phase !== PHASE.ended) return { kind: 'requestEnded', state, reason };
  return { kind: 'requestEnded', state, reason, disposition: readDisposition(state, reason, row.disposition) };
}
