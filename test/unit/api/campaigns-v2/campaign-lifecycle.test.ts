/** StartCampaign, PauseCampaign, ResumeCampaign, StopCampaign and DeleteCampaign: which states they leave, and what they ask. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OperationName } from '../../../../src/api/campaigns-v2/shapes/service.ts';
import type { Campaign, CampaignId } from '../../../../src/domain/campaign.ts';
import { CAMPAIGN_STATES, type CampaignState } from '../../../../src/domain/campaign-states.ts';
import { CALLER, type InProcessService, openService, START } from './in-process-service.ts';
import { AGENTLESS, created, event, external, INSTANCE, PROGRESSIVE, running, segment } from './sample-campaigns.ts';

const MOVES = ['StartCampaign', 'PauseCampaign', 'ResumeCampaign', 'StopCampaign'] as const;
const LEGAL: Readonly<Record<(typeof MOVES)[number], Partial<Record<CampaignState, CampaignState>>>> = {
  StartCampaign: { Initialized: 'Running' },
  PauseCampaign: { Running: 'Paused' },
  ResumeCampaign: { Paused: 'Running' },
  StopCampaign: { Running: 'Stopped', Paused: 'Stopped' },
};

/** A campaign in any state: the engine's own endings are written to the store, as the engine does. */
async function inState(service: InProcessService, state: CampaignState): Promise<string> {
  const id = await created(service, external({ name: state }));
  const campaign = (await service.store.campaigns.find(CALLER, id as CampaignId)) as Campaign;
  const next = { ...campaign, state, revision: campaign.revision + 1 };
  assert.deepEqual(await service.store.campaigns.update(next, campaign.revision), { kind: 'updated' });
  return id;
}

for (const operation of MOVES) {
  for (const state of CAMPAIGN_STATES) {
    const to = LEGAL[operation][state];
    test(`${operation} of a campaign that is ${state} ${to === undefined ? 'is a 409 with the state' : `makes it ${to}`}`, async () => {
      await using service = await openService();
      const id = await inState(service, state);
      const { status, error, body } = await service.call(operation, { id });
      if (to === undefined) {
        assert.deepEqual([status, error, body.state], [409, 'InvalidCampaignStateException', state]);
        assert.equal(typeof body.message, 'string');
      } else {
        assert.equal(status, 200);
        assert.equal(body, undefined);
      }
      assert.deepEqual(await service.ok('GetCampaignState', { id }), { state: to ?? state });
    });
  }
}

for (const state of CAMPAIGN_STATES) {
  const isDeletable = state !== 'Running' && state !== 'Paused';
  test(`DeleteCampaign of a campaign that is ${state} ${isDeletable ? 'takes it away' : 'is a ValidationException naming the state'}`, async () => {
    await using service = await openService();
    const id = await inState(service, state);
    if (!isDeletable) {
      assert.match(await service.refusal('DeleteCampaign', { id }), new RegExp(`^ValidationException: .*${state}`));
      return;
    }
    await service.ok('DeleteCampaign', { id });
    assert.equal((await service.call('DescribeCampaign', { id })).error, 'ResourceNotFoundException');
    assert.equal((await service.call('DeleteCampaign', { id })).error, 'ResourceNotFoundException');
    assert.deepEqual((await service.ok('ListCampaigns')).campaignSummaryList, []);
  });
}

test('of two Starts at the same time one wins and one is a 409', async () => {
  await using service = await openService();
  const id = await created(service);
  const answers = await Promise.all([service.call('StartCampaign', { id }), service.call('StartCampaign', { id })]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
  assert.equal(answers.find(({ status }) => status === 409)?.body.state, 'Running');
  assert.deepEqual(service.told, ['campaign Initialized', 'campaign Running']);
});

test('a change and a Start at the same time are both done, or the change is told that the campaign runs', async () => {
  await using service = await openService();
  const id = await created(service);
  const [start, name] = await Promise.all([
    service.call('StartCampaign', { id }),
    service.call('UpdateCampaignName', { id, name: 'Summer' }),
  ]);
  assert.deepEqual([start.status, name.status], [200, 200]);
  const { campaign } = await service.ok('DescribeCampaign', { id });
  assert.equal(campaign.name, 'Summer');
  assert.deepEqual(await service.ok('GetCampaignState', { id }), { state: 'Running' });
});

test('thirty writers at the same time are each answered: done, or come again', async () => {
  await using service = await openService();
  const { arn } = await service.ok('CreateCampaign', external());
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, index) => service.call('TagResource', { arn, tags: { [`k${index}`]: 'v' } })),
  );
  const done = answers.filter(({ status }) => status === 200).length;
  const throttled = answers.filter(({ error }) => error === 'ThrottlingException').length;
  assert.equal(done + throttled, 30);
  assert.ok(done >= 1);
  assert.equal(Object.keys((await service.ok('ListTagsForResource', { arn })).tags).length, done);
});

test('the start is kept on the business clock', async () => {
  await using service = await openService();
  const id = await created(service);
  await service.clock.advanceTo(START + 60_000);
  await service.ok('StartCampaign', { id });
  const campaign = await service.store.campaigns.find(CALLER, id as CampaignId);
  assert.deepEqual([campaign?.createdAt, campaign?.startedAt], [START, START + 60_000]);
});

