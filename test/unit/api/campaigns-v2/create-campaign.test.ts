/** CreateCampaign, DescribeCampaign, GetCampaignState and GetCampaignStateBatch. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatTimestamp } from '../../../../src/api/protocol/shapes/timestamp.ts';
import { CALLER, openService } from './in-process-service.ts';
import { AGENTLESS, created, event, external, FLOW, INSTANCE, PROGRESSIVE, running, SMS } from './sample-campaigns.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const MISSING = '99999999-9999-4999-8999-999999999999';

test('a new campaign has a UUID, an ARN and its tags, and is Initialized', async () => {
  await using service = await openService();
  const tags = { owner: `arn:aws:connect:us-east-1:111111111111:instance/${INSTANCE}` };
  const { id, arn, tags: echoed } = await service.ok('CreateCampaign', external({ tags }));
  assert.match(id, UUID);
  assert.equal(arn, `arn:aws:connect-campaigns:us-east-1:111111111111:campaign/${id}`);
  assert.deepEqual(echoed, tags);
  assert.deepEqual(await service.ok('GetCampaignState', { id }), { state: 'Initialized' });
  assert.deepEqual(service.told, ['campaign Initialized']);
});

test('DescribeCampaign gives back what CreateCampaign was given, and MANAGED as the type', async () => {
  await using service = await openService();
  const input = external({
    connectCampaignFlowArn: FLOW,
    schedule: { startTime: '2026-01-06T00:00:00Z', endTime: '2026-01-07T00:00:00.500Z', refreshFrequency: 'PT1H' },
    entryLimitsConfig: { maxEntryCount: 0, minEntryInterval: 'P1D' },
    communicationTimeConfig: {
      localTimeZoneConfig: { defaultTimeZone: 'Europe/Berlin' },
      sms: { openHours: { dailyHours: { MONDAY: [{ startTime: 'T09:00', endTime: 'T17:00' }] } } },
    },
    communicationLimitsOverride: {
      allChannelSubtypes: { communicationLimitsList: [{ maxCountPerRecipient: 4, frequency: 2, unit: 'DAY' }] },
      instanceLimitsHandling: 'OPT_OUT',
    },
    tags: { a: 'b' },
  });
  const { id, arn } = await service.ok('CreateCampaign', input);
  const lastModifiedTime = formatTimestamp(service.clock.now());
  assert.deepEqual(await service.ok('DescribeCampaign', { id }), {
    campaign: { ...input, id, arn, type: 'MANAGED', lastModifiedTime },
  });
});

test('lastModifiedTime is the instant of the last change, and reading changes nothing', async () => {
  await using service = await openService();
  const { id } = await service.ok('CreateCampaign', external());
  await service.clock.advanceTo(service.clock.now() + 60_000);
  await service.ok('UpdateCampaignName', { id, name: 'Another' });
  const changedAt = formatTimestamp(service.clock.now());
  await service.clock.advanceTo(service.clock.now() + 60_000);
  const { campaign } = await service.ok('DescribeCampaign', { id });
  assert.equal(campaign.lastModifiedTime, changedAt);
});

test('the same call again answers the first id; another body under the same name is a Conflict', async () => {
  await using service = await openService();
  const first = await service.ok('CreateCampaign', external({ tags: { a: '1', b: '2' } }));
  const reordered = { tags: { b: '2', a: '1' }, ...external() };
  assert.deepEqual(await service.ok('CreateCampaign', external(reordered)), first);
  const sentence = 'ConflictException: A campaign with this name already exists in the Connect instance';
  assert.equal(await service.refusal('CreateCampaign', external()), sentence);
  assert.equal(await service.refusal('CreateCampaign', external({ tags: { a: '1', b: '3' } })), sentence);
});

test('twenty equal calls at the same time make one campaign', async () => {
  await using service = await openService();
  const answers = await Promise.all(Array.from({ length: 20 }, () => service.ok('CreateCampaign', external())));
  assert.equal(new Set(answers.map(({ id }) => id)).size, 1);
  const { campaignSummaryList } = await service.ok('ListCampaigns');
  assert.equal(campaignSummaryList.length, 1);
});

test('a name is free in another instance, and again once its campaign was deleted', async () => {
  await using service = await openService();
  const first = await created(service);
  const elsewhere = await created(service, external({ connectInstanceId: 'instance-2' }));
  await service.ok('DeleteCampaign', { id: first });
  const again = await created(service, external({ type: 'JOURNEY' }));
  assert.equal(new Set([first, elsewhere, again]).size, 3);
});

test('relaxed: the first CreateCampaign that names an instance onboards it', async () => {
  await using service = await openService();
  assert.equal((await service.call('GetConnectInstanceConfig', { connectInstanceId: INSTANCE })).status, 404);
  await created(service);
  const { connectInstanceConfig } = await service.ok('GetConnectInstanceConfig', { connectInstanceId: INSTANCE });
  assert.deepEqual(connectInstanceConfig.encryptionConfig, { enabled: false });
});

test('aws: an instance must be onboarded first', async () => {
  await using service = await openService({ limits: 'aws' });
  assert.match(await service.refusal('CreateCampaign', external()), /^ResourceNotFoundException: .*not onboarded/);
});

test('aws: 500 campaigns an instance, then 402; the same call again still answers', async () => {
  await using service = await openService({ overrides: { campaignsPerInstance: 3 } });
  const first = await created(service, external({ name: 'c0' }));
  await created(service, external({ name: 'c1' }));
  const last = await created(service, external({ name: 'c2' }));
  const refused = await service.call('CreateCampaign', external({ name: 'c3' }));
  assert.equal(refused.status, 402);
  assert.equal(refused.error, 'ServiceQuotaExceededException');
  assert.equal(refused.body.message, 'Campaign count service limit would be exceeded');
  assert.equal(await created(service, external({ name: 'c2' })), last);
  assert.equal((await service.call('CreateCampaign', external({ name: 'c2', type: 'JOURNEY' }))).status, 409);
  await service.ok('DeleteCampaign', { id: first });
  await created(service, external({ name: 'c3' }));
});

test('at most 50 tags', async () => {
  await using service = await openService();
  const tags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']));
  assert.match(
    await service.refusal('CreateCampaign', external({ tags: tags(51) })),
    /^ValidationException: .*50 tags/,
  );
  await created(service, external({ tags: tags(50) }));
});

const senseless: [string, Record<string, unknown>, RegExp][] = [
  [
    'a schedule that ends before it starts',
    external({ schedule: { startTime: '2026-02-01T00:00:00Z', endTime: '2026-01-31T00:00:00Z' } }),
    /endTime must be after startTime/,
  ],
  [
    'a refresh every 59 minutes',
    external({
      schedule: { startTime: '2026-02-01T00:00:00Z', endTime: '2026-03-01T00:00:00Z', refreshFrequency: 'PT59M' },
    }),
    /at least PT1H/,
  ],
  [
    'a negative refresh',
    external({
      schedule: { startTime: '2026-02-01T00:00:00Z', endTime: '2026-03-01T00:00:00Z', refreshFrequency: 'PT-2H' },
    }),
    /refreshFrequency/,
  ],
  [
    'a refresh of P',
    external({
      schedule: { startTime: '2026-02-01T00:00:00Z', endTime: '2026-03-01T00:00:00Z', refreshFrequency: 'P' },
    }),
    /refreshFrequency/,
  ],
  [
    'a negative entry interval',
    external({ entryLimitsConfig: { maxEntryCount: 1, minEntryInterval: 'P-1D' } }),
    /minEntryInterval/,
  ],
  [
    'an entry interval of P',
    external({ entryLimitsConfig: { maxEntryCount: 1, minEntryInterval: 'P' } }),
    /minEntryInterval/,
  ],
  [
    'windows without any zone',
    external({ communicationTimeConfig: { localTimeZoneConfig: {}, sms: { openHours: { dailyHours: {} } } } }),
    /localTimeZoneConfig/,
  ],
  [
    'a zone that nobody knows',
    external({ communicationTimeConfig: { localTimeZoneConfig: { defaultTimeZone: 'Mars/Olympus' } } }),
    /Mars\/Olympus/,
  ],
  [
    'communication time on an event campaign',
    event({ communicationTimeConfig: { localTimeZoneConfig: { defaultTimeZone: 'UTC' } } }),
    /^ValidationException: Event Triggered Campaigns do not allow parameter: CommunicationTimeConfig$/,
  ],
  [
    'CONNECTED_TO_SYSTEM with answer machine detection',
    external({
      channelSubtypeConfig: {
        telephony: {
          connectQueueId: 'queue-1',
          outboundMode: {
            predictive: {
              bandwidthAllocation: 1,
              pacingStrategies: [
                {
                  abandonmentRate: {
                    targetRate: 0.03,
                    connectionStartPoint: 'CONNECTED_TO_SYSTEM',
                    connectionThresholdSeconds: 2,
                    evaluationWindow: 'PT24H',
                  },
                },
              ],
            },
          },
          defaultOutboundConfig: {
            connectContactFlowId: 'flow-1',
            answerMachineDetectionConfig: { enableAnswerMachineDetection: true },
          },
        },
      },
    }),
    /CONNECTED_TO_SYSTEM/,
  ],
];
for (const [what, input, sentence] of senseless) {
  test(`refused at the creation: ${what}`, async () => {
    await using service = await openService();
    const refusal = await service.refusal('CreateCampaign', input);
    assert.match(refusal, /^ValidationException: /);
    assert.match(refusal, sentence);
  });
}

test('everything that is wrong with a definition is told at once', async () => {
  await using service = await openService();
  const refusal = await service.refusal(
    'CreateCampaign',
    external({
      schedule: { startTime: '2026-02-01T00:00:00Z', endTime: '2026-01-31T00:00:00Z' },
      entryLimitsConfig: { maxEntryCount: 1, minEntryInterval: 'P' },
    }),
  );
  assert.match(refusal, /endTime must be after startTime.*; .*minEntryInterval/);
});

test('a campaign may have any mix of channels, and none', async () => {
  await using service = await openService();
  await created(service, external({ name: 'both', channelSubtypeConfig: { telephony: PROGRESSIVE, sms: SMS } }));
  const { channelSubtypeConfig: _none, ...bare } = external({ name: 'none' });
  await created(service, bare);
});

test('an ARN is as good as an id, for its owner', async () => {
  await using service = await openService();
  const { id, arn } = await service.ok('CreateCampaign', external({ channelSubtypeConfig: { telephony: AGENTLESS } }));
  await service.ok('StartCampaign', { id: arn });
  assert.deepEqual(await service.ok('GetCampaignState', { id }), { state: 'Running' });
  assert.deepEqual(await service.ok('GetCampaignState', { id: id.toUpperCase() }), { state: 'Running' });
  for (const other of [
    arn.replace(CALLER.account, '222222222222'),
    arn.replace(CALLER.region, 'eu-west-1'),
    `${arn}/x`,
    'x',
  ]) {
    assert.equal((await service.call('GetCampaignState', { id: other })).error, 'ResourceNotFoundException', other);
  }
});

test('GetCampaignStateBatch: an unknown campaign fails alone, and both lists keep the order of the ids', async () => {
  await using service = await openService();
  const one = await running(service, external({ name: 'one' }));
  const two = await created(service, external({ name: 'two' }));
  const campaignIds = [two, MISSING, one, 'nonsense'];
  assert.deepEqual(await service.ok('GetCampaignStateBatch', { campaignIds }), {
    successfulRequests: [
      { campaignId: two, state: 'Initialized' },
      { campaignId: one, state: 'Running' },
    ],
    failedRequests: [
      { campaignId: MISSING, failureCode: 'ResourceNotFound' },
      { campaignId: 'nonsense', failureCode: 'ResourceNotFound' },
    ],
  });
});

test('GetCampaignStateBatch takes 25 ids and names those that came as ARNs by their ARNs', async () => {
  await using service = await openService();
  const { arn } = await service.ok('CreateCampaign', external());
  const { successfulRequests, failedRequests } = await service.ok('GetCampaignStateBatch', {
    campaignIds: [arn, ...Array.from({ length: 24 }, () => MISSING)],
  });
  assert.deepEqual(successfulRequests, [{ campaignId: arn, state: 'Initialized' }]);
  assert.equal(failedRequests.length, 24);
});
