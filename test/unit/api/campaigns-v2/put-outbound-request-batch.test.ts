/** PutOutboundRequestBatch: what is stored of a batch, which campaigns take one, and what fails the whole call. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CampaignId } from '../../../../src/domain/campaign.ts';
import { parseContent } from '../../../../src/domain/request-content.ts';
import { createRequestIdentifier, formatRequestId } from '../../../../src/domain/request-id.ts';
import { openService, START } from './in-process-service.ts';
import { counters, outcome, put } from './outbound-batches.ts';
import {
  AGENTLESS,
  call,
  created,
  EMAIL,
  event,
  external,
  NUMBER,
  running,
  SMS,
  segment,
  TEMPLATE,
} from './sample-campaigns.ts';

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
