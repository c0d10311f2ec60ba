/**
 * Amazon Connect's contact events of a call (admin guide, "Contact events data model"): which of them a stored event is,
 * in which order. A happy call is INITIATED, CONNECTED_TO_SYSTEM, QUEUED, CONNECTED_TO_AGENT, DISCONNECTED, COMPLETED.
 */
import { type ContactStep, isContactStep } from '../domain/contact-progress.ts';
import type { DisconnectReason } from '../domain/disposition.ts';
import type { EndReason } from '../domain/end-reasons.ts';
import type { EventFact, StoredEvent } from '../store/event-store.ts';
import { type ContactEventType, contactDetail } from './contact-detail.ts';
import { type EventContext, receiptOf } from './event-context.ts';

export interface ContactEvent {
  readonly type: ContactEventType;
  /** The `detail` of the event as EventBridge carries it. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** The contact events of a stored event, in order; none for other channels than voice, which AWS gives no contact. */
export function contactEvents(event: StoredEvent, context: EventContext): ContactEvent[] {
  if (event.channelSubtype !== 'TELEPHONY') return [];
  const disconnectReason = disconnectReasonOf(event.fact);
  return typesOf(event, context).map((type) => ({
    type,
    body: contactDetail(type, event, context, disconnectReason),
  }));
}

function typesOf(event: StoredEvent, context: EventContext): ContactEventType[] {
  const { fact } = event;
  switch (fact.kind) {
    case 'attemptStarted':
    case 'attemptWithdrawn':
      return [];
    case 'attemptSubmitted':
      return ['INITIATED'];
    case 'receiptArrived':
      return typesOfReceipt(fact.receipt.status, event, context);
    case 'requestEnded':
      return typesOfEnding(fact, context);
  }
}

/** Classification is none: its status is in the events that follow. DISCONNECTED comes with the end of the request. */
const TYPES_OF_STEP: Readonly<Record<ContactStep, readonly ContactEventType[]>> = {
  CONNECTED_TO_SYSTEM: ['CONNECTED_TO_SYSTEM'],
  QUEUED: ['QUEUED'],
  CONNECTED_TO_AGENT: ['CONNECTED_TO_AGENT'],
  PAUSED: ['PAUSED'],
  RESUMED: ['RESUMED'],
  PREVIEW_ACCEPTED: ['CONTACT_DATA_UPDATED'],
  DISCONNECTED: [],
  AFTER_CONTACT_WORK_ENDED: ['COMPLETED'],
};

function typesOfReceipt(status: string, { at }: StoredEvent, context: EventContext): ContactEventType[] {
  if (!isContactStep(status)) return [];
  const types = TYPES_OF_STEP[status];
  const { endedAt } = context.request;
  // A contact that is disconnected can only be completed; news of it beyond that is ours alone.
  if (endedAt !== undefined && at > endedAt && status !== 'AFTER_CONTACT_WORK_ENDED') return [];
  const isUndetected = status === 'CONNECTED_TO_SYSTEM' && !hasDetection(context);
  return isUndetected ? [...types, 'AMD_DISABLED'] : [...types];
}

type Ending = Extract<EventFact, { kind: 'requestEnded' }>;

function typesOfEnding({ state }: Ending, context: EventContext): ContactEventType[] {
  const { attempt } = context;
  // Nobody was to be contacted any more.
  if (state === 'Cancelled' || state === 'Suppressed') return [];
  // No attempt, or none that was not withdrawn.
  if (attempt === undefined || state === 'Expired') return ['DISCONNECTED'];
  const begins: ContactEventType[] = attempt.reference === undefined ? ['INITIATED'] : [];
  const hadAgent = receiptOf(context, 'CONNECTED_TO_AGENT') !== undefined;
  return [...begins, 'DISCONNECTED', ...(hadAgent ? [] : (['COMPLETED'] as const))];
}

/** Where the request ended without a word of the carrier (api grouping "Failed" of the best-practices page). */
const REASON_WITHOUT_CARRIER: Readonly<Partial<Record<EndReason, DisconnectReason>>> = {
  EXPIRED: 'EXPIRED',
  UNKNOWN_TEMPLATE: 'OUTBOUND_RESOURCE_ERROR',
  MISSING_CHANNEL: 'OUTBOUND_RESOURCE_ERROR',
  INVALID_DESTINATION: 'OUTBOUND_DESTINATION_ENDPOINT_ERROR',
  PREVIEW_DISCARDED: 'OUTBOUND_PREVIEW_DISCARDED',
};

function disconnectReasonOf(fact: EventFact): DisconnectReason | undefined {
  if (fact.kind !== 'requestEnded') return undefined;
  return fact.disposition?.disconnectReason ?? REASON_WITHOUT_CARRIER[fact.reason] ?? 'OUTBOUND_ATTEMPT_FAILED';
}

/** A request's own word, else the campaign's; on where nobody says. */
function hasDetection({ campaign, content }: EventContext): boolean {
  const config =
    content.telephony?.answerMachineDetectionConfig ??
    campaign.definition.channelSubtypeConfig?.telephony?.defaultOutboundConfig.answerMachineDetectionConfig;
  return config?.enableAnswerMachineDetection ?? true;
}
