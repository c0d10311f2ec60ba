/** Contract line 2: a token makes one request with one id, whoever asks, however often and at the same time. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CampaignId } from '../../../../src/domain/campaign.ts';
import { parseContent } from '../../../../src/domain/request-content.ts';
import { openService, START } from './in-process-service.ts';
import { counters, lastReason, outcome, put } from './outbound-batches.ts';
import { AGENTLESS, call, external, NUMBER, running } from './sample-campaigns.ts';

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

test('an attribute called __proto__ is an attribute', async () => {
  await using service = await openService();
  const id = await running(service);
  const attributes = JSON.parse('{"__proto__": "x"}');
  const first = outcome(await put(service, id, [call('t', { attributes })]));
  assert.equal(outcome(await put(service, id, [call('t', { attributes })])), first);
  assert.equal(outcome(await put(service, id, [call('t')])), 'InvalidInput');
});
