/** The AWS CLI, unmodified, over a socket: every operation as a command, two at a time since each start takes most of a second. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { endedRequests, importProfiles } from '../support/admin.ts';
import { type ProgramOutcome, runProgram } from '../support/run-program.ts';
import { CLONE, startService } from '../support/running-service.ts';
import {
  ALL_CHANNELS,
  DOMAIN,
  EVENT_SOURCE,
  FLOW,
  INSTANCE,
  KNOWLEDGE_BASE,
  OFFICE_HOURS,
  OTHER_FLOW,
  SEGMENT,
  SMS,
  schedule,
  smsRequest,
  smsTo,
  UNKNOWN_CAMPAIGN,
} from './definitions.ts';
import { type Answers, note, OPERATIONS } from './sdk-client.ts';

const AWS = join(CLONE, '.venv/bin/aws');
const skip = existsSync(AWS) ? false : 'needs the AWS CLI (npm test installs it with python3, venv and pip)';
/** What version 1 of the CLI exits with when a service answers with an error (AWS CLI user guide, "Return codes"). */
const SERVICE_ERROR = 255;

const service = skip === false ? await startService() : undefined;
after(() => service?.stop());
const answers: Answers = new Map();
// The commands are named after the operations: CreateCampaign is create-campaign.
const operationOf = new Map(
  OPERATIONS.map((name) => [name.replaceAll(/(?!^)[A-Z]/g, (capital) => `-${capital}`).toLowerCase(), name]),
);

/** A value of an option: text as it is, anything else as JSON. */
type Options = Readonly<Record<string, unknown>>;

async function run(command: string, options: Options): Promise<ProgramOutcome> {
  const args = Object.entries(options).flatMap(([name, value]) => {
    const option = `--${name.replaceAll(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`;
    if (value === true) return [option];
    return [option, ...(Array.isArray(value) && typeof value[0] === 'string' ? value : [textOf(value)])];
  });
  return runProgram(AWS, ['connectcampaignsv2', command, ...args], {
    environment: {
      AWS_ENDPOINT_URL_CONNECTCAMPAIGNSV2: service?.url ?? '',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_PAGER: '',
    },
  });
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
}

/** Runs a command that must succeed; answers what it prints, as JSON. */
async function aws<Answer>(command: string, options: Options = {}): Promise<Answer> {
  const { exitCode, stdout, stderr } = await run(command, options);
  assert.equal(exitCode, 0, stderr);
  note(answers, operationOf.get(command) ?? command, 'ok');
  return stdout.trim() === '' ? (undefined as Answer) : JSON.parse(stdout);
}

/** Runs a command that the service must refuse; answers the CLI's sentence. */
async function refused(code: string, command: string, options: Options = {}): Promise<string> {
  const { exitCode, stderr } = await run(command, options);
  const operation = operationOf.get(command) ?? command;
  assert.equal(exitCode, SERVICE_ERROR, stderr);
  assert.ok(stderr.includes(`An error occurred (${code}) when calling the ${operation} operation`), stderr);
  note(answers, operation, code);
  return stderr.trim();
}

async function create(name: string, options: Options = {}): Promise<{ id: string; arn: string }> {
  return aws('create-campaign', { name, connectInstanceId: INSTANCE, channelSubtypeConfig: SMS, ...options });
}

const stateOf = async (id: string): Promise<string> =>
  (await aws<{ state: string }>('get-campaign-state', { id })).state;

