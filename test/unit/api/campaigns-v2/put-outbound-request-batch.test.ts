/** PutOutboundRequestBatch: contract lines 1 and 2, the order of the checks, and what one request can be refused for. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CampaignId } from '../../../../src/domain/campaign.ts';
import { parseContent } from '../../../../src/domain/request-content.ts';
import { createRequestIdentifier, formatRequestId } from '../../../../src/domain/request-id.ts';
import { type InProcessService, openService, START } from './in-process-service.ts';
import {
  AGENTLESS,
  call,
  created,
  EMAIL,
  event,
  external,
  NUMBER,
  PROGRESSIVE,
  running,
  SMS,
  segment,
  TEMPLATE,
} from './sample-campaigns.ts';

interface Answered {
  readonly clientToken: string;
  readonly id: string;
  readonly failureCode?: string;
}

interface Reply {
  readonly successfulRequests: Answered[];
  readonly failedRequests: Answered[];
}

const put = (service: InProcessService, id: string, outboundRequests: unknown[]): Promise<Reply> =>
  service.ok('PutOutboundRequestBatch', { id, outboundRequests });

const counters = (service: InProcessService, id: string) => service.store.requests.counters(id as CampaignId);

/** The one id or failure code in a reply. */
function outcome({ successfulRequests, failedRequests }: Reply): string {
  assert.equal(successfulRequests.length + failedRequests.length, 1);
  return failedRequests[0]?.failureCode ?? successfulRequests[0]?.id ?? '';
}

const lastReason = (service: InProcessService, id: string): string | undefined =>
  service.rejections.recent(id as CampaignId)[0]?.code;

test('a batch of 25 is accepted in its order, with ids that follow from campaign and token', async () => {
  await using service = await openService();
  const id = await running(service);
  const tokens = Array.from({ length: 25 }, (_, index) => `tok-${index}`);
  const identify = createRequestIdentifier(Buffer.alloc(32));
  assert.deepEqual(
    await put(
      service,
      id,
      tokens.map((token) => call(token)),
    ),
    {
      successfulRequests: tokens.map((clientToken) => ({
        clientToken,
        id: formatRequestId(identify(id as CampaignId, clientToken)),
      })),
      failedRequests: [],
    },
  );
  assert.equal((await counters(service, id)).buffered, 25);
});

test('what is stored is the normalised content, due now, with its expiration time', async () => {
  await using service = await openService();
  const id = await running(service);
  const attributes = { b: '2', a: '1' };
  const requestId = outcome(
    await put(service, id, [call('t', { destinationPhoneNumber: '+1-206-555-0100', attributes })]),
  );
  const { requests } = await service.store.requests.requests({ campaignId: id as CampaignId, limit: 10 });
  const [request] = requests;
  assert.ok(request);
  assert.deepEqual(
    [request.id, request.clientToken, request.channelSubtype, request.state, request.dueAt, request.expiresAt],
    [requestId, 't', 'TELEPHONY', 'Buffered', START, START + 3_600_000],
  );
  assert.deepEqual(parseContent(request.payload), {
    telephony: { destinationPhoneNumber: NUMBER, attributes: { a: '1', b: '2' } },
  });
});

test('before the start of the schedule requests are accepted and held until then', async () => {
  await using service = await openService();
  const schedule = { startTime: '2026-01-05T12:30:00Z', endTime: '2026-02-05T12:00:00Z' };
  const id = await running(service, external({ schedule }));
  await put(service, id, [call('early')]);
  const { requests } = await service.store.requests.requests({ campaignId: id as CampaignId, limit: 10 });
  assert.equal(requests[0]?.dueAt, START + 30 * 60_000);
});

test('every channel takes its own parameters', async () => {
  await using service = await openService();
  const id = await running(
    service,
    external({ channelSubtypeConfig: { telephony: AGENTLESS, sms: SMS, email: EMAIL, whatsApp: SMS } }),
  );
  const message = { destinationPhoneNumber: NUMBER, templateParameters: {}, templateArn: TEMPLATE };
  const channels = [
    { telephony: { destinationPhoneNumber: NUMBER, attributes: {}, ringTimeout: 20 } },
    { sms: message },
    { whatsApp: message },
    { email: { destinationEmailAddress: 'Ada@Example.com', templateParameters: { name: 'Ada' } } },
  ];
  const reply = await put(
    service,
    id,
    channels.map((channelSubtypeParameters, index) => ({ ...call(`t${index}`), channelSubtypeParameters })),
  );
  assert.equal(reply.successfulRequests.length, 4);
  const { requests } = await service.store.requests.requests({ campaignId: id as CampaignId, limit: 10 });
  assert.deepEqual(requests.map(({ channelSubtype }) => channelSubtype).sort(), [
    'EMAIL',
    'SMS',
    'TELEPHONY',
    'WHATSAPP',
  ]);
  const email = requests.find(({ channelSubtype }) => channelSubtype === 'EMAIL');
  assert.equal(email && parseContent(email.payload).email?.destinationEmailAddress, 'ada@example.com');
});

