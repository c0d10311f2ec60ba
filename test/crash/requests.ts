/** What the load puts: a request follows from its number, so that it can be put again after any number of crashes. */

const INSTANCE = '44444444-4444-4444-8444-444444444444';
const TEMPLATE =
  'arn:aws:wisdom:us-east-1:000000000000:message-template/22222222-2222-4222-8222-222222222222/33333333-3333-4333-8333-333333333333';
const PHONE_NUMBER = 'arn:aws:connect:us-east-1:000000000000:phone-number/11111111-1111-4111-8111-111111111111';
const MESSAGES = { connectSourcePhoneNumberArn: PHONE_NUMBER, wisdomTemplateArn: TEMPLATE };
const agentless = { agentless: {} };

/** A campaign on all four channels. */
export function campaignNamed(name: string): object {
  return {
    name,
    connectInstanceId: INSTANCE,
    channelSubtypeConfig: {
      telephony: {
        capacity: 1,
        outboundMode: agentless,
        defaultOutboundConfig: {
          connectContactFlowId: '55555555-5555-4555-8555-555555555555',
          connectSourcePhoneNumber: '+12065550100',
        },
      },
      sms: { outboundMode: agentless, defaultOutboundConfig: MESSAGES },
      email: {
        outboundMode: agentless,
        defaultOutboundConfig: { connectSourceEmailAddress: 'clinic@example.com', wisdomTemplateArn: TEMPLATE },
      },
      whatsApp: { outboundMode: agentless, defaultOutboundConfig: MESSAGES },
    },
  };
}

/** Last digits of numbers (README, "Destinations with a fate"): no fate that outlasts the test. */
const CALL_FATES = ['00', '01', '03', '04', '05', '06', '07', '08', '10'];
const TEXT_FATES = ['00', '01', '05', '10', '11'];
/** Throttled twice and so withdrawn; few, since a carrier that refuses many in a row is left alone for longer and longer. */
const THROTTLED = '07';
const THROTTLED_EVERY = 67;

/** One in so many expires before its turn may come. */
const SHORT_LIVED_EVERY = 40;
const SHORT_LIFE_MS = 1_500;
const LIFE_MS = 3_600_000;

export interface SentRequest {
  readonly clientToken: string;
  readonly expirationTime: string;
  readonly channelSubtypeParameters: object;
}

export const tokenOf = (number: number): string => `token-${number}`;

/** Request `number` as it is sent at `nowMs`; its expiration time is no part of its content. */
export function requestOf(number: number, nowMs: number): SentRequest {
  const lifeMs = number % SHORT_LIVED_EVERY === 0 ? SHORT_LIFE_MS : LIFE_MS;
  return {
    clientToken: tokenOf(number),
    expirationTime: new Date(nowMs + lifeMs).toISOString(),
    channelSubtypeParameters: parametersOf(number, { Name: `Ada ${number}` }),
  };
}

/** The same token with another content. */
export function conflictingRequestOf(number: number, nowMs: number): SentRequest {
  return { ...requestOf(number, nowMs), channelSubtypeParameters: parametersOf(number, { Name: 'somebody else' }) };
}

function parametersOf(number: number, values: Readonly<Record<string, string>>): object {
  const turn = Math.trunc(number / 4);
  const text = { destinationPhoneNumber: phoneNumber(textFate(turn)), templateParameters: values };
  switch (number % 4) {
    case 0:
      return {
        telephony: { destinationPhoneNumber: phoneNumber(CALL_FATES[turn % CALL_FATES.length]), attributes: values },
      };
    case 1:
      return { sms: text };
    case 2:
      return { email: { destinationEmailAddress: `person-${number}@example.com`, templateParameters: values } };
    default:
      return { whatsApp: text };
  }
}

function textFate(turn: number): string | undefined {
  return turn % THROTTLED_EVERY === 0 ? THROTTLED : TEXT_FATES[turn % TEXT_FATES.length];
}

const phoneNumber = (fate = '00'): string => `+120655501${fate}`;
