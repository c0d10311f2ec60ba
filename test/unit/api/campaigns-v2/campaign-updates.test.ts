/** The Update operations and the Delete operations of parts: what they change, and what the start freezes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OperationName } from '../../../../src/api/campaigns-v2/shapes/service.ts';
import { openService } from './in-process-service.ts';
import {
  AGENTLESS,
  created,
  DOMAIN,
  EMAIL,
  event,
  external,
  FLOW,
  PROGRESSIVE,
  running,
  SEGMENT,
  SMS,
  segment,
} from './sample-campaigns.ts';

const SCHEDULE = { startTime: '2026-02-01T00:00:00Z', endTime: '2026-03-01T00:00:00Z' };
const ENTRY_LIMITS = { maxEntryCount: 2, minEntryInterval: 'PT6H' };
const LIMITS = { communicationLimitsList: [{ maxCountPerRecipient: 1, frequency: 1, unit: 'DAY' }] };
const TIME = {
  localTimeZoneConfig: { defaultTimeZone: 'Europe/Berlin' },
  sms: { openHours: { dailyHours: { MONDAY: [{ startTime: 'T09:00', endTime: 'T17:00' }] } } },
  email: { openHours: { dailyHours: { FRIDAY: [{ startTime: 'T00:00', endTime: 'T24:00' }] } } },
};

/** Operations that take a campaign in Initialized only, with what they change and what DescribeCampaign shows after it. */
const frozen: { operation: OperationName; input: Record<string, unknown>; shown: Record<string, unknown> }[] = [
  { operation: 'UpdateCampaignSchedule', input: { schedule: SCHEDULE }, shown: { schedule: SCHEDULE } },
  {
    operation: 'UpdateCampaignFlowAssociation',
    input: { connectCampaignFlowArn: FLOW },
    shown: { connectCampaignFlowArn: FLOW },
  },
  {
    operation: 'UpdateCampaignEntryLimits',
    input: { entryLimitsConfig: ENTRY_LIMITS },
    shown: { entryLimitsConfig: ENTRY_LIMITS },
  },
  {
    operation: 'UpdateCampaignCommunicationLimits',
    input: { communicationLimitsOverride: { allChannelSubtypes: LIMITS, instanceLimitsHandling: 'OPT_OUT' } },
    shown: { communicationLimitsOverride: { allChannelSubtypes: LIMITS, instanceLimitsHandling: 'OPT_OUT' } },
  },
  {
    operation: 'UpdateCampaignCommunicationTime',
    input: { communicationTimeConfig: TIME },
    shown: { communicationTimeConfig: TIME },
  },
  { operation: 'DeleteCampaignEntryLimits', input: {}, shown: {} },
  { operation: 'DeleteCampaignCommunicationTime', input: { config: 'SMS' }, shown: {} },
  { operation: 'DeleteCampaignCommunicationLimits', input: { config: 'ALL_CHANNEL_SUBTYPES' }, shown: {} },
];

for (const { operation, input, shown } of frozen) {
  test(`${operation}: before the start only`, async () => {
    await using service = await openService();
    const id = await created(service);
    const { campaign: before } = await service.ok('DescribeCampaign', { id });
    assert.equal(await service.ok(operation, { id, ...input }), undefined);
    assert.deepEqual((await service.ok('DescribeCampaign', { id })).campaign, { ...before, ...shown });
    for (const [move, state] of [
      ['StartCampaign', 'Running'],
      ['PauseCampaign', 'Paused'],
      ['StopCampaign', 'Stopped'],
    ] as const) {
      await service.ok(move, { id });
      const { status, error, body } = await service.call(operation, { id, ...input });
      assert.deepEqual([status, error, body.state], [409, 'InvalidCampaignStateException', state]);
    }
  });
}

test('an update that makes no sense is refused and changes nothing', async () => {
  await using service = await openService();
  const id = await created(service);
  const { campaign } = await service.ok('DescribeCampaign', { id });
  const nonsense: [OperationName, Record<string, unknown>][] = [
    ['UpdateCampaignSchedule', { schedule: { startTime: SCHEDULE.endTime, endTime: SCHEDULE.startTime } }],
    ['UpdateCampaignEntryLimits', { entryLimitsConfig: { maxEntryCount: 1, minEntryInterval: 'PT-1S' } }],
    ['UpdateCampaignCommunicationTime', { communicationTimeConfig: { localTimeZoneConfig: {}, sms: TIME.sms } }],
  ];
  for (const [operation, input] of nonsense) {
    assert.match(await service.refusal(operation, { id, ...input }), /^ValidationException: /, operation);
  }
  assert.deepEqual((await service.ok('DescribeCampaign', { id })).campaign, campaign);
});

