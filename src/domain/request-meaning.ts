/**
 * Whether a request of the right shape makes sense: what no pattern can say. One wrong request fails alone, as InvalidInput;
 * these checks run 25 times in every batch, so nothing is built unless something is wrong.
 */
import type { Instant } from '../lib/clock.ts';
import type { CampaignDefinition, ChannelSubtypeConfig, TelephonyConfig } from './campaign.ts';
import { CHANNEL_MEMBERS, type ChannelSubtype } from './channel-subtype.ts';
import { isE164 } from './phone-number.ts';
import {
  ATTRIBUTES_MAX_BYTES,
  ATTRIBUTES_TOO_LARGE,
  CHANNEL_NOT_CONFIGURED,
  DESTINATION_NOT_E164,
  EXPIRATION_PASSED,
  expirationTooFar,
  NO_SOURCE_AND_NO_QUEUE,
  type Rejection,
  SOURCE_NOT_E164,
} from './rejection.ts';
import type { ChannelSubtypeParameters, TelephonyParameters } from './request-content.ts';
import type { ServiceLimits, TimeSpan } from './service-limits.ts';

export interface RequestToCheck {
  /** Undefined for a profile without an address for any channel; then only the expiration time can be wrong. */
  readonly channelSubtype: ChannelSubtype | undefined;
  readonly content: ChannelSubtypeParameters;
  /** Bytes of the canonical JSON of the content. */
  readonly contentBytes: number;
  readonly expiresAt: Instant;
}

/** Why the request must be refused, the first reason that is found; undefined when it makes sense. */
export function checkRequest(
  request: RequestToCheck,
  definition: Pick<CampaignDefinition, 'channelSubtypeConfig'>,
  limits: Pick<ServiceLimits, 'expirationAhead'>,
  now: Instant,
): Rejection | undefined {
  return (
    checkExpiration(request.expiresAt, expirationAhead(request.channelSubtype, limits), now) ??
    checkChannel(request, definition.channelSubtypeConfig) ??
    checkAttributes(request)
  );
}

/** How far ahead a request may expire, and where it does when the caller leaves it open. */
export function expirationAhead(
  channelSubtype: ChannelSubtype | undefined,
  { expirationAhead }: Pick<ServiceLimits, 'expirationAhead'>,
): TimeSpan {
  // Without a channel it waits for nothing, so that a message's time will do.
  return expirationAhead[channelSubtype ?? 'EMAIL'];
}

function checkExpiration(expiresAt: Instant, ahead: TimeSpan, now: Instant): Rejection | undefined {
  if (expiresAt <= now) return EXPIRATION_PASSED;
  return expiresAt > now + ahead.ms ? expirationTooFar(ahead) : undefined;
}

function checkChannel(
  { content, channelSubtype }: RequestToCheck,
  config: ChannelSubtypeConfig | undefined,
): Rejection | undefined {
  if (channelSubtype === undefined) return undefined;
  if (config?.[CHANNEL_MEMBERS[channelSubtype]] === undefined) return CHANNEL_NOT_CONFIGURED;
  const byNumber = content.telephony ?? content.sms ?? content.whatsApp;
  if (byNumber !== undefined && !isE164(byNumber.destinationPhoneNumber)) return DESTINATION_NOT_E164;
  return content.telephony !== undefined && config.telephony !== undefined
    ? checkSourceNumber(content.telephony, config.telephony)
    : undefined;
}

/** Connect model, SourcePhoneNumber and QueueId: without a number the queue's own one is shown, so one of the two is needed. */
function checkSourceNumber(parameters: TelephonyParameters, config: TelephonyConfig): Rejection | undefined {
  const source = parameters.connectSourcePhoneNumber || config.defaultOutboundConfig.connectSourcePhoneNumber;
  if (!source) return config.connectQueueId ? undefined : NO_SOURCE_AND_NO_QUEUE;
  return isE164(source) ? undefined : SOURCE_NOT_E164;
}

function checkAttributes({ content, contentBytes }: RequestToCheck): Rejection | undefined {
  // JSON only adds to what it carries, so a short content needs no count.
  if (contentBytes <= ATTRIBUTES_MAX_BYTES) return undefined;
  const attributes =
    content.telephony?.attributes ?? (content.email ?? content.sms ?? content.whatsApp)?.templateParameters ?? {};
  let bytes = 0;
  for (const [name, value] of Object.entries(attributes)) bytes += Buffer.byteLength(name) + Buffer.byteLength(value);
  return bytes > ATTRIBUTES_MAX_BYTES ? ATTRIBUTES_TOO_LARGE : undefined;
}
