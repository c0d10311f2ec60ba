/**
 * What a request says: whom to contact and with which parameters. It is stored as canonical JSON in the members of the
 * wire, so that equal contents are equal bytes: telephone numbers without '-', email addresses in lower case, map keys
 * sorted, members in one order. The expiration time is not content (contract line 2).
 */
import { bareRecord } from '../lib/bare-record.ts';
import type { AnswerMachineDetection } from './campaign.ts';
import { CHANNEL_MEMBERS, CHANNEL_SUBTYPES, type ChannelSubtype } from './channel-subtype.ts';
import type { Whereabouts } from './communication-time/recipient-zones.ts';

type Attributes = Readonly<Record<string, string>>;

export interface TelephonyParameters {
  readonly destinationPhoneNumber: string;
  readonly attributes: Attributes;
  readonly connectSourcePhoneNumber?: string;
  readonly answerMachineDetectionConfig?: AnswerMachineDetection;
  readonly ringTimeout?: number;
}

export interface TextMessageParameters {
  readonly destinationPhoneNumber: string;
  readonly connectSourcePhoneNumberArn?: string;
  readonly templateArn?: string;
  readonly templateParameters: Attributes;
}

export interface EmailParameters {
  readonly destinationEmailAddress: string;
  readonly connectSourceEmailAddress?: string;
  readonly templateArn?: string;
  readonly templateParameters: Attributes;
}

/** Exactly one of the four channels (model shape ChannelSubtypeParameters). */
export interface ChannelSubtypeParameters {
  readonly telephony?: TelephonyParameters;
  readonly sms?: TextMessageParameters;
  readonly email?: EmailParameters;
  readonly whatsApp?: TextMessageParameters;
}

/** A request for a profile keeps whom it was for, beside the channel that was chosen. */
export interface RequestContent extends ChannelSubtypeParameters {
  readonly profileId?: string;
  /** Where the person of the profile may be; kept where the campaign wants to know more than the destination says. */
  readonly whereabouts?: Whereabouts;
}

/** The channel of the content, or undefined when a profile had an address for none. */
export function channelOf(content: ChannelSubtypeParameters): ChannelSubtype | undefined {
  return CHANNEL_SUBTYPES.find((subtype) => content[CHANNEL_MEMBERS[subtype]] !== undefined);
}

/** The normalised number or address, or undefined when there is no channel. */
export function destinationOf(content: ChannelSubtypeParameters): string | undefined {
  return (
    content.email?.destinationEmailAddress ??
    (content.telephony ?? content.sms ?? content.whatsApp)?.destinationPhoneNumber
  );
}

/** Where the recipient may be, as far as the request says. */
export function whereaboutsOf(content: RequestContent): Whereabouts {
  if (content.whereabouts !== undefined) return content.whereabouts;
  const phone = (content.telephony ?? content.sms ?? content.whatsApp)?.destinationPhoneNumber;
  return phone === undefined ? NOWHERE : { phones: [phone], addresses: [] };
}

const NOWHERE: Whereabouts = { phones: [], addresses: [] };

/** The content normalised, with its maps sorted: what `JSON.stringify` makes of it is canonical. */
export function canonicalContent(parameters: ChannelSubtypeParameters): ChannelSubtypeParameters {
  if (parameters.telephony !== undefined) {
    const { destinationPhoneNumber, attributes, connectSourcePhoneNumber, answerMachineDetectionConfig, ringTimeout } =
      parameters.telephony;
    return {
      telephony: {
        destinationPhoneNumber: normalisePhoneNumber(destinationPhoneNumber),
        attributes: sortKeys(attributes),
        ...(connectSourcePhoneNumber !== undefined && { connectSourcePhoneNumber }),
        ...(answerMachineDetectionConfig !== undefined && { answerMachineDetectionConfig }),
        ...(ringTimeout !== undefined && { ringTimeout }),
      },
    };
  }
  if (parameters.email !== undefined) {
    const { destinationEmailAddress, connectSourceEmailAddress, templateArn, templateParameters } = parameters.email;
    return {
      email: {
        destinationEmailAddress: destinationEmailAddress.toLowerCase(),
        templateParameters: sortKeys(templateParameters),
        ...(connectSourceEmailAddress !== undefined && { connectSourceEmailAddress }),
        ...(templateArn !== undefined && { templateArn }),
      },
    };
  }
  if (parameters.sms !== undefined) return { sms: canonicalTextMessage(parameters.sms) };
  if (parameters.whatsApp !== undefined) return { whatsApp: canonicalTextMessage(parameters.whatsApp) };
  return {};
}

/** The content of a stored payload. */
export function parseContent(payload: Uint8Array): RequestContent {
  // The payload was written by us, from validated members of exactly this form.
  return JSON.parse(
    Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString('utf8'),
  ) as RequestContent;
}

/** '-' only helps people to read a number. */
export function normalisePhoneNumber(phoneNumber: string): string {
  return phoneNumber.includes('-') ? phoneNumber.replaceAll('-', '') : phoneNumber;
}

function canonicalTextMessage(message: TextMessageParameters): TextMessageParameters {
  const { destinationPhoneNumber, connectSourcePhoneNumberArn, templateArn, templateParameters } = message;
  return {
    destinationPhoneNumber: normalisePhoneNumber(destinationPhoneNumber),
    templateParameters: sortKeys(templateParameters),
    ...(connectSourcePhoneNumberArn !== undefined && { connectSourcePhoneNumberArn }),
    ...(templateArn !== undefined && { templateArn }),
  };
}

/** A copy with sorted keys, or the map itself when they are sorted already, as most clients send them. */
function sortKeys(map: Attributes): Attributes {
  const keys = Object.keys(map);
  if (keys.every((key, index) => index === 0 || (keys[index - 1] ?? '') < key)) return map;
  const sorted = bareRecord<string>();
  for (const key of keys.sort()) sorted[key] = map[key] ?? '';
  return sorted;
}
