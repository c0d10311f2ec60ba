/** What one request of a batch can be refused for, while the others are accepted. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CampaignId } from '../../../../src/domain/campaign.ts';
import { openService } from './in-process-service.ts';
import { counters, lastReason, outcome, put, type Reply } from './outbound-batches.ts';
import { AGENTLESS, call, external, NUMBER, PROGRESSIVE, running } from './sample-campaigns.ts';

test('bad requests fail alone: each list keeps the order of the call, and every entry has an id', async () => {
  await using service = await openService();
  const id = await running(service);
  const reply = await put(service, id, [
    call('good-1'),
    call('bad-1', { destinationPhoneNumber: '12345' }),
    call(''),
    call('good-2'),
    { ...call('bad-2'), expirationTime: '2026-01-05T12:00:00Z' },
  ]);
  assert.deepEqual(
    reply.successfulRequests.map(({ clientToken }) => clientToken),
    ['good-1', 'good-2'],
  );
  assert.deepEqual(
    reply.failedRequests.map(({ clientToken, failureCode }) => [clientToken, failureCode]),
    [
      ['bad-1', 'InvalidInput'],
      ['', 'InvalidInput'],
      ['bad-2', 'InvalidInput'],
    ],
  );
  for (const { id: requestId } of reply.failedRequests) assert.match(requestId, /^[0-9a-f]{8}-[0-9a-f]{4}-8/);
  assert.deepEqual(
    service.rejections
      .recent(id as CampaignId)
      .map(({ code }) => code)
      .reverse(),
    ['INVALID_CUSTOMER_ENDPOINT', 'EMPTY_CLIENT_TOKEN', 'EXPIRATION_PASSED'],
  );
});

test('a batch of nothing but bad requests is a 200, and wakes nobody', async () => {
  await using service = await openService();
  const id = await running(service);
  service.told.length = 0;
  const { failedRequests } = await put(service, id, [call(''), call('')]);
  assert.equal(failedRequests.length, 2);
  await put(service, id, [call('tok-1')]);
  await put(service, id, [call('tok-1')]);
  assert.deepEqual(service.told, ['requests']);
});

const meaningless: [string, Record<string, unknown>, string][] = [
  ['a number that is not E.164', call('t', { destinationPhoneNumber: '+0123456789' }), 'INVALID_CUSTOMER_ENDPOINT'],
  ['an empty number', call('t', { destinationPhoneNumber: '' }), 'INVALID_CUSTOMER_ENDPOINT'],
  ['an expiration time that has passed', { ...call('t'), expirationTime: '2026-01-05T11:59:59Z' }, 'EXPIRATION_PASSED'],
  [
    'an expiration time beyond 400 days',
    { ...call('t'), expirationTime: '2027-02-10T00:00:00Z' },
    'EXPIRATION_TOO_FAR',
  ],
  [
    'a channel that the campaign does not configure',
    {
      ...call('t'),
      channelSubtypeParameters: { whatsApp: { destinationPhoneNumber: NUMBER, templateParameters: {} } },
    },
    'CHANNEL_NOT_CONFIGURED',
  ],
  ['a source number that is not E.164', call('t', { connectSourcePhoneNumber: 'five' }), 'INVALID_SYSTEM_ENDPOINT'],
  [
    'more than 32,768 bytes of attributes',
    call('t', { attributes: { a: 'x'.repeat(20_000), b: 'x'.repeat(20_000) } }),
    'ATTRIBUTES_TOO_LARGE',
  ],
];
for (const [what, request, reason] of meaningless) {
  test(`InvalidInput: ${what}`, async () => {
    await using service = await openService();
    const id = await running(service);
    assert.equal(outcome(await put(service, id, [request])), 'InvalidInput');
    assert.equal(lastReason(service, id), reason);
    assert.equal((await counters(service, id)).accepted, 0);
  });
}

test('InvalidInput: a call without queue and without source number', async () => {
  await using service = await openService();
  const telephony = { ...AGENTLESS, defaultOutboundConfig: { connectContactFlowId: 'flow-1' } };
  const id = await running(service, external({ channelSubtypeConfig: { telephony } }));
  assert.equal(outcome(await put(service, id, [call('t')])), 'InvalidInput');
  assert.equal(lastReason(service, id), 'MISSING_QUEUE_ID_AND_SYSTEM_ENDPOINT');
  assert.match(outcome(await put(service, id, [call('t', { connectSourcePhoneNumber: NUMBER })])), /^[0-9a-f-]{36}$/);
  const withQueue = await running(
    service,
    external({ name: 'queue', channelSubtypeConfig: { telephony: PROGRESSIVE } }),
  );
  assert.match(outcome(await put(service, withQueue, [call('t')])), /^[0-9a-f-]{36}$/);
});

test('aws: a call may expire in 15 minutes at the latest, a message in a day', async () => {
  await using service = await openService({ limits: 'aws', autoOnboard: true });
  const id = await running(service);
  const sms = (clientToken: string, expirationTime: string) => ({
    clientToken,
    expirationTime,
    channelSubtypeParameters: { sms: { destinationPhoneNumber: NUMBER, templateParameters: {} } },
  });
  const reply = await put(service, id, [
    { ...call('call-in-time'), expirationTime: '2026-01-05T12:15:00Z' },
    { ...call('call-too-far'), expirationTime: '2026-01-05T12:15:01Z' },
    sms('sms-in-time', '2026-01-06T12:00:00Z'),
    sms('sms-too-far', '2026-01-06T12:00:01Z'),
  ]);
  assert.deepEqual(
    reply.successfulRequests.map(({ clientToken }) => clientToken),
    ['call-in-time', 'sms-in-time'],
  );
  assert.deepEqual(
    service.rejections
      .recent(id as CampaignId)
      .map(({ sentence }) => sentence)
      .reverse(),
    ['Expiration exceeds maximum of 15 minutes', 'Expiration exceeds maximum of 1 day'],
  );
});

test('over the buffer limit: BufferLimitExceeded for what is too much, and it is no rejection', async () => {
  await using service = await openService({ overrides: { bufferedRequestsPerCampaign: 3 } });
  const id = await running(service);
  const reply = await put(
    service,
    id,
    ['a', 'b', 'c', 'd', 'e'].map((token) => call(token)),
  );
  assert.deepEqual(
    reply.successfulRequests.map(({ clientToken }) => clientToken),
    ['a', 'b', 'c'],
  );
  assert.deepEqual(
    reply.failedRequests.map(({ clientToken, failureCode }) => `${clientToken} ${failureCode}`),
    ['d BufferLimitExceeded', 'e BufferLimitExceeded'],
  );
  assert.deepEqual(service.rejections.recent(id as CampaignId), []);
});

test('when the disk is full every request is RequestThrottled, an empty token stays InvalidInput, and nothing is stored', async () => {
  await using service = await openService({ testControls: { pagesMax: 200 } });
  const id = await running(service);
  const attributes = { a: 'x'.repeat(30_000) };
  let token = 0;
  let reply: Reply;
  do {
    reply = await put(service, id, [call(`t${token}`, { attributes }), call('')]);
    token += 1;
  } while (reply.successfulRequests.length === 1 && token < 200);
  assert.deepEqual(
    reply.failedRequests.map(({ clientToken, failureCode }) => [clientToken, failureCode]),
    [
      [`t${token - 1}`, 'RequestThrottled'],
      ['', 'InvalidInput'],
    ],
  );
  assert.equal((await counters(service, id)).accepted, token - 1);
});

test('a rejection names neither number, token nor attribute', async () => {
  await using service = await openService();
  const id = await running(service);
  await put(service, id, [
    call('canary-token', { destinationPhoneNumber: '5550142' }),
    call('canary-token-2', { attributes: { canary: 'canary'.repeat(5_000), also: 'canary'.repeat(1_000) } }),
    call('canary-token-3', { connectSourcePhoneNumber: 'canary' }),
  ]);
  const rejections = service.rejections.recent(id as CampaignId);
  assert.equal(rejections.length, 3);
  assert.doesNotMatch(JSON.stringify(rejections), /canary|5550142/);
});
