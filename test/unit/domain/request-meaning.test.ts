/** What a single request is refused for although its shape is right. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChannelSubtypeConfig, TelephonyConfig } from '../../../src/domain/campaign.ts';
import type { RejectionCode } from '../../../src/domain/rejection.ts';
import { type ChannelSubtypeParameters, canonicalContent, channelOf } from '../../../src/domain/request-content.ts';
import { checkRequest, expirationAhead } from '../../../src/domain/request-meaning.ts';
import { AWS_LIMITS, RELAXED_LIMITS, type ServiceLimits } from '../../../src/domain/service-limits.ts';

const NOW = Date.UTC(2026, 0, 5, 12);
const MINUTE = 60_000;
const DAY = 86_400_000;
const NUMBER = '+12065550100';

const TELEPHONY: TelephonyConfig = {
  connectQueueId: 'queue-1',
  outboundMode: { progressive: { bandwidthAllocation: 1 } },
  defaultOutboundConfig: { connectContactFlowId: 'flow-1' },
};
const EVERY_CHANNEL: ChannelSubtypeConfig = {
  telephony: TELEPHONY,
  sms: {
    outboundMode: { agentless: {} },
    defaultOutboundConfig: { connectSourcePhoneNumberArn: 'a', wisdomTemplateArn: 't' },
  },
  email: {
    outboundMode: { agentless: {} },
    defaultOutboundConfig: { connectSourceEmailAddress: 'a', wisdomTemplateArn: 't' },
  },
};

interface Case {
  readonly content?: ChannelSubtypeParameters;
  readonly config?: ChannelSubtypeConfig;
  readonly limits?: ServiceLimits;
  readonly expiresAt?: number;
}

function codeOf({
  content = call(NUMBER),
  config = EVERY_CHANNEL,
  limits = RELAXED_LIMITS,
  expiresAt = NOW + 1,
}: Case) {
  const canonical = canonicalContent(content);
  const contentBytes = Buffer.byteLength(JSON.stringify(canonical));
  const request = { channelSubtype: channelOf(canonical), content: canonical, contentBytes, expiresAt };
  return checkRequest(request, { channelSubtypeConfig: config }, limits, NOW)?.code;
}

const call = (destinationPhoneNumber: string, attributes = {}): ChannelSubtypeParameters => ({
  telephony: { destinationPhoneNumber, attributes },
});
const sms = (destinationPhoneNumber: string, templateParameters = {}): ChannelSubtypeParameters => ({
  sms: { destinationPhoneNumber, templateParameters },
});

test('a number is good when it is E.164 once its hyphens are gone', () => {
  for (const number of [NUMBER, '+1-206-555-0100', '+4930123456', '+1234567', '+123456789012345']) {
    assert.equal(codeOf({ content: call(number) }), undefined, number);
    assert.equal(codeOf({ content: sms(number) }), undefined, number);
  }
});

test('a number that is not E.164 is refused on every channel that dials', () => {
  for (const number of [
    '',
    '+',
    '12065550100',
    '+02065550100',
    '+123456',
    '+1234567890123456',
    '++12065550100',
    '+1206555+100',
  ]) {
    assert.equal(codeOf({ content: call(number) }), 'INVALID_CUSTOMER_ENDPOINT', number);
    assert.equal(codeOf({ content: sms(number) }), 'INVALID_CUSTOMER_ENDPOINT', number);
  }
});

test('an expiration time must lie ahead', () => {
  assert.equal(codeOf({ expiresAt: NOW - 1 }), 'EXPIRATION_PASSED');
  assert.equal(codeOf({ expiresAt: NOW }), 'EXPIRATION_PASSED');
  assert.equal(codeOf({ expiresAt: NOW + 1 }), undefined);
});

test('relaxed limits let a request expire up to 400 days ahead', () => {
  assert.equal(codeOf({ expiresAt: NOW + 400 * DAY }), undefined);
  assert.equal(codeOf({ expiresAt: NOW + 400 * DAY + 1 }), 'EXPIRATION_TOO_FAR');
});

test("AWS's limits let a call expire up to 15 minutes ahead and a message up to a day", () => {
  const limits = AWS_LIMITS;
  assert.equal(codeOf({ limits, expiresAt: NOW + 15 * MINUTE }), undefined);
  assert.equal(codeOf({ limits, expiresAt: NOW + 15 * MINUTE + 1 }), 'EXPIRATION_TOO_FAR');
  assert.equal(codeOf({ limits, content: sms(NUMBER), expiresAt: NOW + DAY }), undefined);
  assert.equal(codeOf({ limits, content: sms(NUMBER), expiresAt: NOW + DAY + 1 }), 'EXPIRATION_TOO_FAR');
});

test('the sentence on a far expiration is the one that AWS logs', () => {
  const request = {
    channelSubtype: 'TELEPHONY' as const,
    content: call(NUMBER),
    contentBytes: 60,
    expiresAt: NOW + DAY,
  };
  const rejection = checkRequest(request, { channelSubtypeConfig: EVERY_CHANNEL }, AWS_LIMITS, NOW);
  assert.equal(rejection?.sentence, 'Expiration exceeds maximum of 15 minutes');
});

test('a channel that the campaign does not configure is refused', () => {
  const message = { destinationPhoneNumber: NUMBER, templateParameters: {} };
  assert.equal(codeOf({ content: { whatsApp: message } }), 'CHANNEL_NOT_CONFIGURED');
  assert.equal(codeOf({ config: {} }), 'CHANNEL_NOT_CONFIGURED');
});

test('a call needs a source number or a queue, and an empty text is neither', () => {
  const without = (connectQueueId: string, connectSourcePhoneNumber: string): ChannelSubtypeConfig => ({
    telephony: {
      ...TELEPHONY,
      connectQueueId,
      defaultOutboundConfig: { connectContactFlowId: 'flow-1', connectSourcePhoneNumber },
    },
  });
  const withSource = {
    telephony: { destinationPhoneNumber: NUMBER, attributes: {}, connectSourcePhoneNumber: NUMBER },
  };
  assert.equal(codeOf({ config: without('', '') }), 'MISSING_QUEUE_ID_AND_SYSTEM_ENDPOINT');
  assert.equal(codeOf({ config: without('queue-1', '') }), undefined);
  assert.equal(codeOf({ config: without('', NUMBER) }), undefined);
  assert.equal(codeOf({ config: without('', ''), content: withSource }), undefined);
});

test('a source number that is not E.164 is refused, wherever it comes from', () => {
  const content = { telephony: { destinationPhoneNumber: NUMBER, attributes: {}, connectSourcePhoneNumber: '555' } };
  const config = {
    telephony: { ...TELEPHONY, defaultOutboundConfig: { connectContactFlowId: 'f', connectSourcePhoneNumber: '555' } },
  };
  assert.equal(codeOf({ content }), 'INVALID_SYSTEM_ENDPOINT');
  assert.equal(codeOf({ config }), 'INVALID_SYSTEM_ENDPOINT');
});

test('attributes count in UTF-8 bytes, names and values together, up to 32,768', () => {
  const exact = { note: 'ü'.repeat((32_768 - 4) / 2) };
  assert.equal(codeOf({ content: call(NUMBER, exact) }), undefined);
  assert.equal(codeOf({ content: call(NUMBER, { ...exact, a: '' }) }), 'ATTRIBUTES_TOO_LARGE');
  assert.equal(codeOf({ content: sms(NUMBER, { ...exact, a: '' }) }), 'ATTRIBUTES_TOO_LARGE');
});

test('quotation marks in attributes do not count twice', () => {
  assert.equal(codeOf({ content: call(NUMBER, { a: '"'.repeat(32_767) }) }), undefined);
});

test('no rejection says anything about the person', () => {
  const secret = '+15555550199-canary';
  const cases: Case[] = [{ content: call(secret) }, { content: call(NUMBER, { canary: 'x'.repeat(33_000) }) }];
  for (const { content = {} } of cases) {
    const canonical = canonicalContent(content);
    const contentBytes = Buffer.byteLength(JSON.stringify(canonical));
    const request = { channelSubtype: channelOf(canonical), content: canonical, contentBytes, expiresAt: NOW + 1 };
    const rejection = checkRequest(request, { channelSubtypeConfig: EVERY_CHANNEL }, RELAXED_LIMITS, NOW);
    assert.notEqual(rejection, undefined);
    assert.doesNotMatch(JSON.stringify(rejection), /canary|5555550199/);
  }
});

test('a profile without an address has a message to wait for, so the ceiling of messages holds', () => {
  assert.equal(expirationAhead(undefined, AWS_LIMITS).ms, DAY);
  const nobody = { channelSubtype: undefined, content: {}, contentBytes: 2 };
  const check = (expiresAt: number): RejectionCode | undefined =>
    checkRequest({ ...nobody, expiresAt }, {}, AWS_LIMITS, NOW)?.code;
  assert.equal(check(NOW + DAY), undefined);
  assert.equal(check(NOW + DAY + 1), 'EXPIRATION_TOO_FAR');
  assert.equal(check(NOW), 'EXPIRATION_PASSED');
});
