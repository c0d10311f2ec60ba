/** The 2,000 requests of the demo: four channels, every outcome that the loopback carriers know, bad ones and repeated tokens. */
import type { OutboundRequest } from '@aws-sdk/client-connectcampaignsv2';

export const REQUEST_COUNT = 2_000;
/** The API's own maximum for one PutOutboundRequestBatch. */
export const BATCH_SIZE = 25;

/** Every 40th request is not a phone number, every 50th repeats a token, every other of those with another content. */
const BAD_NUMBER_EVERY = 40;
const REPEATED_TOKEN_EVERY = 50;
/** On a message the ending 02 is never receipted and 09 after ten minutes: neither would end within the demo's minute. */
const LATE_ENDINGS: readonly number[] = [2, 9];
const EXPIRES_AFTER_MS = 10 * 60_000;

/** The requests in the order in which they are put. */
export function demoRequests(now: Date): OutboundRequest[] {
  const expirationTime = new Date(now.getTime() + EXPIRES_AFTER_MS);
  const requests: OutboundRequest[] = [];
  for (let index = 0; index < REQUEST_COUNT; index += 1) {
    const earlier = requests[index - BATCH_SIZE];
    if (index % REPEATED_TOKEN_EVERY === REPEATED_TOKEN_EVERY - 1 && earlier !== undefined) {
      const isSame = index % (2 * REPEATED_TOKEN_EVERY) === REPEATED_TOKEN_EVERY - 1;
      requests.push(isSame ? earlier : { ...request(index, expirationTime), clientToken: earlier.clientToken });
    } else {
      requests.push(request(index, expirationTime));
    }
  }
  return requests;
}

function request(index: number, expirationTime: Date): OutboundRequest {
  return {
    clientToken: `demo-${index}`,
    expirationTime,
    channelSubtypeParameters: index % BAD_NUMBER_EVERY === BAD_NUMBER_EVERY - 1 ? badNumber() : parameters(index),
  };
}

function badNumber(): OutboundRequest['channelSubtypeParameters'] {
  return { sms: { destinationPhoneNumber: '12345', templateParameters: {} } };
}

function parameters(index: number): OutboundRequest['channelSubtypeParameters'] {
  const turn = Math.floor(index / 4);
  const templateParameters = { FirstName: FIRST_NAMES[turn % FIRST_NAMES.length] ?? '' };
  switch (index % 4) {
    case 0:
      return { telephony: { destinationPhoneNumber: phoneNumber(turn % 100), attributes: templateParameters } };
    case 1:
      return { sms: { destinationPhoneNumber: phoneNumber(messageEnding(turn)), templateParameters } };
    case 2:
      return { email: { destinationEmailAddress: `${localPart(turn)}@example.com`, templateParameters } };
    default:
      return { whatsApp: { destinationPhoneNumber: phoneNumber(messageEnding(turn + 1)), templateParameters } };
  }
}

/** 206-555-01xx is reserved for fiction; the ending chooses the outcome at the loopback carriers. */
function phoneNumber(ending: number): string {
  return `+120655501${String(ending).padStart(2, '0')}`;
}

function messageEnding(turn: number): number {
  const ending = turn % 100;
  return LATE_ENDINGS.includes(ending) ? ending + 1 : ending;
}

function localPart(turn: number): string {
  return EMAIL_LOCAL_PARTS[turn % EMAIL_LOCAL_PARTS.length] ?? '';
}

const FIRST_NAMES = ['Ada', 'Grace', 'Katherine', 'Radia', 'Barbara', 'Frances', 'Jean', 'Hedy'];
const EMAIL_LOCAL_PARTS = [
  'ada',
  'grace',
  'bounce',
  'katherine',
  'radia',
  'open',
  'barbara',
  'click',
  'reject',
  'frances',
];
