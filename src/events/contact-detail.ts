/** The members of a contact event, in AWS's names; what is not known at its moment is left out. */
import type { DisconnectReason } from '../domain/disposition.ts';
import type { StoredEvent } from '../store/event-store.ts';
import type { Receipt } from '../store/request-store.ts';
import { connectArn, type EventContext, receiptOf } from './event-context.ts';
import { isoTime } from './outward-event.ts';

export type ContactEventType =
  | 'INITIATED'
  | 'CONNECTED_TO_SYSTEM'
  | 'AMD_DISABLED'
  | 'CONTACT_DATA_UPDATED'
  | 'QUEUED'
  | 'CONNECTED_TO_AGENT'
  | 'PAUSED'
  | 'RESUMED'
  | 'DISCONNECTED'
  | 'COMPLETED';

type Detail = Readonly<Record<string, unknown>>;

/** The `detail` of one contact event. `disconnectReason` is that of the end, which only the last two events carry. */
export function contactDetail(
  type: ContactEventType,
  event: StoredEvent,
  context: EventContext,
  disconnectReason: DisconnectReason | undefined,
): Detail {
  const { campaign } = context;
  const isOver = type === 'DISCONNECTED' || type === 'COMPLETED';
  const status = detectionStatus(event, context);
  return {
    eventType: type,
    contactId: event.requestId,
    // Nothing is transferred here, so a contact is its own beginning and has no previous and no related one.
    initialContactId: event.requestId,
    channel: 'VOICE',
    instanceArn: connectArn(campaign),
    initiationMethod: 'API',
    ...timestamps(event, context, isOver),
    ...(isOver && { disconnectReason: disconnectReason ?? endReasonOf(context) }),
    ...(status !== undefined && { answeringMachineDetectionStatus: status }),
    ...queueInfo(context),
    ...agentInfo(context),
    ...voiceActivity(context),
    campaign: { campaignId: campaign.id },
    tags: campaign.tags,
    segmentAttributes: { 'connect:Subtype': { valueString: 'connect:Telephony' } },
    ...outboundStrategy(context),
  };
}

function timestamps({ at, fact }: StoredEvent, context: EventContext, isOver: boolean): Detail {
  const { attempt, request } = context;
  const connected = receiptOf(context, 'CONNECTED_TO_SYSTEM');
  return {
    initiationTimestamp: isoTime(attempt?.startedAt ?? request.acceptedAt),
    ...(connected !== undefined && { connectedToSystemTimestamp: isoTime(connected.at) }),
    // After-contact work ends later than the contact that it follows.
    ...(isOver && { disconnectTimestamp: isoTime(fact.kind === 'requestEnded' ? at : (request.endedAt ?? at)) }),
  };
}

/** COMPLETED after after-contact work comes with no end of its own: it repeats that of the request. */
function endReasonOf({ attempt }: EventContext): DisconnectReason {
  return attempt?.disposition?.disconnectReason ?? 'OTHER';
}

function detectionStatus({ fact }: StoredEvent, context: EventContext): string | undefined {
  const ended = fact.kind === 'requestEnded' ? fact.disposition : undefined;
  return ended?.answeringMachineDetectionStatus ?? classification(context)?.status;
}

/** Statuses of the classifier, of which only these come as receipts. */
const HEARD = /^(HUMAN_ANSWERED|VOICEMAIL_|AMD_|SIT_TONE_|FAX_MACHINE_)/;

function classification({ receipts }: EventContext): Receipt | undefined {
  return receipts.find(({ status }) => HEARD.test(status));
}

function queueInfo(context: EventContext): Detail | undefined {
  const queued = receiptOf(context, 'QUEUED');
  if (queued === undefined) return undefined;
  const { campaign } = context;
  const queueId =
    queued.contact?.queueId ?? campaign.definition.channelSubtypeConfig?.telephony?.connectQueueId ?? 'unknown';
  return {
    queueInfo: {
      queueArn: connectArn(campaign, `/queue/${queueId}`),
      queueType: 'STANDARD',
      enqueueTimestamp: isoTime(queued.at),
    },
  };
}

function agentInfo(context: EventContext): Detail | undefined {
  const connected = receiptOf(context, 'CONNECTED_TO_AGENT');
  const accepted = receiptOf(context, 'PREVIEW_ACCEPTED');
  const agentId = (connected ?? accepted)?.contact?.agentId;
  if (agentId === undefined) return undefined;
  const previewEndAt = accepted?.contact?.previewEndAt;
  return {
    agentInfo: {
      agentArn: connectArn(context.campaign, `/agent/${agentId}`),
      ...(accepted !== undefined && { acceptedByAgentTimestamp: isoTime(accepted.at) }),
      ...(previewEndAt !== undefined && { previewEndTimestamp: isoTime(previewEndAt) }),
      ...(connected !== undefined && { connectedToAgentTimestamp: isoTime(connected.at) }),
    },
  };
}

function voiceActivity(context: EventContext): Detail | undefined {
  const { greetingStartAt, greetingEndAt } = classification(context)?.contact ?? {};
  if (greetingStartAt === undefined || greetingEndAt === undefined) return undefined;
  return {
    customerVoiceActivity: {
      greetingStartTimestamp: isoTime(greetingStartAt),
      greetingEndTimestamp: isoTime(greetingEndAt),
    },
  };
}

/** Only a preview has one (Connect API, OutboundStrategy AGENT_FIRST). */
function outboundStrategy({ campaign }: EventContext): Detail | undefined {
  const preview = campaign.definition.channelSubtypeConfig?.telephony?.outboundMode.preview;
  if (preview === undefined) return undefined;
  return {
    outboundStrategy: {
      type: 'AGENT_FIRST',
      config: {
        agentFirst: {
          preview: {
            postAcceptTimeoutConfig: { durationInSeconds: preview.timeoutConfig.durationInSeconds },
            allowedUserActions: ['CALL', ...(preview.agentActions ?? [])],
          },
        },
      },
    },
  };
}