test('an event campaign takes no communication time by an update either', async () => {
  await using service = await openService();
  const id = await created(service, event());
  assert.equal(
    await service.refusal('UpdateCampaignCommunicationTime', { id, communicationTimeConfig: TIME }),
    'ValidationException: Event Triggered Campaigns do not allow parameter: CommunicationTimeConfig',
  );
});

test('DeleteCampaignCommunicationTime takes the windows of one channel and leaves the rest', async () => {
  await using service = await openService();
  const id = await created(service, external({ communicationTimeConfig: TIME }));
  await service.ok('DeleteCampaignCommunicationTime', { id, config: 'SMS' });
  const { sms: _deleted, ...kept } = TIME;
  assert.deepEqual((await service.ok('DescribeCampaign', { id })).campaign.communicationTimeConfig, kept);
});

test('DeleteCampaignCommunicationLimits takes the limits and leaves how those of the instance are handled', async () => {
  await using service = await openService();
  const input = { allChannelSubtypes: LIMITS, instanceLimitsHandling: 'OPT_OUT' };
  const id = await created(service, external({ name: 'one', communicationLimitsOverride: input }));
  await service.ok('DeleteCampaignCommunicationLimits', { id, config: 'ALL_CHANNEL_SUBTYPES' });
  assert.deepEqual((await service.ok('DescribeCampaign', { id })).campaign.communicationLimitsOverride, {
    instanceLimitsHandling: 'OPT_OUT',
  });
  const other = await created(
    service,
    external({ name: 'two', communicationLimitsOverride: { allChannelSubtypes: LIMITS } }),
  );
  await service.ok('DeleteCampaignCommunicationLimits', { id: other, config: 'ALL_CHANNEL_SUBTYPES' });
  assert.equal('communicationLimitsOverride' in (await service.ok('DescribeCampaign', { id: other })).campaign, false);
});

test('DeleteCampaignEntryLimits takes them away', async () => {
  await using service = await openService();
  const id = await created(service, external({ entryLimitsConfig: ENTRY_LIMITS }));
  await service.ok('DeleteCampaignEntryLimits', { id });
  assert.equal('entryLimitsConfig' in (await service.ok('DescribeCampaign', { id })).campaign, false);
});

test('UpdateCampaignName works in any state, and a name that is taken is a Conflict', async () => {
  await using service = await openService();
  const id = await running(service, external({ name: 'one' }));
  await created(service, external({ name: 'two' }));
  await service.ok('UpdateCampaignName', { id, name: 'one' });
  await service.ok('UpdateCampaignName', { id, name: 'three' });
  assert.equal((await service.ok('DescribeCampaign', { id })).campaign.name, 'three');
  assert.match(await service.refusal('UpdateCampaignName', { id, name: 'two' }), /^ConflictException: /);
});

const sources: [string, Record<string, unknown>, Record<string, unknown>, RegExp | undefined][] = [
  ['a segment by another segment', segment(), { customerProfilesSegmentArn: `${SEGMENT}-2` }, undefined],
  ['an event trigger by another', event(), { eventTrigger: { customerProfilesDomainArn: `${DOMAIN}-2` } }, undefined],
  ['nothing by a segment', external(), { customerProfilesSegmentArn: SEGMENT }, /cannot be added/],
  ['a segment by an event trigger', segment(), { eventTrigger: { customerProfilesDomainArn: DOMAIN } }, /another kind/],
  ['an event trigger by a segment', event(), { customerProfilesSegmentArn: SEGMENT }, /another kind/],
];
for (const [what, campaign, source, refusal] of sources) {
  test(`UpdateCampaignSource: ${what} ${refusal === undefined ? 'is replaced' : 'is a ValidationException'}`, async () => {
    await using service = await openService();
    const id = await created(service, campaign);
    if (refusal !== undefined) {
      const answer = await service.refusal('UpdateCampaignSource', { id, source });
      assert.match(answer, /^ValidationException: /);
      assert.match(answer, refusal);
      return;
    }
    await service.ok('UpdateCampaignSource', { id, source });
    assert.deepEqual((await service.ok('DescribeCampaign', { id })).campaign.source, source);
    await service.ok('StartCampaign', { id });
    assert.match(await service.refusal('UpdateCampaignSource', { id, source }), /^InvalidCampaignState.*\(Running\)$/);
  });
}

