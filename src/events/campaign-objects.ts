/**
 * The Campaign-* objects that AWS writes to Customer Profiles, of which a stored event is one or none: a message is told
 * when the carrier took it and with all that the carrier says then, a call once when it has ended, and what was never
 * attempted as Campaign-Orchestration.
 */
import type { EventFact, StoredEvent } from '../store/event-store.ts';
import { commonMembers, type Members } from './campaign-members.ts';
import {
  emailEventType,
  emailMembers,
  smsEventType,
  smsMembers,
  whatsAppErrors,
  whatsAppEventType,
} from './campaign-news.ts';
import { type EventContext, receiptOf } from './event-context.ts';
import { isoTime } from './outward-event.ts';

export type CampaignObjectType =
  | 'Campaign-Email'
  | 'Campaign-SMS'
  | 'Campaign-Telephony'
  | 'Campaign-WhatsApp'
  | 'Campaign-Orchestration';

export interface CampaignObject {
  readonly type: CampaignObjectType;
  readonly body: Members;
}

/** May the number or address be in it? */
export interface CampaignObjectOptions {
  readonly revealRecipients: boolean;
}

/** The object that a stored event is, or undefined. */
export function campaignObject(
  event: StoredEvent,
  context: EventContext,
  options: CampaignObjectOptions,
): CampaignObject | undefined {
  const orchestration = orchestrationEventType(event, context);
  if (orchestration !== undefined) {
    return { type: 'Campaign-Orchestration', body: commonMembers(event, context, orchestration) };
  }
  const withRecipient = (eventType: string): Members => commonMembers(event, context, eventType, options);
  switch (event.channelSubtype) {
    case 'TELEPHONY':
      return callObject(event, context, withRecipient);
    case 'SMS':
      return objectOf('Campaign-SMS', smsEventType(event.fact, context), (type) => ({
        ...withRecipient(type),
        sms: smsMembers(type),
      }));
    case 'EMAIL':
      return objectOf('Campaign-Email', emailEventType(event.fact, context), (type) => ({
        ...withRecipient(type),
        email: emailMembers(type, event.fact),
      }));
    case 'WHATSAPP':
      // WhatsApp nests what the others have at the top.
      return objectOf('Campaign-WhatsApp', whatsAppEventType(event.fact, context), (type) => ({
        engagement: {
          ...withRecipient(type),
          engagement_details: { whatsapp: { errors: whatsAppErrors(event.fact) } },
        },
      }));
    default:
      return undefined;
  }
}

function objectOf(
  type: CampaignObjectType,
  eventType: string | undefined,
  bodyOf: (eventType: string) => Members,
): CampaignObject | undefined {
  return eventType === undefined ? undefined : { type, body: bodyOf(eventType) };
}

/** TARGET when a recipient's first attempt begins; else why there was none. */
function orchestrationEventType({ at, fact }: StoredEvent, { request }: EventContext): string | undefined {
  const [first] = request.attempts;
  if (fact.kind === 'attemptStarted') {
    // An attempt that we took back before the carrier was asked has given its place to a later one.
    return fact.isAgain !== true && first !== undefined && at <= first.startedAt ? 'TARGET' : undefined;
  }
  if (fact.kind !== 'requestEnded' || fact.disposition !== undefined) return undefined;
  return fact.reason === 'MISSING_TIMEZONE' ? 'DROPPED_MISSING_TIMEZONE' : fact.reason;
}

/** At the end of the call everything is known: by whom it was answered, and whether an agent came. */
function callObject(
  { fact }: StoredEvent,
  context: EventContext,
  withRecipient: (eventType: string) => Members,
): CampaignObject | undefined {
  if (fact.kind !== 'requestEnded' || fact.disposition === undefined) return undefined;
  const { answeringMachineDetectionStatus } = fact.disposition;
  const connected = receiptOf(context, 'CONNECTED_TO_AGENT');
  const greetingEndAt = context.receipts.find(({ contact }) => contact?.greetingEndAt !== undefined)?.contact
    ?.greetingEndAt;
  const voice = {
    ...(connected !== undefined && { agentInfo: { connectedToAgentTimestamp: isoTime(connected.at) } }),
    ...(greetingEndAt !== undefined && { customerVoiceActivity: { greetingEndTimestamp: isoTime(greetingEndAt) } }),
    ...(answeringMachineDetectionStatus !== undefined && { answeringMachineDetectionStatus }),
  };
  const type = answeringMachineDetectionStatus ?? endingWord(fact);
  return { type: 'Campaign-Telephony', body: { ...withRecipient(type), voice } };
}

function endingWord({ disposition, reason }: Extract<EventFact, { kind: 'requestEnded' }>): string {
  return disposition?.disconnectReason ?? reason;
}
