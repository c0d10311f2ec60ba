/** The members that every Campaign-* object has (admin guide, object type mappings of outbound campaigns). */
import { CHANNEL_MEMBERS, type ChannelSubtype } from '../domain/channel-subtype.ts';
import { destinationOf } from '../domain/request-content.ts';
import type { StoredEvent } from '../store/event-store.ts';
import { connectArn, type EventContext } from './event-context.ts';
import { isoTime } from './outward-event.ts';

export type Members = Readonly<Record<string, unknown>>;

interface ChannelWords {
  readonly name: string;
  readonly subtype: string;
  readonly endpointType: string;
}

/** Channel and subtype as the data lake names them. */
const WORDS: Readonly<Record<ChannelSubtype, ChannelWords>> = {
  TELEPHONY: { name: 'VOICE', subtype: 'connect:Telephony', endpointType: 'PHONE_NUMBER' },
  SMS: { name: 'CHAT', subtype: 'connect:SMS', endpointType: 'PHONE_NUMBER' },
  EMAIL: { name: 'EMAIL', subtype: 'connect:Email', endpointType: 'EMAIL_ADDRESS' },
  WHATSAPP: { name: 'CHAT', subtype: 'connect:WhatsApp', endpointType: 'PHONE_NUMBER' },
};

/** `recipient` is absent for orchestration, whose objects speak of no request, endpoint and message. */
export function commonMembers(
  event: StoredEvent,
  context: EventContext,
  eventType: string,
  recipient?: { readonly revealRecipients: boolean },
): Members {
  const words = event.channelSubtype && WORDS[event.channelSubtype];
  return {
    campaign_event_id: `${event.requestId}.${event.sequence}`,
    campaign_event_timestamp: isoTime(event.at),
    campaign_event_type: eventType,
    ...(recipient !== undefined && aboutRecipient(event, context, recipient.revealRecipients)),
    instance_arn: connectArn(context.campaign),
    ...(words && { channel: { name: words.name, subtype: words.subtype } }),
    campaign: aboutCampaign(context),
  };
}

function aboutRecipient(event: StoredEvent, { request, content }: EventContext, isRevealed: boolean): Members {
  const { channelSubtype } = event;
  if (channelSubtype === undefined) return {};
  const address = isRevealed
    ? destinationOf({ [CHANNEL_MEMBERS[channelSubtype]]: content[CHANNEL_MEMBERS[channelSubtype]] })
    : undefined;
  return {
    // One request makes at most one message, so the request names it.
    campaign_message_id: event.requestId,
    outbound_request_id: event.requestId,
    outbound_request_creation_timestamp: isoTime(request.acceptedAt),
    endpoint: {
      endpoint_type: WORDS[channelSubtype].endpointType,
      ...(address !== undefined && { endpoint_address: address }),
    },
  };
}

function aboutCampaign({ campaign }: EventContext): Members {
  const segment = campaign.definition.source?.customerProfilesSegmentArn;
  return {
    campaign_name: campaign.name,
    campaign_id: campaign.id,
    // A campaign runs once: from its start to its end.
    campaign_run_id: campaign.id,
    ...(segment !== undefined && { segment_arn: segment }),
  };
}