describe('AWS CLI', { concurrency: 2 }, () => {
  test('aws: a campaign is created, started, fed, paused, resumed, stopped and deleted', { skip }, async () => {
    const { id } = await create('Life');
    await aws('start-campaign', { id });
    const good = smsRequest('one');
    const bad = smsRequest('two', { channelSubtypeParameters: smsTo('12345') });
    const answer = await aws<{ successfulRequests: object[]; failedRequests: { failureCode: string }[] }>(
      'put-outbound-request-batch',
      { id, outboundRequests: [good, bad] },
    );
    assert.deepEqual(answer.successfulRequests.length, 1);
    assert.deepEqual(
      answer.failedRequests.map(({ failureCode }) => failureCode),
      ['InvalidInput'],
    );
    assert.equal((await endedRequests(service?.url ?? '', id))[0]?.state, 'Succeeded');
    await aws('pause-campaign', { id });
    assert.equal(await stateOf(id), 'Paused');
    await aws('resume-campaign', { id });
    await aws('stop-campaign', { id });
    await aws('delete-campaign', { id });
    await refused('ResourceNotFoundException', 'describe-campaign', { id });
  });

  test('aws: a definition is described as it was given and changed part by part', { skip }, async () => {
    const times = { startTime: '2030-01-01T09:00:00Z', endTime: '2030-02-01T09:00:00.500Z', refreshFrequency: 'P1D' };
    const communicationTimeConfig = { localTimeZoneConfig: { defaultTimeZone: 'UTC' }, sms: OFFICE_HOURS };
    const { id } = await create('Changing', {
      channelSubtypeConfig: ALL_CHANNELS,
      source: { customerProfilesSegmentArn: SEGMENT },
      connectCampaignFlowArn: FLOW,
      schedule: times,
    });
    await aws('update-campaign-name', { id, name: 'Changed' });
    await aws('update-campaign-source', { id, source: { customerProfilesSegmentArn: `${SEGMENT}-or-overdue` } });
    await aws('update-campaign-flow-association', { id, connectCampaignFlowArn: OTHER_FLOW });
    await aws('update-campaign-schedule', { id, schedule: { ...times, refreshFrequency: 'PT2H' } });
    await aws('update-campaign-entry-limits', {
      id,
      entryLimitsConfig: { maxEntryCount: 3, minEntryInterval: 'P1D' },
    });
    await aws('update-campaign-communication-limits', {
      id,
      communicationLimitsOverride: { instanceLimitsHandling: 'OPT_OUT' },
    });
    await aws('update-campaign-communication-time', { id, communicationTimeConfig });
    await aws('update-campaign-channel-subtype-config', {
      id,
      channelSubtypeConfig: { sms: { ...SMS.sms, capacity: 0.25 } },
    });
    const { campaign } = await aws<{ campaign: Record<string, unknown> }>('describe-campaign', { id });
    assert.partialDeepStrictEqual(campaign, {
      name: 'Changed',
      source: { customerProfilesSegmentArn: `${SEGMENT}-or-overdue` },
      connectCampaignFlowArn: OTHER_FLOW,
      schedule: { refreshFrequency: 'PT2H' },
      entryLimitsConfig: { maxEntryCount: 3, minEntryInterval: 'P1D' },
      communicationLimitsOverride: { instanceLimitsHandling: 'OPT_OUT' },
      communicationTimeConfig,
      channelSubtypeConfig: { sms: { capacity: 0.25 } },
    });
    // The CLI prints a time in its own form of the same instant.
    const { startTime, endTime } = campaign['schedule'] as typeof times;
    assert.deepEqual([startTime, endTime].map(Date.parse), [times.startTime, times.endTime].map(Date.parse));

    await aws('delete-campaign-communication-time', { id, config: 'SMS' });
    await aws('delete-campaign-communication-limits', { id, config: 'ALL_CHANNEL_SUBTYPES' });
    await aws('delete-campaign-entry-limits', { id });
    await aws('delete-campaign-channel-subtype-config', { id, channelSubtype: 'EMAIL' });
    const reduced = await aws<{ campaign: Record<string, object> }>('describe-campaign', { id });
    assert.deepEqual(Object.keys(reduced.campaign['channelSubtypeConfig'] ?? {}).toSorted(), [
      'sms',
      'telephony',
      'whatsApp',
    ]);
    assert.equal(reduced.campaign['entryLimitsConfig'], undefined);
  });

  test('aws: an instance is onboarded, limited, integrated and taken off again', { skip }, async () => {
    const connectInstanceId = 'by-the-cli';
    await aws('start-instance-onboarding-job', { connectInstanceId, encryptionConfig: { enabled: false } });
    const job = await aws<{ connectInstanceOnboardingJobStatus: object }>('get-instance-onboarding-job-status', {
      connectInstanceId,
    });
    assert.deepEqual(job.connectInstanceOnboardingJobStatus, { connectInstanceId, status: 'SUCCEEDED' });
    await refused('InvalidStateException', 'delete-instance-onboarding-job', { connectInstanceId });
    await aws('get-connect-instance-config', { connectInstanceId });
    const communicationLimitsConfig = {
      allChannelSubtypes: { communicationLimitsList: [{ maxCountPerRecipient: 4, frequency: 2, unit: 'DAY' }] },
    };
    await aws('put-instance-communication-limits', { connectInstanceId, communicationLimitsConfig });
    const limits = await aws<object>('get-instance-communication-limits', { connectInstanceId });
    assert.deepEqual(limits, { communicationLimitsConfig });
    const integrations = [
      { customerProfiles: { domainArn: DOMAIN, objectTypeNames: { 'Campaign-SMS': 'Sms' } } },
      { qConnect: { knowledgeBaseArn: KNOWLEDGE_BASE } },
    ];
    for (const integrationConfig of integrations) {
      await aws('put-connect-instance-integration', { connectInstanceId, integrationConfig });
    }
    // The CLI itself follows the pages.
    const listed = await aws<{ integrationSummaryList: object[] }>('list-connect-instance-integrations', {
      connectInstanceId,
      pageSize: 1,
    });
    assert.equal(listed.integrationSummaryList.length, 2);
    await aws('delete-connect-instance-integration', {
      connectInstanceId,
      integrationIdentifier: { customerProfiles: { domainArn: DOMAIN } },
    });
    await aws('delete-connect-instance-config', { connectInstanceId, campaignDeletionPolicy: 'RETAIN_ALL' });
    await refused('ResourceNotFoundException', 'get-connect-instance-config', { connectInstanceId });
  });

  test('aws: campaigns are listed, their states told, their tags kept, by ARN as well', { skip }, async () => {
    const connectInstanceId = 'tagging';
    const { id, arn } = await create('Tagged', { connectInstanceId, tags: 'owner=ada' });
    await create('Second', { connectInstanceId });
    const filters = { instanceIdFilter: { value: connectInstanceId, operator: 'Eq' } };
    const listed = await aws<{ campaignSummaryList: { id: string }[] }>('list-campaigns', { filters, pageSize: 1 });
    assert.equal(listed.campaignSummaryList.length, 2);
    const states = await aws<Record<string, object[]>>('get-campaign-state-batch', {
      campaignIds: [id, UNKNOWN_CAMPAIGN],
    });
    assert.deepEqual(states, {
      successfulRequests: [{ campaignId: id, state: 'Initialized' }],
      failedRequests: [{ campaignId: UNKNOWN_CAMPAIGN, failureCode: 'ResourceNotFound' }],
    });
    await aws('tag-resource', { arn, tags: { 'a:b/c': 'x y+z' } });
    await aws('untag-resource', { arn, tagKeys: ['owner'] });
    assert.deepEqual(await aws('list-tags-for-resource', { arn }), { tags: { 'a:b/c': 'x y+z' } });
    assert.equal(await stateOf(arn), 'Initialized');
  });

  test('aws: an event campaign reaches people by their profile', { skip }, async () => {
    const profileId = 'a'.repeat(32);
    await importProfiles(service?.url ?? '', [{ profileId, phone: '+12065550100' }]);
    const { endTime } = schedule();
    const { id } = await create('Event', {
      source: EVENT_SOURCE,
      connectCampaignFlowArn: FLOW,
      schedule: { startTime: new Date(), endTime },
    });
    await aws('start-campaign', { id });
    await aws('put-profile-outbound-request-batch', {
      id,
      profileOutboundRequests: [{ clientToken: 'ada', profileId }],
    });
    assert.equal((await endedRequests(service?.url ?? '', id))[0]?.state, 'Succeeded');
  });

  test('aws: what the service refuses is told in its own words, with an exit code of its own', { skip }, async () => {
    const { id } = await create('Refused');
    const early = await refused('InvalidCampaignStateException', 'pause-campaign', { id });
    assert.match(early, /state Initialized/);
    await aws('start-campaign', { id });
    const many = Array.from({ length: 26 }, (_, index) => smsRequest(`token-${index}`));
    const sentence = await refused('ValidationException', 'put-outbound-request-batch', { id, outboundRequests: many });
    assert.match(sentence, /Member must have length between 1 and 25, inclusive/);
    const config = await refused('ValidationException', 'delete-campaign-communication-time', { id, config: 'NOPE' });
    assert.match(config, /Member must satisfy enum value set: \[TELEPHONY, SMS, EMAIL, WHATSAPP\]/);
    await refused('ConflictException', 'create-campaign', {
      name: 'Refused',
      connectInstanceId: INSTANCE,
      channelSubtypeConfig: ALL_CHANNELS,
    });
  });
});

test('every operation of the service did its work for the AWS CLI', { skip }, () => {
  const done = [...answers].filter(([, seen]) => seen.has('ok')).map(([operation]) => operation);
  // A failed onboarding job is the only kind that can be deleted, and here no job fails.
  assert.deepEqual([...done, 'DeleteInstanceOnboardingJob'].toSorted(), OPERATIONS);
});
