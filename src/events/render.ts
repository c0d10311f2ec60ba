/** Stored events for readers: one flat object each, in the words of the admin API. */
import { END_REASONS, type EndReason } from '../domain/end-reasons.ts';
import type { RequestState } from '../domain/request-states.ts';
import type { Instant } from '../lib/clock.ts';
import type { EventFact, StoredEvent } from '../store/event-store.ts';
import type { Receipt } from '../store/request-store.ts';

export interface RenderedEvent extends Pick<StoredEvent, 'at' | 'campaignId' | 'requestId' | 'channelSubtype'> {
  readonly sequence: string;
  readonly at: Instant;
  readonly kind: EventFact['kind'];
  /** Of a withdrawal. */
  readonly because?: string;
  readonly receipt?: Receipt;
  /** These four of an end. */
  readonly state?: RequestState;
  readonly reason?: EndReason;
  readonly explanation?: string;
  readonly disposition?: Receipt['disposition'];
}

/** The event as a reader sees it; it holds no destination and no client token. */
export function renderEvent(stored: StoredEvent): RenderedEvent {
  const { sequence, at, campaignId, requestId, channelSubtype, fact } = stored;
  return {
    sequence: String(sequence),
    at,
    kind: fact.kind,
    campaignId,
    requestId,
    ...(channelSubtype !== undefined && { channelSubtype }),
    ...details(fact),
  };
}

function details(fact: EventFact): Partial<RenderedEvent> {
  switch (fact.kind) {
    case 'attemptStarted':
    case 'attemptSubmitted':
      return {};
    case 'attemptWithdrawn':
      return { because: fact.because };
    case 'receiptArrived':
      return { receipt: fact.receipt };
    case 'requestEnded': {
      const { state, reason, disposition } = fact;
      return { state, reason, explanation: END_REASONS[reason], ...(disposition !== undefined && { disposition }) };
    }
  }
}