// Contract line 2.

test('the same token and content again answers the first id and makes no second request', async () => {
  await using service = await openService();
  const id = await running(service);
  const first = outcome(await put(service, id, [call('tok-1')]));
  for (let again = 0; again < 3; again += 1) assert.equal(outcome(await put(service, id, [call('tok-1')])), first);
  assert.equal((await counters(service, id)).accepted, 1);
});

test('content is the request as meant: hyphens, order of attributes and the expiration time do not count', async () => {
  await using service = await openService();
  const id = await running(service);
  const attributes = { a: '1', b: '2' };
  const first = outcome(await put(service, id, [call('tok-1', { attributes })]));
  const same = [
    call('tok-1', { destinationPhoneNumber: '+1-206-555-0100', attributes }),
    call('tok-1', { attributes: { b: '2', a: '1' } }),
    { ...call('tok-1', { attributes }), expirationTime: '2026-01-05T18:00:00Z' },
  ];
  for (const request of same) assert.equal(outcome(await put(service, id, [request])), first);
});

test('the same token with other content is InvalidInput and leaves the first as it was', async () => {
  await using service = await openService();
  const id = await running(service);
  const first = outcome(await put(service, id, [call('tok-1')]));
  const others = [
    call('tok-1', { destinationPhoneNumber: '+12065550101' }),
    call('tok-1', { attributes: { a: '1' } }),
    call('tok-1', { ringTimeout: 30 }),
    { ...call('tok-1'), channelSubtypeParameters: { sms: { destinationPhoneNumber: NUMBER, templateParameters: {} } } },
  ];
  for (const request of others) {
    const { failedRequests } = await put(service, id, [request]);
    assert.deepEqual(failedRequests, [{ clientToken: 'tok-1', id: first, failureCode: 'InvalidInput' }]);
    assert.equal(lastReason(service, id), 'IDEMPOTENCY_EXCEPTION');
  }
  const { requests } = await service.store.requests.requests({ campaignId: id as CampaignId, limit: 10 });
  assert.equal(requests.length, 1);
  assert.deepEqual(requests[0] && parseContent(requests[0].payload), {
    telephony: { destinationPhoneNumber: NUMBER, attributes: {} },
  });
});

test('a known token is answered before anything else of its request is looked at', async () => {
  await using service = await openService({ overrides: { bufferedRequestsPerCampaign: 1 } });
  const id = await running(service);
  const first = outcome(await put(service, id, [call('tok-1')]));
  const expired = { ...call('tok-1'), expirationTime: '2020-01-01T00:00:00Z' };
  assert.equal(outcome(await put(service, id, [expired])), first);
  await service.ok('UpdateCampaignChannelSubtypeConfig', {
    id,
    channelSubtypeConfig: { telephony: { ...AGENTLESS, defaultOutboundConfig: { connectContactFlowId: 'flow-1' } } },
  });
  assert.equal(outcome(await put(service, id, [call('tok-1')])), first);
  await service.clock.advanceTo(START + 86_400_000);
  assert.equal(outcome(await put(service, id, [call('tok-1')])), first);
});

test('forty concurrent batches with the same token make one request with one id', async () => {
  await using service = await openService();
  const id = await running(service);
  const replies = await Promise.all(Array.from({ length: 40 }, () => put(service, id, [call('tok-1'), call('tok-2')])));
  const ids = new Set(replies.map((reply) => reply.successfulRequests.map((request) => request.id).join()));
  assert.equal(ids.size, 1);
  assert.equal((await counters(service, id)).accepted, 2);
});

test('of two concurrent requests with one token and other content one is accepted and one is InvalidInput', async () => {
  await using service = await openService();
  const id = await running(service);
  const replies = await Promise.all([
    put(service, id, [call('tok-1', { attributes: { a: '1' } })]),
    put(service, id, [call('tok-1', { attributes: { a: '2' } })]),
  ]);
  assert.deepEqual(replies.map(outcome).filter((each) => each === 'InvalidInput').length, 1);
  assert.equal((await counters(service, id)).accepted, 1);
});

test('twins in one batch: an equal one gets the same id, a differing one InvalidInput', async () => {
  await using service = await openService();
  const id = await running(service);
  const reply = await put(service, id, [call('tok-1'), call('tok-1'), call('tok-1', { attributes: { a: '1' } })]);
  const [first] = reply.successfulRequests;
  assert.deepEqual(reply.successfulRequests, [first, first]);
  assert.deepEqual(reply.failedRequests, [{ ...first, failureCode: 'InvalidInput' }]);
  assert.equal((await counters(service, id)).accepted, 1);
});