test('the engine is told of every change of state', async () => {
  await using service = await openService();
  const id = await created(service);
  for (const operation of ['StartCampaign', 'PauseCampaign', 'ResumeCampaign', 'StopCampaign'] as OperationName[]) {
    await service.ok(operation, { id });
  }
  assert.deepEqual(
    service.told,
    ['Initialized', 'Running', 'Paused', 'Running', 'Stopped'].map((state) => `campaign ${state}`),
  );
});

const startable: [string, Record<string, unknown>][] = [
  ['an external campaign without schedule and flow', external()],
  ['a segment campaign with schedule and flow', segment()],
  ['an event campaign with schedule and flow', event()],
  [
    'an external campaign that is scheduled for later',
    external({ schedule: { startTime: '2026-03-01T00:00:00Z', endTime: '2026-04-01T00:00:00Z' } }),
  ],
  ['a journey without channels', { name: 'j', connectInstanceId: INSTANCE, type: 'JOURNEY' }],
];
for (const [what, input] of startable) {
  test(`can be started, and is Running at once: ${what}`, async () => {
    await using service = await openService();
    assert.deepEqual(await service.ok('GetCampaignState', { id: await running(service, input) }), { state: 'Running' });
  });
}

const { schedule: _schedule, ...unscheduled } = segment();
const { connectCampaignFlowArn: _flow, ...flowless } = segment();
const { connectQueueId: _queue, ...queueless } = PROGRESSIVE;
const notStartable: [string, Record<string, unknown>, string][] = [
  ['a managed segment campaign without schedule', unscheduled, 'Missing required campaign parameter Schedule'],
  ['a segment campaign without flow', flowless, 'Missing required campaign parameter Campaign Flow'],
  [
    'a managed campaign without a channel',
    { name: 'n', connectInstanceId: INSTANCE },
    'Missing required campaign parameter Channel Subtype Config',
  ],
  [
    'a campaign with agents but no queue',
    external({ channelSubtypeConfig: { telephony: queueless } }),
    'Missing required campaign parameter Connect Queue Id',
  ],
  [
    'a source number that is not E.164',
    external({
      channelSubtypeConfig: {
        telephony: {
          ...AGENTLESS,
          defaultOutboundConfig: { connectContactFlowId: 'f', connectSourcePhoneNumber: '555' },
        },
      },
    }),
    'Phone number is not in E.164 format',
  ],
  [
    'a schedule that is over',
    external({ schedule: { startTime: '2026-01-01T00:00:00Z', endTime: '2026-01-05T12:00:00Z' } }),
    'Campaign start time has already passed',
  ],
];
for (const [what, input, sentence] of notStartable) {
  test(`cannot be started: ${what}`, async () => {
    await using service = await openService();
    const id = await created(service, input);
    assert.equal(await service.refusal('StartCampaign', { id }), `ValidationException: ${sentence}`);
    assert.deepEqual(await service.ok('GetCampaignState', { id }), { state: 'Initialized' });
  });
}

test('aws: the scheduled start must lie at least five minutes ahead', async () => {
  await using service = await openService({ limits: 'aws', autoOnboard: true });
  const startAfter = async (name: string, seconds: number): Promise<string> => {
    const startTime = new Date(START + seconds * 1000).toISOString();
    const id = await created(service, external({ name, schedule: { startTime, endTime: '2026-02-01T00:00:00Z' } }));
    return service.refusal('StartCampaign', { id });
  };
  assert.equal(
    await startAfter('a', 299),
    'ValidationException: Schedule start time needs to be at least 5 minutes from now',
  );
  assert.equal(await startAfter('b', -1), 'ValidationException: Campaign start time has already passed');
  assert.equal(await startAfter('c', 300), 'undefined: undefined');
});

test('relaxed: a scheduled start in the past means at once', async () => {
  await using service = await openService();
  await running(
    service,
    external({ schedule: { startTime: '2026-01-05T11:59:59Z', endTime: '2026-02-01T00:00:00Z' } }),
  );
});

test('aws: 50 active campaigns an instance, then 402 at the start; paused ones count, stopped ones do not', async () => {
  await using service = await openService({ overrides: { activeCampaignsPerInstance: 2 } });
  const one = await running(service, external({ name: 'one' }));
  const two = await running(service, external({ name: 'two' }));
  const three = await created(service, external({ name: 'three' }));
  await service.ok('PauseCampaign', { id: one });
  const refused = await service.call('StartCampaign', { id: three });
  assert.deepEqual([refused.status, refused.error], [402, 'ServiceQuotaExceededException']);
  await service.ok('StopCampaign', { id: two });
  await service.ok('StartCampaign', { id: three });
});

test('the wrong state is told before anything that is missing', async () => {
  await using service = await openService();
  const id = await running(service);
  await service.ok('DeleteConnectInstanceConfig', {
    connectInstanceId: INSTANCE,
    campaignDeletionPolicy: 'RETAIN_ALL',
  });
  assert.match(await service.refusal('StartCampaign', { id }), /^InvalidCampaignStateException: .*\(Running\)$/);
});
