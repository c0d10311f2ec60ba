/** Onboarding, configuration, limits and integrations of a Connect instance. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InstanceRecord } from '../../../../src/store/instance-store.ts';
import { CALLER, type InProcessService, openService, START } from './in-process-service.ts';
import { call, created, DOMAIN, external, INSTANCE, running } from './sample-campaigns.ts';

const PLAIN = { connectInstanceId: INSTANCE, encryptionConfig: { enabled: false } };
const KEY = { enabled: true, encryptionType: 'KMS', keyArn: 'arn:aws:kms:us-east-1:111111111111:key/key-1' };
const instance = { connectInstanceId: INSTANCE };

const onboard = (service: InProcessService): Promise<unknown> => service.ok('StartInstanceOnboardingJob', PLAIN);

async function failedJob(service: InProcessService): Promise<void> {
  const record: InstanceRecord = {
    ...CALLER,
    connectInstanceId: INSTANCE,
    revision: 1,
    integrations: [],
    onboarding: {
      status: 'FAILED',
      failureCode: 'KMS_KEY_NOT_FOUND',
      startedAt: START,
      encryption: { enabled: false },
    },
  };
  assert.deepEqual(await service.store.instances.put(record, 0), { kind: 'updated' });
}

test('relaxed: an onboarding job has succeeded when the call returns', async () => {
  await using service = await openService();
  const status = { connectInstanceOnboardingJobStatus: { ...instance, status: 'SUCCEEDED' } };
  assert.deepEqual(await onboard(service), status);
  assert.deepEqual(await service.ok('GetInstanceOnboardingJobStatus', instance), status);
});

test('aws: an onboarding job is in progress for a minute; until then the instance has no configuration', async () => {
  await using service = await openService({ limits: 'aws' });
  const status = async (): Promise<string> =>
    (await service.ok('GetInstanceOnboardingJobStatus', instance)).connectInstanceOnboardingJobStatus.status;
  await onboard(service);
  assert.equal(await status(), 'IN_PROGRESS');
  assert.equal((await service.call('GetConnectInstanceConfig', instance)).error, 'ResourceNotFoundException');
  assert.equal((await service.call('CreateCampaign', external())).error, 'ResourceNotFoundException');
  await service.clock.advanceTo(START + 60_000);
  assert.equal(await status(), 'SUCCEEDED');
  await created(service);
});

test('the configuration shows the role and the encryption', async () => {
  await using service = await openService();
  await service.ok('StartInstanceOnboardingJob', { ...instance, encryptionConfig: KEY });
  const { connectInstanceConfig } = await service.ok('GetConnectInstanceConfig', instance);
  assert.equal(connectInstanceConfig.connectInstanceId, INSTANCE);
  assert.deepEqual(connectInstanceConfig.encryptionConfig, KEY);
  assert.match(
    connectInstanceConfig.serviceLinkedRoleArn,
    /:role\/aws-service-role\/connect-campaigns\.amazonaws\.com\//,
  );
});

test('before any onboarding there is no configuration, no job, no limits and no integrations', async () => {
  await using service = await openService();
  const identifier = { integrationIdentifier: { qConnect: { knowledgeBaseArn: DOMAIN } } };
  const answers = [
    service.refusal('GetConnectInstanceConfig', instance),
    service.refusal('GetInstanceOnboardingJobStatus', instance),
    service.refusal('DeleteInstanceOnboardingJob', instance),
    service.refusal('DeleteConnectInstanceConfig', instance),
    service.refusal('GetInstanceCommunicationLimits', instance),
    service.refusal('PutInstanceCommunicationLimits', { ...instance, communicationLimitsConfig: {} }),
    service.refusal('ListConnectInstanceIntegrations', instance),
    service.refusal('PutConnectInstanceIntegration', {
      ...instance,
      integrationConfig: { qConnect: { knowledgeBaseArn: DOMAIN } },
    }),
    service.refusal('DeleteConnectInstanceIntegration', { ...instance, ...identifier }),
  ];
  for (const refusal of await Promise.all(answers)) assert.match(refusal, /^ResourceNotFoundException: /);
});

test('encryption that is on needs a key', async () => {
  await using service = await openService();
  for (const encryptionConfig of [
    { enabled: true, encryptionType: 'KMS' },
    { enabled: true, keyArn: '' },
  ]) {
    assert.match(
      await service.refusal('StartInstanceOnboardingJob', { ...instance, encryptionConfig }),
      /^ValidationException: .*keyArn/,
    );
  }
});

test('a second onboarding joins a running job and one that succeeded alike; another key is a Conflict', async () => {
  await using service = await openService({ limits: 'aws' });
  const answer = (status: string) => ({ connectInstanceOnboardingJobStatus: { ...instance, status } });
  await onboard(service);
  const other = { ...instance, encryptionConfig: KEY };
  assert.deepEqual(await service.ok('StartInstanceOnboardingJob', other), answer('IN_PROGRESS'));
  await service.clock.advanceTo(START + 60_000);
  assert.deepEqual(await onboard(service), answer('SUCCEEDED'));
  assert.match(await service.refusal('StartInstanceOnboardingJob', other), /^ConflictException: /);
});

test('a failed job shows its code, can be started again, and only a failed one can be deleted', async () => {
  await using service = await openService();
  await failedJob(service);
  assert.deepEqual(await service.ok('GetInstanceOnboardingJobStatus', instance), {
    connectInstanceOnboardingJobStatus: { ...instance, status: 'FAILED', failureCode: 'KMS_KEY_NOT_FOUND' },
  });
  await service.ok('DeleteInstanceOnboardingJob', instance);
  assert.equal((await service.call('GetInstanceOnboardingJobStatus', instance)).error, 'ResourceNotFoundException');
  await onboard(service);
  assert.match(await service.refusal('DeleteInstanceOnboardingJob', instance), /^InvalidStateException: .*SUCCEEDED/);
});

test('a failed job is started again without being deleted', async () => {
  await using service = await openService();
  await failedJob(service);
  assert.deepEqual(await onboard(service), {
    connectInstanceOnboardingJobStatus: { ...instance, status: 'SUCCEEDED' },
  });
});

test('without a policy the configuration is deleted only when there are no campaigns', async () => {
  await using service = await openService();
  const id = await created(service);
  assert.match(await service.refusal('DeleteConnectInstanceConfig', instance), /^InvalidStateException: /);
  await service.ok('DeleteCampaign', { id });
  await service.ok('DeleteConnectInstanceConfig', instance);
  assert.equal((await service.call('GetConnectInstanceConfig', instance)).error, 'ResourceNotFoundException');
});

test('RETAIN_ALL keeps the campaigns, but they neither start nor take requests until the instance is onboarded again', async () => {
  await using service = await openService();
  const id = await running(service, external({ name: 'runs' }));
  const draft = await created(service, external({ name: 'draft' }));
  await service.ok('DeleteConnectInstanceConfig', { ...instance, campaignDeletionPolicy: 'RETAIN_ALL' });
  const put = { id, outboundRequests: [call('tok-1')] };
  assert.match(await service.refusal('PutOutboundRequestBatch', put), /^ConflictException: /);
  assert.match(await service.refusal('StartCampaign', { id: draft }), /^ConflictException: /);
  assert.deepEqual(await service.ok('GetCampaignState', { id }), { state: 'Running' });
  await onboard(service);
  await service.ok('StartCampaign', { id: draft });
  assert.equal((await service.ok('PutOutboundRequestBatch', put)).successfulRequests.length, 1);
});

test('DELETE_ALL stops and deletes the campaigns of the instance, and no other', async () => {
  await using service = await openService();
  const elsewhere = await running(service, external({ name: 'elsewhere', connectInstanceId: 'instance-2' }));
  for (let index = 0; index < 120; index += 1) await created(service, external({ name: `c${index}` }));
  const id = await running(service, external({ name: 'runs' }));
  service.told.length = 0;
  await service.ok('DeleteConnectInstanceConfig', { ...instance, campaignDeletionPolicy: 'DELETE_ALL' });
  const { campaignSummaryList } = await service.ok('ListCampaigns', {});
  assert.deepEqual(
    campaignSummaryList.map((summary: { id: string }) => summary.id),
    [elsewhere],
  );
  assert.equal((await service.call('GetCampaignState', { id })).status, 404);
  assert.equal(service.told.filter((event) => event === 'campaign Stopped').length, 1);
  assert.deepEqual(await service.ok('GetCampaignState', { id: elsewhere }), { state: 'Running' });
});

test('to change the key: take the instance off, then onboard it with the other', async () => {
  await using service = await openService();
  await onboard(service);
  await service.ok('DeleteConnectInstanceConfig', instance);
  await service.ok('StartInstanceOnboardingJob', { ...instance, encryptionConfig: KEY });
});

test('limits of an instance are replaced, shown, and cleared by an empty configuration', async () => {
  await using service = await openService();
  await onboard(service);
  const limits = (communicationLimitsConfig: unknown) => ({ ...instance, communicationLimitsConfig });
  const one = {
    allChannelSubtypes: { communicationLimitsList: [{ maxCountPerRecipient: 6, frequency: 14, unit: 'DAY' }] },
  };
  const shown = async () => (await service.ok('GetInstanceCommunicationLimits', instance)).communicationLimitsConfig;
  assert.deepEqual(await shown(), {});
  await service.ok('PutInstanceCommunicationLimits', limits(one));
  assert.deepEqual(await shown(), one);
  await service.ok('PutInstanceCommunicationLimits', limits({}));
  assert.deepEqual(await shown(), {});
});

const INTEGRATIONS = [
  { customerProfiles: { domainArn: DOMAIN, objectTypeNames: { 'Campaign-SMS': 'sms' } } },
  { lambda: { functionArn: 'arn:aws:lambda:us-east-1:111111111111:function:reach' } },
  { qConnect: { knowledgeBaseArn: 'arn:aws:wisdom:us-east-1:111111111111:knowledge-base/base-1' } },
];

test('integrations are put, replaced by kind and ARN, listed and deleted', async () => {
  await using service = await openService();
  await onboard(service);
  const list = async () => (await service.ok('ListConnectInstanceIntegrations', instance)).integrationSummaryList;
  assert.deepEqual(await list(), []);
  for (const integrationConfig of INTEGRATIONS.toReversed()) {
    await service.ok('PutConnectInstanceIntegration', { ...instance, integrationConfig });
  }
  assert.deepEqual(await list(), INTEGRATIONS);
  const replaced = { customerProfiles: { domainArn: DOMAIN, objectTypeNames: { 'Campaign-Email': 'email' } } };
  await service.ok('PutConnectInstanceIntegration', { ...instance, integrationConfig: replaced });
  assert.deepEqual((await list())[0], replaced);
  const identifiers = [{ customerProfiles: { domainArn: DOMAIN } }, ...INTEGRATIONS.slice(1)];
  for (const integrationIdentifier of identifiers) {
    await service.ok('DeleteConnectInstanceIntegration', { ...instance, integrationIdentifier });
    assert.match(
      await service.refusal('DeleteConnectInstanceIntegration', { ...instance, integrationIdentifier }),
      /^ResourceNotFoundException: /,
    );
  }
  assert.deepEqual(await list(), []);
});

test('integrations come in pages, and there are a hundred at most', async () => {
  await using service = await openService();
  await onboard(service);
  const put = (index: number) =>
    service.call('PutConnectInstanceIntegration', {
      ...instance,
      integrationConfig: { lambda: { functionArn: `arn:aws:lambda:us-east-1:111111111111:function:f${index}` } },
    });
  for (let index = 0; index < 100; index += 1) assert.equal((await put(index)).status, 200);
  assert.equal((await put(100)).error, 'ValidationException');
  assert.equal((await put(99)).status, 200);
  const arns: string[] = [];
  const sizes: number[] = [];
  for (let nextToken: string | undefined, first = true; first || nextToken !== undefined; first = false) {
    const paging = first ? {} : { nextToken, maxResults: 30 };
    const page = await service.ok('ListConnectInstanceIntegrations', { ...instance, ...paging });
    sizes.push(page.integrationSummaryList.length);
    for (const { lambda } of page.integrationSummaryList) arns.push(lambda.functionArn);
    nextToken = page.nextToken;
    assert.ok(sizes.length < 10, 'the listing ends');
  }
  assert.deepEqual(sizes, [50, 30, 20]);
  assert.equal(new Set(arns).size, 100);
  assert.deepEqual(arns, arns.toSorted());
});
