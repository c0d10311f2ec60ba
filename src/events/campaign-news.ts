/**
 * Facts of messages in the words of AWS's messaging services: SES event types for email, End User Messaging's for SMS, the
 * statuses of the WhatsApp Business API. A settling receipt and the end that it brings are one piece of news.
 */
import { END_REASONS, type EndReason } from '../domain/end-reasons.ts';
import type { EventFact } from '../store/event-store.ts';
import type { EventContext } from './event-context.ts';

type Members = Readonly<Record<string, unknown>>;

/** What a channel calls each piece of news. */
interface Vocabulary {
  readonly submitted: string;
  /** By the status of the receipt; what is not in it is no news to AWS's readers. */
  readonly receipts: Readonly<Record<string, string>>;
  /** Of requests that ended with an attempt and without a receipt that settles it. */
  readonly endings: Readonly<Partial<Record<EndReason, string>>>;
  /** Of an end of which nobody knows more; absent where AWS has no word for that. */
  readonly unknown?: string;
}

const SES = ['Delivery', 'Bounce', 'Complaint', 'Open', 'Click', 'DeliveryDelay'];

const EMAIL: Vocabulary = {
  submitted: 'Send',
  receipts: Object.fromEntries(SES.map((type) => [type, type])),
  endings: {
    DELIVERED: 'Delivery',
    REJECTED: 'Reject',
    INVALID_DESTINATION: 'Reject',
    BOUNCED: 'Bounce',
    RENDERING_FAILURE: 'RenderingFailure',
    UNKNOWN_TEMPLATE: 'RenderingFailure',
  },
};

const SMS: Vocabulary = {
  submitted: 'TEXT_SENT',
  receipts: {
    DELIVERED: 'TEXT_DELIVERED',
    REJECTED: 'TEXT_BLOCKED',
    UNDELIVERABLE: 'TEXT_UNREACHABLE',
    INVALID: 'TEXT_INVALID',
    EXPIRED: 'TEXT_TTL_EXPIRED',
  },
  endings: {
    DELIVERED: 'TEXT_DELIVERED',
    REJECTED: 'TEXT_BLOCKED',
    INVALID_DESTINATION: 'TEXT_INVALID',
    RENDERING_FAILURE: 'TEXT_INVALID_MESSAGE',
    UNKNOWN_TEMPLATE: 'TEXT_INVALID_MESSAGE',
  },
  unknown: 'TEXT_UNKNOWN',
};

const WHATSAPP: Vocabulary = {
  submitted: 'sent',
  receipts: { SENT: 'sent', DELIVERED: 'delivered', READ: 'read', FAILED: 'failed' },
  endings: {
    DELIVERED: 'delivered',
    REJECTED: 'failed',
    INVALID_DESTINATION: 'failed',
    RENDERING_FAILURE: 'failed',
    UNKNOWN_TEMPLATE: 'failed',
  },
};

export const emailEventType = (fact: EventFact, context: EventContext): string | undefined =>
  word(EMAIL, fact, context);
export const smsEventType = (fact: EventFact, context: EventContext): string | undefined => word(SMS, fact, context);
export const whatsAppEventType = (fact: EventFact, context: EventContext): string | undefined =>
  word(WHATSAPP, fact, context);

function word(vocabulary: Vocabulary, fact: EventFact, { receipts }: EventContext): string | undefined {
  switch (fact.kind) {
    case 'attemptStarted':
    case 'attemptWithdrawn':
      return undefined;
    case 'attemptSubmitted':
      return vocabulary.submitted;
    case 'receiptArrived':
      return vocabulary.receipts[fact.receipt.status];
    case 'requestEnded': {
      const isTold = receipts.some(
        ({ disposition, status }) => disposition !== undefined && vocabulary.receipts[status] !== undefined,
      );
      return isTold ? undefined : (vocabulary.endings[fact.reason] ?? vocabulary.unknown);
    }
  }
}

function detailOf(fact: EventFact): string | undefined {
  if (fact.kind === 'receiptArrived') return fact.receipt.detail;
  return fact.kind === 'requestEnded' ? fact.disposition?.detail : undefined;
}

/** The SES event below `email`: which members it has follows from its type. */
export function emailMembers(type: string, fact: EventFact): Members {
  const detail = detailOf(fact);
  const said = (name: string): Members => (detail === undefined ? {} : { [name]: detail });
  switch (type) {
    case 'Bounce':
      return { eventType: type, bounce: bounceOf(detail) };
    case 'Click':
      return { eventType: type, click: said('link') };
    case 'Open':
      return { eventType: type, open: {} };
    case 'Complaint':
      return { eventType: type, complaint: said('complaintFeedbackType') };
    case 'DeliveryDelay':
      return { eventType: type, deliveryDelay: { delayType: detail ?? 'Undetermined' } };
    case 'Reject':
      return { eventType: type, reject: said('reason') };
    case 'RenderingFailure':
      return { eventType: type, renderingFailure: said('errorMessage') };
    default:
      return { eventType: type };
  }
}

/** By the class of the enhanced status code (RFC 3463 section 2): 5 permanent, 4 transient. */
function bounceOf(detail: string | undefined): Members {
  if (detail?.startsWith('5') === true) return { bounceType: 'Permanent', bounceSubType: 'General' };
  if (detail?.startsWith('4') === true) return { bounceType: 'Transient', bounceSubType: 'General' };
  return { bounceType: 'Undetermined', bounceSubType: 'Undetermined' };
}

const SMS_STATUS: Readonly<Record<string, string>> = {
  TEXT_SENT: 'Message has been sent to the carrier',
  TEXT_DELIVERED: 'Message has been accepted by phone',
  TEXT_BLOCKED: 'The carrier blocked the message',
  TEXT_UNREACHABLE: "The recipient's device cannot be reached",
  TEXT_INVALID: 'The destination is not a valid number',
  TEXT_INVALID_MESSAGE: 'The body of the message is invalid',
  TEXT_TTL_EXPIRED: 'The message could not be delivered in time',
  TEXT_UNKNOWN: 'The carrier did not report what became of the message',
};

/** The End User Messaging event below `sms`; prices and country are the provider's to know. */
export function smsMembers(type: string): Members {
  return {
    messageType: 'TRANSACTIONAL',
    messageStatus: type.replace('TEXT_', ''),
    messageStatusDescription: SMS_STATUS[type] ?? type,
  };
}

/** `engagement_details.whatsapp.errors`: the carrier's code and words of a failure, else none. */
export function whatsAppErrors(fact: EventFact): readonly { readonly code: string; readonly message: string }[] {
  const disposition = fact.kind === 'receiptArrived' ? fact.receipt.disposition : undefined;
  const { reason, state } = disposition ?? (fact.kind === 'requestEnded' ? fact : {});
  if (reason === undefined || state !== 'Failed') return [];
  return [{ code: reason, message: detailOf(fact) ?? END_REASONS[reason] }];
}