test('UpdateCampaignChannelSubtypeConfig replaces the channels that it names and leaves the others', async () => {
  await using service = await openService();
  const id = await created(service, external({ channelSubtypeConfig: { telephony: AGENTLESS, sms: SMS } }));
  const telephony = { ...PROGRESSIVE, capacity: 0.5 };
  await service.ok('UpdateCampaignChannelSubtypeConfig', { id, channelSubtypeConfig: { telephony, email: EMAIL } });
  assert.deepEqual((await service.ok('DescribeCampaign', { id })).campaign.channelSubtypeConfig, {
    telephony,
    sms: SMS,
    email: EMAIL,
  });
});

test('after the start the capacity and progressive or predictive still change', async () => {
  await using service = await openService();
  const id = await running(service, external({ channelSubtypeConfig: { telephony: PROGRESSIVE } }));
  const telephony = { ...PROGRESSIVE, capacity: 0.25, outboundMode: { predictive: { bandwidthAllocation: 2 } } };
  await service.ok('UpdateCampaignChannelSubtypeConfig', { id, channelSubtypeConfig: { telephony, sms: SMS } });
  assert.deepEqual((await service.ok('DescribeCampaign', { id })).campaign.channelSubtypeConfig, {
    telephony,
    sms: SMS,
  });
});

test('after the start another queue, and another kind of mode, is a Conflict', async () => {
  await using service = await openService();
  const id = await running(service, external({ channelSubtypeConfig: { telephony: PROGRESSIVE } }));
  const preview = { preview: { bandwidthAllocation: 1, timeoutConfig: { durationInSeconds: 30 } } };
  const changes = [{ connectQueueId: 'queue-2' }, { outboundMode: { agentless: {} } }, { outboundMode: preview }];
  for (const change of changes) {
    const channelSubtypeConfig = { telephony: { ...PROGRESSIVE, ...change } };
    const refusal = await service.refusal('UpdateCampaignChannelSubtypeConfig', { id, channelSubtypeConfig });
    assert.match(refusal, /^ConflictException: .*after the campaign was started$/, JSON.stringify(change));
  }
});

test('before the start the queue and the mode change freely', async () => {
  await using service = await openService();
  const id = await created(service, external({ channelSubtypeConfig: { telephony: PROGRESSIVE } }));
  await service.ok('UpdateCampaignChannelSubtypeConfig', { id, channelSubtypeConfig: { telephony: AGENTLESS } });
});

test('after the start no channel can be set that could not have been started', async () => {
  await using service = await openService();
  const id = await running(service, external({ channelSubtypeConfig: { sms: SMS } }));
  const { connectQueueId: _none, ...queueless } = PROGRESSIVE;
  assert.equal(
    await service.refusal('UpdateCampaignChannelSubtypeConfig', { id, channelSubtypeConfig: { telephony: queueless } }),
    'ValidationException: Missing required campaign parameter Connect Queue Id',
  );
});

test('DeleteCampaignChannelSubtypeConfig works before the start only; after it, it is a Conflict', async () => {
  await using service = await openService();
  const id = await created(service, external({ channelSubtypeConfig: { telephony: AGENTLESS, sms: SMS } }));
  await service.ok('DeleteCampaignChannelSubtypeConfig', { id, channelSubtype: 'TELEPHONY' });
  await service.ok('DeleteCampaignChannelSubtypeConfig', { id, channelSubtype: 'TELEPHONY' });
  assert.deepEqual((await service.ok('DescribeCampaign', { id })).campaign.channelSubtypeConfig, { sms: SMS });
  await service.ok('StartCampaign', { id });
  assert.match(
    await service.refusal('DeleteCampaignChannelSubtypeConfig', { id, channelSubtype: 'SMS' }),
    /^ConflictException: .*Running/,
  );
});

test('the last channel can be deleted, but then the start fails', async () => {
  await using service = await openService();
  const id = await created(service, external({ channelSubtypeConfig: { sms: SMS } }));
  await service.ok('DeleteCampaignChannelSubtypeConfig', { id, channelSubtype: 'SMS' });
  assert.match(await service.refusal('StartCampaign', { id }), /^ValidationException: Missing required/);
});
