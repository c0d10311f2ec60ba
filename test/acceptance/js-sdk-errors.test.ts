/** What the AWS SDK for JavaScript makes of our errors: their classes, members and sentences, for every operation. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import * as sdk from '@aws-sdk/client-connectcampaignsv2';
import { startService } from '../support/running-service.ts';
import { callsOfNothing } from './calls-of-nothing.ts';
import { campaignCalls } from './campaign-calls.ts';
import {
  ALL_CHANNELS,
  DOMAIN,
  definition,
  EVENT_SOURCE,
  FLOW,
  INSTANCE,
  NO_PROFILE,
  OFFICE_HOURS,
  SEGMENT,
  SMS,
  schedule,
  smsRequest,
  smsTo,
  soon,
} from './definitions.ts';
import { type Answers, createClient, OPERATIONS, refused } from './sdk-client.ts';

const service = await startService();
after(() => service.stop());
const answers: Answers = new Map();
const client = createClient(service, { answers });
after(() => client.destroy());

const { create, createRunning, put } = campaignCalls(client);

for (const [operation, call] of Object.entries(callsOfNothing(client))) {
  test(`${operation} of what is not there is a ResourceNotFoundException`, async () => {
    const error = await refused(call(), 'ResourceNotFoundException', 404);
    assert.ok(error instanceof sdk.ResourceNotFoundException);
  });
}

test('a move from the wrong state tells the state that the campaign is in', async () => {
  const campaign = await create(definition('Wrong moves'));
  const wrong = async (call: Promise<unknown>, state: string) => {
    const error = await refused(call, 'InvalidCampaignStateException', 409, new RegExp(state));
    assert.ok(error instanceof sdk.InvalidCampaignStateException);
    assert.equal(error.state, state);
  };
  const [start, pause, resume, stop] = [
    () => client.send(new sdk.StartCampaignCommand({ id: campaign })),
    () => client.send(new sdk.PauseCampaignCommand({ id: campaign })),
    () => client.send(new sdk.ResumeCampaignCommand({ id: campaign })),
    () => client.send(new sdk.StopCampaignCommand({ id: campaign })),
  ];
  for (const call of [pause, resume, stop, () => put(campaign, smsRequest('early'))])
    await wrong(call(), 'Initialized');
  await start();
  for (const call of [start, resume]) await wrong(call(), 'Running');
  await pause();
  for (const call of [start, pause, () => put(campaign, smsRequest('paused'))]) await wrong(call(), 'Paused');
  await stop();
  for (const call of [start, pause, resume, stop, () => put(campaign, smsRequest('late'))])
    await wrong(call(), 'Stopped');
});

test('of two starts at the same moment one succeeds and one is refused', async () => {
  const campaign = await create(definition('Two starts'));
  const outcomes = await Promise.allSettled(
    [1, 2].map(() => client.send(new sdk.StartCampaignCommand({ id: campaign }))),
  );
  assert.deepEqual(outcomes.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
  const [refusal] = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  assert.ok(refusal instanceof sdk.InvalidCampaignStateException);
  assert.equal(refusal.state, 'Running');
});

test('what freezes at the start cannot be changed after it', async () => {
  const campaign = await createRunning(definition('Frozen'));
  const frozen = [
    () => client.send(new sdk.UpdateCampaignScheduleCommand({ id: campaign, schedule: schedule() })),
    () => client.send(new sdk.UpdateCampaignFlowAssociationCommand({ id: campaign, connectCampaignFlowArn: FLOW })),
    () =>
      client.send(
        new sdk.UpdateCampaignCommunicationTimeCommand({
          id: campaign,
          communicationTimeConfig: { localTimeZoneConfig: { defaultTimeZone: 'UTC' }, sms: OFFICE_HOURS },
        }),
      ),
    () => client.send(new sdk.DeleteCampaignCommunicationTimeCommand({ id: campaign, config: 'SMS' })),
    () =>
      client.send(new sdk.UpdateCampaignCommunicationLimitsCommand({ id: campaign, communicationLimitsOverride: {} })),
    () =>
      client.send(new sdk.DeleteCampaignCommunicationLimitsCommand({ id: campaign, config: 'ALL_CHANNEL_SUBTYPES' })),
    () =>
      client.send(
        new sdk.UpdateCampaignEntryLimitsCommand({
          id: campaign,
          entryLimitsConfig: { maxEntryCount: 1, minEntryInterval: 'P1D' },
        }),
      ),
    () => client.send(new sdk.DeleteCampaignEntryLimitsCommand({ id: campaign })),
  ];
  for (const call of frozen) await refused(call(), 'InvalidCampaignStateException', 409, /Running/);
});

test('operations that declare no state error answer with one that they declare', async () => {
  const campaign = await createRunning(definition('Undeclared'));
  await refused(
    client.send(new sdk.DeleteCampaignChannelSubtypeConfigCommand({ id: campaign, channelSubtype: 'SMS' })),
    'ConflictException',
    409,
    /Running/,
  );
  await refused(client.send(new sdk.DeleteCampaignCommand({ id: campaign })), 'ValidationException', 400, /Running/);
});

test('a running campaign keeps its queue and its mode', async () => {
  const { telephony } = ALL_CHANNELS;
  const campaign = await createRunning(definition('Mode', { channelSubtypeConfig: { telephony } }));
  const update = (changed: Partial<sdk.TelephonyChannelSubtypeConfig>) =>
    client.send(
      new sdk.UpdateCampaignChannelSubtypeConfigCommand({
        id: campaign,
        channelSubtypeConfig: { telephony: { ...telephony, ...changed } },
      }),
    );
  await refused(update({ connectQueueId: 'another' }), 'ConflictException', 409, /queue/);
  await refused(
    update({ outboundMode: { progressive: { bandwidthAllocation: 1 } } }),
    'ConflictException',
    409,
    /mode/,
  );
});

test('a name is taken within an instance, and free again when its campaign is deleted', async () => {
  const first = await create(definition('Name'));
  const second = await create(definition('Other name'));
  const conflicting = definition('Name', { channelSubtypeConfig: ALL_CHANNELS });
  await refused(client.send(new sdk.CreateCampaignCommand(conflicting)), 'ConflictException', 409);
  const rename = () => client.send(new sdk.UpdateCampaignNameCommand({ id: second, name: 'Name' }));
  await refused(rename(), 'ConflictException', 409);
  await client.send(new sdk.DeleteCampaignCommand({ id: first }));
  await rename();
});

test('requests go into campaigns without a source, profiles into event campaigns, and nothing into the others', async () => {
  const started = { connectCampaignFlowArn: FLOW, schedule: schedule() };
  const segment = await createRunning(
    definition('Segment', { source: { customerProfilesSegmentArn: SEGMENT }, ...started }),
  );
  const event = await createRunning(definition('Event', { source: EVENT_SOURCE, ...started }));
  const external = await createRunning(definition('External'));
  const putProfile = (campaign: string) =>
    client.send(
      new sdk.PutProfileOutboundRequestBatchCommand({
        id: campaign,
        profileOutboundRequests: [{ clientToken: 'one', profileId: NO_PROFILE }],
      }),
    );
  const sentence = 'Operation is not valid for this campaign';
  for (const campaign of [segment, event])
    await refused(put(campaign, smsRequest('one')), 'ValidationException', 400, sentence);
  for (const campaign of [segment, external]) await refused(putProfile(campaign), 'ValidationException', 400, sentence);
});

test("a batch of none or of 26 is refused whole, in AWS's sentence", async () => {
  const campaign = await createRunning(definition('Sizes'));
  const sentence =
    "1 validation error detected: Value at 'outboundRequests' failed to satisfy constraint: Member must have length between 1 and 25, inclusive";
  await refused(put(campaign), 'ValidationException', 400, sentence);
  const many = Array.from({ length: 26 }, (_, index) => smsRequest(`token-${index}`));
  await refused(put(campaign, ...many), 'ValidationException', 400, sentence);
  const profileOutboundRequests = many.slice(0, 21).map(({ clientToken }) => ({ clientToken, profileId: NO_PROFILE }));
  await refused(
    client.send(new sdk.PutProfileOutboundRequestBatchCommand({ id: campaign, profileOutboundRequests })),
    'ValidationException',
    400,
    /Member must have length between 1 and 20, inclusive/,
  );
  const campaignIds = Array.from({ length: 26 }, () => campaign);
  await refused(
    client.send(new sdk.GetCampaignStateBatchCommand({ campaignIds })),
    'ValidationException',
    400,
    /Member must have length between 1 and 25, inclusive/,
  );
});

test('a union of none, of two or of a member that nobody knows is no request', async () => {
  const campaign = await createRunning(definition('Unions'));
  const { sms } = smsTo('+12065550100');
  const email = { destinationEmailAddress: 'ada@example.com', templateParameters: {} };
  // What the type of the union forbids is what a program without types sends.
  for (const union of [{}, { sms, email }, { pigeon: {} }] as unknown[]) {
    const channelSubtypeParameters = union as sdk.ChannelSubtypeParameters;
    await refused(put(campaign, smsRequest('one', { channelSubtypeParameters })), 'SerializationException', 400);
  }
  const twoModes = {
    ...SMS.sms,
    outboundMode: { agentless: {}, predictive: {} },
  } as unknown as sdk.TelephonyChannelSubtypeConfig;
  await refused(
    client.send(
      new sdk.CreateCampaignCommand(definition('Two modes', { channelSubtypeConfig: { telephony: twoModes } })),
    ),
    'SerializationException',
    400,
  );
});

test('a value outside its enumeration is refused with the values that there are, in body and query', async () => {
  const campaign = await create(definition('Enumerations'));
  const nope = 'NOPE' as never;
  await refused(
    client.send(new sdk.DeleteCampaignCommunicationLimitsCommand({ id: campaign, config: nope })),
    'ValidationException',
    400,
    "1 validation error detected: Value 'NOPE' at 'config' failed to satisfy constraint: Member must satisfy enum value set: [ALL_CHANNEL_SUBTYPES]",
  );
  const calls = [
    () => client.send(new sdk.DeleteCampaignCommunicationTimeCommand({ id: campaign, config: nope })),
    () => client.send(new sdk.DeleteCampaignChannelSubtypeConfigCommand({ id: campaign, channelSubtype: nope })),
    () =>
      client.send(
        new sdk.DeleteConnectInstanceConfigCommand({ connectInstanceId: INSTANCE, campaignDeletionPolicy: nope }),
      ),
    () => client.send(new sdk.CreateCampaignCommand(definition('Type', { type: nope }))),
    () =>
      client.send(new sdk.ListCampaignsCommand({ filters: { instanceIdFilter: { value: INSTANCE, operator: nope } } })),
  ];
  for (const call of calls) await refused(call(), 'ValidationException', 400, /Member must satisfy enum value set: \[/);
});

test('everything that is wrong with a call is in one message, and nothing personal', async () => {
  const campaign = await createRunning(definition('All at once'));
  const destination = '+1 206 (555) 0100';
  const error = await refused(
    put(campaign, smsRequest('bad token', { channelSubtypeParameters: smsTo(destination) })),
    'ValidationException',
    400,
    /^2 validation errors detected: .*'outboundRequests\.1\.member\.clientToken'.*; .*'outboundRequests\.1\.member\.channelSubtypeParameters\.sms\.destinationPhoneNumber'/,
  );
  assert.doesNotMatch(error.message, /206|bad token/);
});

test('numbers and texts outside their bounds are refused', async () => {
  const wrong: sdk.CreateCampaignRequest[] = [
    definition('x'.repeat(128)),
    definition('Instance', { connectInstanceId: 'no spaces' }),
    definition('Ring', {
      channelSubtypeConfig: {
        telephony: {
          ...ALL_CHANNELS.telephony,
          defaultOutboundConfig: { ...ALL_CHANNELS.telephony.defaultOutboundConfig, ringTimeout: 5 },
        },
      },
    }),
    definition('Capacity', { channelSubtypeConfig: { telephony: { ...ALL_CHANNELS.telephony, capacity: 1.5 } } }),
    definition('Flow', { connectCampaignFlowArn: 'not-an-arn' }),
    definition('Tag', { tags: { 'aws:reserved': '1' } }),
  ];
  for (const members of wrong) {
    const call = client.send(new sdk.CreateCampaignCommand(members));
    await refused(call, 'ValidationException', 400, /failed to satisfy constraint/);
  }
  await refused(client.send(new sdk.ListCampaignsCommand({ maxResults: 51 })), 'ValidationException', 400);
});

test('a definition that means nothing is refused at the creation', async () => {
  const { startTime, endTime } = schedule();
  const wrong: [sdk.CreateCampaignRequest, RegExp][] = [
    [
      definition('Backwards', { schedule: { startTime: endTime, endTime: startTime } }),
      /endTime must be after startTime/,
    ],
    [definition('Often', { schedule: { ...schedule(), refreshFrequency: 'PT1M' } }), /at least PT1H/],
    [
      definition('Zone', { communicationTimeConfig: { localTimeZoneConfig: { defaultTimeZone: 'Mars/Base' } } }),
      /not a time zone/,
    ],
    [
      definition('Event', {
        source: EVENT_SOURCE,
        communicationTimeConfig: { localTimeZoneConfig: { defaultTimeZone: 'UTC' } },
      }),
      /Event Triggered Campaigns do not allow parameter: CommunicationTimeConfig/,
    ],
    [definition('Tags', { tags: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, 'v'])) }), /50 tags/],
  ];
  for (const [members, message] of wrong) {
    await refused(client.send(new sdk.CreateCampaignCommand(members)), 'ValidationException', 400, message);
  }
});

test("a campaign that lacks something does not start, in AWS's sentences", async () => {
  const source = { customerProfilesSegmentArn: SEGMENT };
  const { telephony } = ALL_CHANNELS;
  const national = { ...telephony.defaultOutboundConfig, connectSourcePhoneNumber: '2065550100' };
  const wrong: [sdk.CreateCampaignRequest, string][] = [
    [definition('No schedule', { source }), 'Missing required campaign parameter Schedule'],
    [definition('No flow', { source, schedule: schedule() }), 'Missing required campaign parameter Campaign Flow'],
    [
      definition('No number', {
        channelSubtypeConfig: { telephony: { ...telephony, defaultOutboundConfig: national } },
      }),
      'Phone number is not in E.164 format',
    ],
  ];
  for (const [members, sentence] of wrong) {
    const campaign = await create(members);
    await refused(client.send(new sdk.StartCampaignCommand({ id: campaign })), 'ValidationException', 400, sentence);
  }
});

test('a source is neither added nor exchanged for one of another kind', async () => {
  const external = await create(definition('No source'));
  const segment = await create(definition('Segment source', { source: { customerProfilesSegmentArn: SEGMENT } }));
  for (const campaign of [external, segment]) {
    const call = client.send(new sdk.UpdateCampaignSourceCommand({ id: campaign, source: EVENT_SOURCE }));
    await refused(call, 'ValidationException', 400, /source/);
  }
});

test('a token of another listing does not continue this one', async () => {
  await create(definition('Page 1'));
  const { nextToken } = await client.send(new sdk.ListCampaignsCommand({ maxResults: 1 }));
  assert.ok(nextToken !== undefined);
  const filters = { instanceIdFilter: { value: INSTANCE, operator: 'Eq' as const } };
  for (const input of [{ nextToken, filters }, { nextToken: `${nextToken}x` }, { nextToken: 'invented' }]) {
    await refused(client.send(new sdk.ListCampaignsCommand(input)), 'ValidationException', 400, /nextToken/);
  }
});

test('an onboarded instance refuses what does not fit its state', async () => {
  const busy = { connectInstanceId: INSTANCE };
  await create(definition('In the way'));
  await refused(
    client.send(new sdk.DeleteInstanceOnboardingJobCommand(busy)),
    'InvalidStateException',
    409,
    /SUCCEEDED/,
  );
  await refused(client.send(new sdk.DeleteConnectInstanceConfigCommand(busy)), 'InvalidStateException', 409);
  const keyArn = 'arn:aws:kms:us-east-1:000000000000:key/12345678-1234-4234-8234-123456789012';
  const onboard = (encryptionConfig: sdk.EncryptionConfig) =>
    client.send(new sdk.StartInstanceOnboardingJobCommand({ ...busy, encryptionConfig }));
  await refused(onboard({ enabled: true, encryptionType: 'KMS', keyArn }), 'ConflictException', 409);
  await refused(onboard({ enabled: true }), 'ValidationException', 400, /keyArn/);
  await refused(
    client.send(
      new sdk.DeleteConnectInstanceIntegrationCommand({
        ...busy,
        integrationIdentifier: { customerProfiles: { domainArn: DOMAIN } },
      }),
    ),
    'ResourceNotFoundException',
    404,
  );
});

test('campaigns that outlive the configuration of their instance wait until it is onboarded again', async () => {
  const retained = { connectInstanceId: 'retained' };
  const campaign = await createRunning(definition('Retained', retained));
  await client.send(new sdk.DeleteConnectInstanceConfigCommand({ ...retained, campaignDeletionPolicy: 'RETAIN_ALL' }));
  await refused(put(campaign, smsRequest('one')), 'ConflictException', 409);
  await client.send(new sdk.StartInstanceOnboardingJobCommand({ ...retained, encryptionConfig: { enabled: false } }));
  assert.equal((await put(campaign, smsRequest('one', { expirationTime: soon() }))).successfulRequests?.length, 1);
});

test('every operation of the service has refused something', () => {
  const refusing = [...answers].filter(([, seen]) => [...seen].some((answer) => answer !== 'ok'));
  assert.deepEqual(refusing.map(([operation]) => operation).toSorted(), OPERATIONS);
});