test('a token belongs to its campaign', async () => {
  await using service = await openService();
  const one = await running(service, external({ name: 'one' }));
  const two = await running(service, external({ name: 'two' }));
  assert.notEqual(outcome(await put(service, one, [call('tok-1')])), outcome(await put(service, two, [call('tok-1')])));
});

test('a request that was refused does not use up its token', async () => {
  await using service = await openService({ overrides: { bufferedRequestsPerCampaign: 1 } });
  const id = await running(service);
  const wrong = call('tok-1', { destinationPhoneNumber: '911' });
  assert.equal(outcome(await put(service, id, [wrong])), 'InvalidInput');
  await put(service, id, [call('tok-1')]);
  assert.equal(outcome(await put(service, id, [call('tok-2')])), 'BufferLimitExceeded');
  await service.store.requests.expire(START + 3_600_000, 10);
  assert.match(
    outcome(await put(service, id, [{ ...call('tok-2'), expirationTime: '2026-01-06T00:00:00Z' }])),
    /^[0-9a-f-]{36}$/,
  );
});

test('the id of a campaign in capitals or as an ARN gives the same request ids', async () => {
  await using service = await openService();
  const { id, arn } = await service.ok('CreateCampaign', external());
  await service.ok('StartCampaign', { id });
  const first = outcome(await put(service, id, [call('tok-1')]));
  assert.equal(outcome(await put(service, arn, [call('tok-1')])), first);
  assert.equal(outcome(await put(service, id.toUpperCase(), [call('tok-1')])), first);
});

// Partial success.

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

// The whole call.

test('order of the checks: 404, then the kind, then the state, then the instance', async () => {
  await using service = await openService();
  const batch = { outboundRequests: [call('tok-1')] };
  const refusal = (id: string) => service.refusal('PutOutboundRequestBatch', { id, ...batch });
  assert.match(await refusal('99999999-9999-4999-8999-999999999999'), /^ResourceNotFoundException: /);
  for (const [name, input] of [
    ['segment', segment({ name: 's' })],
    ['event', event({ name: 'e' })],
  ] as const) {
    const id = await created(service, input);
    const sentence = 'ValidationException: Operation is not valid for this campaign';
    assert.equal(await refusal(id), sentence, name);
    await service.ok('StartCampaign', { id });
    assert.equal(await refusal(id), sentence, name);
  }
  const id = await created(service);
  assert.match(await refusal(id), /^InvalidCampaignStateException: .*\(Initialized\)$/);
  await service.ok('StartCampaign', { id });
  await service.ok('PauseCampaign', { id });
  assert.match(await refusal(id), /\(Paused\)$/);
  await service.ok('StopCampaign', { id });
  assert.match(await refusal(id), /\(Stopped\)$/);
  await service.ok('DeleteCampaign', { id });
  assert.match(await refusal(id), /^ResourceNotFoundException: /);
});

test('a broken shape anywhere fails the whole call, before the campaign is looked for', async () => {
  await using service = await openService();
  const id = 'no-such-campaign';
  const wrong: [string, unknown][] = [
    ['no requests', []],
    ['26 requests', Array.from({ length: 26 }, (_, index) => call(`t${index}`))],
    ['letters in a number', [call('good'), call('bad', { destinationPhoneNumber: 'letters' })]],
    ['a space in a token', [call('a b')]],
    ['an attribute name with a dot', [call('t', { attributes: { 'a.b': 'c' } })]],
    ['a ring timeout of 61 s', [call('t', { ringTimeout: 61 })]],
  ];
  for (const [what, outboundRequests] of wrong) {
    const { status, error } = await service.call('PutOutboundRequestBatch', { id, outboundRequests });
    assert.deepEqual([status, error], [400, 'ValidationException'], what);
  }
});

test('an attribute called __proto__ is an attribute', async () => {
  await using service = await openService();
  const id = await running(service);
  const attributes = JSON.parse('{"__proto__": "x"}');
  const first = outcome(await put(service, id, [call('t', { attributes })]));
  assert.equal(outcome(await put(service, id, [call('t', { attributes })])), first);
  assert.equal(outcome(await put(service, id, [call('t')])), 'InvalidInput');
});

test('a put and a Stop at the same time: what was accepted is there, and nothing is accepted after the Stop', async () => {
  await using service = await openService();
  const id = await running(service);
  const batch = (index: number) =>
    service.call('PutOutboundRequestBatch', { id, outboundRequests: [call(`t${index}`)] });
  const answers = await Promise.all([batch(1), batch(2), service.call('StopCampaign', { id }), batch(3), batch(4)]);
  const accepted = answers.filter(({ status, body }) => status === 200 && body?.successfulRequests.length === 1).length;
  for (const { status, body } of answers) if (status !== 200) assert.equal(body.state, 'Stopped');
  assert.equal((await counters(service, id)).accepted, accepted);
  assert.equal((await batch(5)).status, 409);
});
