/** Requests by the AWS SDK for JavaScript: put one by one and by profile, and delivered. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as sdk from '@aws-sdk/client-connectcampaignsv2';
import { endedRequests, importProfiles } from '../support/admin.ts';
import type { CampaignCalls } from './campaign-calls.ts';
import { ALL_CHANNELS, definition, EVENT_SOURCE, FLOW, schedule, smsRequest, smsTo, soon } from './definitions.ts';

/** Registers the tests. */
export function requestStories({ client, createRunning }: CampaignCalls, url: string): void {
  test('requests of a batch succeed and fail one by one, and every accepted one is delivered', async () => {
    const id = await createRunning(definition('Batch', { channelSubtypeConfig: ALL_CHANNELS }));
    const templateParameters = { FirstName: 'Ada' };
    const again = smsRequest('sms');
    const outboundRequests: sdk.OutboundRequest[] = [
      again,
      smsRequest('call', {
        channelSubtypeParameters: { telephony: { destinationPhoneNumber: '+12065550100', attributes: {} } },
      }),
      smsRequest('mail', {
        channelSubtypeParameters: { email: { destinationEmailAddress: 'ada@example.com', templateParameters } },
      }),
      smsRequest('whatsapp', {
        channelSubtypeParameters: { whatsApp: { destinationPhoneNumber: '+1-206-555-0100', templateParameters } },
      }),
      again,
      smsRequest('sms', { channelSubtypeParameters: smsTo('+12065550123') }),
      smsRequest('late', { expirationTime: new Date(Date.now() - 1000) }),
      smsRequest('nobody', { channelSubtypeParameters: smsTo('12345') }),
      smsRequest(''),
    ];
    const { successfulRequests = [], failedRequests = [] } = await client.send(
      new sdk.PutOutboundRequestBatchCommand({ id, outboundRequests }),
    );
    assert.deepEqual(
      successfulRequests.map(({ clientToken }) => clientToken),
      ['sms', 'call', 'mail', 'whatsapp', 'sms'],
    );
    assert.equal(successfulRequests[4]?.id, successfulRequests[0]?.id, 'a repeated request is the first one');
    assert.deepEqual(
      failedRequests.map(({ clientToken, failureCode }) => [clientToken, failureCode]),
      [
        ['sms', 'InvalidInput'],
        ['late', 'InvalidInput'],
        ['nobody', 'InvalidInput'],
        ['', 'InvalidInput'],
      ],
    );
    for (const { id: requestId } of [...successfulRequests, ...failedRequests])
      assert.match(requestId ?? '', /^[0-9a-f-]{36}$/);

    const ended = await endedRequests(url, id);
    assert.deepEqual(
      ended.map(({ clientToken, state }) => [clientToken, state]),
      ['sms', 'call', 'mail', 'whatsapp'].map((token) => [token, 'Succeeded']),
    );
    assert.deepEqual(
      new Set(ended.map((request) => request.id)),
      new Set(successfulRequests.map((request) => request.id)),
    );

    const replay = await client.send(new sdk.PutOutboundRequestBatchCommand({ id, outboundRequests: [again] }));
    assert.equal(replay.successfulRequests?.[0]?.id, successfulRequests[0]?.id, 'also after its end');
  });

  test('an expiration time is kept to the millisecond', async () => {
    const id = await createRunning(definition('Expiry'));
    const expirationTime = new Date(soon().setUTCMilliseconds(123));
    await client.send(
      new sdk.PutOutboundRequestBatchCommand({ id, outboundRequests: [smsRequest('one', { expirationTime })] }),
    );
    const [request] = await endedRequests(url, id);
    assert.equal(request?.expirationTime, expirationTime.toISOString());
  });

  test('an event campaign reaches people by their profile', async () => {
    const [ada, grace] = ['a'.repeat(32), 'b'.repeat(32)];
    await importProfiles(url, [{ profileId: ada, phone: '+12065550100' }, { profileId: grace }]);
    const id = await createRunning(
      definition('Event', {
        source: EVENT_SOURCE,
        connectCampaignFlowArn: FLOW,
        schedule: { ...schedule(), startTime: new Date() },
      }),
    );
    const { successfulRequests, failedRequests } = await client.send(
      new sdk.PutProfileOutboundRequestBatchCommand({
        id,
        profileOutboundRequests: [
          {
            clientToken: 'ada',
            profileId: ada,
            expirationTime: soon(),
            eventTriggerContext: { sourceEvent: 'visit-booked' },
          },
          { clientToken: 'grace', profileId: grace },
          { clientToken: 'stranger', profileId: 'c'.repeat(32) },
        ],
      }),
    );
    assert.deepEqual(
      successfulRequests?.map(({ clientToken }) => clientToken),
      ['ada', 'grace'],
    );
    assert.deepEqual(
      failedRequests?.map(({ clientToken, failureCode }) => [clientToken, failureCode]),
      [['stranger', 'ResourceNotFound']],
    );
    assert.deepEqual(
      (await endedRequests(url, id)).map(({ clientToken, state, reason }) => [clientToken, state, reason]),
      [
        ['ada', 'Succeeded', 'DELIVERED'],
        ['grace', 'Suppressed', 'MISSING_CHANNEL'],
      ],
    );
  });
}
