/** AWS's quotas, rates and lead times as the AWS SDK for JavaScript meets them under `--limits aws`. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, test } from 'node:test';
import * as sdk from '@aws-sdk/client-connectcampaignsv2';
import { startService, temporaryFolder } from '../support/running-service.ts';
import { campaignCalls } from './campaign-calls.ts';
import { ALL_CHANNELS, definition, schedule, smsRequest } from './definitions.ts';
import { createClient, refused } from './sdk-client.ts';

/** Quotas page of the admin guide: campaigns of an instance, and active ones. */
const [CAMPAIGNS_MAX, ACTIVE_MAX] = [500, 50];
/** Enough to come through the rate of one call a second, with the SDK's growing pauses. */
const PATIENT_ATTEMPTS = 10;
/** AWS takes two of these at once and then one a second. */
const CALLS_IN_A_ROW = 5;

const data = temporaryFolder('limits');
after(() => rmSync(data, { recursive: true, force: true }));

// Five hundred campaigns at AWS's rate would take eight minutes: they are made before, by the same service without limits.
const relaxed = await startService({ data });
const full = await fillInstance();
await relaxed.stop();

const service = await startService({ data, flags: ['--limits', 'aws'] });
after(() => service.stop());
const client = createClient(service, { maxAttempts: PATIENT_ATTEMPTS });
after(() => client.destroy());

async function fillInstance(): Promise<{ active: string; waiting: string }> {
  const filling = createClient(relaxed);
  const { create, createRunning } = campaignCalls(filling);
  let [active, waiting] = ['', ''];
  for (let index = 0; index < ACTIVE_MAX; index += 1) active = await createRunning(definition(`Active ${index}`));
  for (let index = ACTIVE_MAX; index < CAMPAIGNS_MAX; index += 1)
    waiting = await create(definition(`Waiting ${index}`));
  filling.destroy();
  return { active, waiting };
}

test('one campaign too many is a ServiceQuotaExceededException, status 402', async () => {
  const error = await refused(
    client.send(new sdk.CreateCampaignCommand(definition('One too many'))),
    'ServiceQuotaExceededException',
    402,
    'Campaign count service limit would be exceeded',
  );
  assert.ok(error instanceof sdk.ServiceQuotaExceededException);
});

test('a campaign that is there already is found again although the instance is full', async () => {
  const again = definition(`Waiting ${CAMPAIGNS_MAX - 1}`);
  assert.equal((await client.send(new sdk.CreateCampaignCommand(again))).id, full.waiting);
});

test('one active campaign too many is a ServiceQuotaExceededException at its start', async () => {
  const call = client.send(new sdk.StartCampaignCommand({ id: full.waiting }));
  await refused(call, 'ServiceQuotaExceededException', 402, /Active campaign count/);
});

test('a deleted campaign makes room for another, which must be started five minutes ahead of its schedule', async () => {
  await client.send(new sdk.DeleteCampaignCommand({ id: full.waiting }));
  const startTime = new Date(Date.now() + 60_000);
  const { id } = await client.send(
    new sdk.CreateCampaignCommand(definition('Too soon', { schedule: { ...schedule(), startTime } })),
  );
  const sentence = 'Schedule start time needs to be at least 5 minutes from now';
  await refused(client.send(new sdk.StartCampaignCommand({ id })), 'ValidationException', 400, sentence);
});

test('a call more than the rate is throttled, and the SDK comes again until it is served', async () => {
  const { campaignSummaryList } = await client.send(new sdk.ListCampaignsCommand({ maxResults: 1 }));
  const arn = campaignSummaryList?.[0]?.arn;
  const attempts: number[] = [];
  for (let call = 0; call < CALLS_IN_A_ROW; call += 1) {
    const { $metadata } = await client.send(new sdk.ListTagsForResourceCommand({ arn }));
    attempts.push($metadata.attempts ?? 0);
  }
  assert.ok(Math.max(...attempts) > 1, `attempts of the calls: ${attempts}`);

  const impatient = createClient(service, { maxAttempts: 1 });
  after(() => impatient.destroy());
  const calls = Array.from({ length: CALLS_IN_A_ROW }, () =>
    impatient.send(new sdk.ListTagsForResourceCommand({ arn })),
  );
  const outcomes = await Promise.allSettled(calls);
  const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  assert.ok(refusals.length > 0);
  for (const error of refusals) {
    assert.ok(error instanceof sdk.ThrottlingException);
    assert.deepEqual([error.$metadata.httpStatusCode, error.message], [429, 'Rate exceeded']);
  }
});

test('an instance must be onboarded first, and its job is seen to be under way', async () => {
  const connectInstanceId = 'stranger';
  const encryptionConfig = { enabled: false };
  await client.send(new sdk.StartInstanceOnboardingJobCommand({ connectInstanceId, encryptionConfig }));
  const { connectInstanceOnboardingJobStatus } = await client.send(
    new sdk.GetInstanceOnboardingJobStatusCommand({ connectInstanceId }),
  );
  assert.deepEqual(connectInstanceOnboardingJobStatus, { connectInstanceId, status: 'IN_PROGRESS' });
  await refused(
    client.send(new sdk.CreateCampaignCommand(definition('Too early', { connectInstanceId }))),
    'ResourceNotFoundException',
    404,
    /not onboarded/,
  );
});

test('a call may wait fifteen minutes at most, a message longer', async () => {
  const id = full.active;
  const { telephony } = ALL_CHANNELS;
  await client.send(new sdk.UpdateCampaignChannelSubtypeConfigCommand({ id, channelSubtypeConfig: { telephony } }));
  const expirationTime = new Date(Date.now() + 16 * 60_000);
  const call = { telephony: { destinationPhoneNumber: '+12065550100', attributes: {} } };
  const answer = await client.send(
    new sdk.PutOutboundRequestBatchCommand({
      id,
      outboundRequests: [
        smsRequest('message', { expirationTime }),
        smsRequest('call', { expirationTime, channelSubtypeParameters: call }),
      ],
    }),
  );
  assert.deepEqual(
    answer.successfulRequests?.map(({ clientToken }) => clientToken),
    ['message'],
  );
  assert.deepEqual(
    answer.failedRequests?.map(({ clientToken, failureCode }) => [clientToken, failureCode]),
    [['call', 'InvalidInput']],
  );
});
