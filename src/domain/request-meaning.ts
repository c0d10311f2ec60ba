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
import type { ServiceLimits } from './service-limits.ts';

export interface RequestToCheck {
  readonly channelSubtype: ChannelSubtype;
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
    checkExpiration(request, limits, now) ??
    checkChannel(request, definition.channelSubtypeConfig) ??
    checkAttributes(request.content, request.contentBytes)
  );
}

function checkExpiration(
  { expiresAt, channelSubtype }: RequestToCheck,
  { expirationAhead }: Pick<ServiceLimits, 'expirationAhead'>,
  now: Instant,
): Rejection | undefined {
  if (expiresAt <= now) return EXPIRATION_PASSED;
  const ahead = expirationAhead[channelSubtype];
  return expiresAt > now + ahead.ms ? expirationTooFar(ahead) : undefined;
}

function checkChannel(
  { content, channelSubtype }: RequestToCheck,
  channelSubtypeConfig: ChannelSubtypeConfig | undefined,
): Rejection | undefined {
  const config = channelSubtypeConfig?.[CHANNEL_MEMBERS[channelSubtype]];
  if (config === undefined) return CHANNEL_NOT_CONFIGURED;
  const byNumber = content.telephony ?? content.sms ?? content.whatsApp;
  if (byNumber !== undefined && !isE164(byNumber.destinationPhoneNumber)) return DESTINATION_NOT_E164;
  const telephony = channelSubtypeConfig?.telephony;
  return content.telephony === undefined || telephony === undefined
    ? undefined
    : checkSourceNumber(content.telephony, telephony);
}

/** Connect model, SourcePhoneNumber and QueueId: without a number the queue's own one is shown, so one of the two is needed. */
function checkSourceNumber(parameters: TelephonyParameters, config: TelephonyConfig): Rejection | undefined {
  const source = parameters.connectSourcePhoneNumber || config.defaultOutboundConfig.connectSourcePhoneNumber;
  if (!source) return config.connectQueueId ? undefined : NO_SOURCE_AND_NO_QUEUE;
  return isE164(source) ? undefined : SOURCE_NOT_E164;
}

function checkAttributes(content: ChannelSubtypeParameters, contentBytes: number): Rejection | undefined {
  // JSON only adds to what it carries, so a short content needs no count.
  if (contentBytes <= ATTRIBUTES_MAX_BYTES) return undefined;
  const attributes =
    content.telephony?.attributes ?? (content.email ?? content.sms ?? content.whatsApp)?.templateParameters ?? {};
  let bytes = 0;
  for (const [name, value] of Object.entries(attributes)) bytes += Buffer.byteLength(name) + Buffer.byteLength(value);
  return bytes > ATTRIBUTES_MAX_BYTES ? ATTRIBUTES_TOO_LARGE : undefined;
}
