/** Campaigns by the AWS SDK for JavaScript: made, moved, changed, listed, tagged. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as sdk from '@aws-sdk/client-connectcampaignsv2';
import { endedRequests } from '../support/admin.ts';
import type { CampaignCalls } from './campaign-calls.ts';
import {
  ALL_CHANNELS,
  definition,
  FLOW,
  OFFICE_HOURS,
  OTHER_FLOW,
  SEGMENT,
  SMS,
  schedule,
  smsRequest,
  UNKNOWN_CAMPAIGN,
} from './definitions.ts';

/** Registers the tests. */
export function campaignStories(
  { client, create, createRunning, stateOf, describe }: CampaignCalls,
  url: string,
): void {
  test('a campaign comes back as it was created, every member of it, times as dates', async () => {
    const wanted = definition('Everything', {
      channelSubtypeConfig: ALL_CHANNELS,
      type: 'MANAGED',
      source: { customerProfilesSegmentArn: SEGMENT },
      connectCampaignFlowArn: FLOW,
      schedule: schedule(),
      entryLimitsConfig: { maxEntryCount: 3, minEntryInterval: 'P1DT12H' },
      communicationTimeConfig: {
        localTimeZoneConfig: {
          defaultTimeZone: 'America/Los_Angeles',
          localTimeZoneDetection: ['AREA_CODE', 'ZIP_CODE'],
          localTimeZoneDetectionScope: 'PRIMARY_ONLY',
        },
        telephony: OFFICE_HOURS,
        sms: { openHours: OFFICE_HOURS.openHours },
      },
      communicationLimitsOverride: {
        allChannelSubtypes: { communicationLimitsList: [{ maxCountPerRecipient: 2, frequency: 7, unit: 'DAY' }] },
        instanceLimitsHandling: 'OPT_OUT',
      },
      tags: { team: 'clinic', 'a:b/c': '' },
    });
    const { id, arn, tags } = await client.send(new sdk.CreateCampaignCommand(wanted));
    assert.equal(arn, `arn:aws:connect-campaigns:us-east-1:000000000000:campaign/${id}`);
    assert.deepEqual(tags, wanted.tags);
    const { lastModifiedTime: _unknownToTheSdk, ...campaign } = {
      lastModifiedTime: undefined,
      ...(await describe(id ?? '')),
    };
    assert.deepEqual(campaign, { id, arn, ...wanted });
  });

  test('a time with milliseconds comes back with its milliseconds', async () => {
    const startTime = new Date(Date.now() + 86_400_000);
    startTime.setUTCMilliseconds(7);
    const endTime = new Date(startTime.getTime() + 86_400_000);
    const id = await create(definition('To the millisecond', { schedule: { startTime, endTime } }));
    assert.deepEqual((await describe(id)).schedule, { startTime, endTime });
  });

  test('CreateCampaign again with the same body answers the same campaign', async () => {
    const wanted = definition('Twice', { tags: { a: '1', b: '2' } });
    const first = await client.send(new sdk.CreateCampaignCommand(wanted));
    const second = await client.send(new sdk.CreateCampaignCommand({ ...wanted, tags: { b: '2', a: '1' } }));
    assert.deepEqual([second.id, second.arn], [first.id, first.arn]);
  });

  test('a campaign starts, pauses, resumes and stops, and is gone when deleted', async () => {
    const id = await create(definition('Life'));
    assert.equal(await stateOf(id), 'Initialized');
    await client.send(new sdk.StartCampaignCommand({ id }));
    assert.equal(await stateOf(id), 'Running');
    await client.send(new sdk.PauseCampaignCommand({ id }));
    assert.equal(await stateOf(id), 'Paused');
    await client.send(new sdk.ResumeCampaignCommand({ id }));
    assert.equal(await stateOf(id), 'Running');
    await client.send(new sdk.StopCampaignCommand({ id }));
    assert.equal(await stateOf(id), 'Stopped');
    await client.send(new sdk.DeleteCampaignCommand({ id }));
    await assert.rejects(stateOf(id), sdk.ResourceNotFoundException);
  });

  test('a campaign can be named by its ARN', async () => {
    const { id = '', arn = '' } = await client.send(new sdk.CreateCampaignCommand(definition('By its ARN')));
    await client.send(new sdk.StartCampaignCommand({ id: arn }));
    assert.equal(await stateOf(arn), 'Running');
    const { successfulRequests } = await client.send(
      new sdk.PutOutboundRequestBatchCommand({ id: arn, outboundRequests: [smsRequest('by-arn')] }),
    );
    assert.equal(successfulRequests?.length, 1);
    assert.equal((await endedRequests(url, id))[0]?.state, 'Succeeded');
  });

  test('every part of a definition can be changed before the start, and taken away again', async () => {
    const id = await create(
      definition('Changing', { source: { customerProfilesSegmentArn: SEGMENT }, channelSubtypeConfig: ALL_CHANNELS }),
    );
    const { telephony, email, whatsApp } = ALL_CHANNELS;
    const shorter = { ...telephony, defaultOutboundConfig: { ...telephony.defaultOutboundConfig, ringTimeout: 15 } };
    const wanted = {
      name: 'Changed',
      source: { customerProfilesSegmentArn: `${SEGMENT}-or-overdue` },
      connectCampaignFlowArn: OTHER_FLOW,
      schedule: schedule(7),
      entryLimitsConfig: { maxEntryCount: 0, minEntryInterval: 'PT1H' },
      communicationLimitsOverride: {
        allChannelSubtypes: {
          communicationLimitsList: [{ maxCountPerRecipient: 1, frequency: 1, unit: 'DAY' as const }],
        },
      },
    };
    const communicationTimeConfig = {
      localTimeZoneConfig: { defaultTimeZone: 'Europe/Zurich' },
      telephony: OFFICE_HOURS,
      email: { openHours: OFFICE_HOURS.openHours },
    };
    await client.send(new sdk.UpdateCampaignNameCommand({ id, name: wanted.name }));
    await client.send(new sdk.UpdateCampaignSourceCommand({ id, source: wanted.source }));
    await client.send(new sdk.UpdateCampaignFlowAssociationCommand({ id, connectCampaignFlowArn: OTHER_FLOW }));
    await client.send(new sdk.UpdateCampaignScheduleCommand({ id, schedule: wanted.schedule }));
    await client.send(new sdk.UpdateCampaignEntryLimitsCommand({ id, entryLimitsConfig: wanted.entryLimitsConfig }));
    await client.send(
      new sdk.UpdateCampaignCommunicationLimitsCommand({
        id,
        communicationLimitsOverride: wanted.communicationLimitsOverride,
      }),
    );
    await client.send(new sdk.UpdateCampaignCommunicationTimeCommand({ id, communicationTimeConfig }));
    await client.send(
      new sdk.UpdateCampaignChannelSubtypeConfigCommand({ id, channelSubtypeConfig: { telephony: shorter } }),
    );
    const changed = await describe(id);
    const channelSubtypeConfig = { ...SMS, telephony: shorter, email, whatsApp };
    assert.partialDeepStrictEqual(changed, { ...wanted, communicationTimeConfig, channelSubtypeConfig });

    await client.send(new sdk.DeleteCampaignCommunicationTimeCommand({ id, config: 'EMAIL' }));
    await client.send(new sdk.DeleteCampaignCommunicationLimitsCommand({ id, config: 'ALL_CHANNEL_SUBTYPES' }));
    await client.send(new sdk.DeleteCampaignEntryLimitsCommand({ id }));
    await client.send(new sdk.DeleteCampaignChannelSubtypeConfigCommand({ id, channelSubtype: 'SMS' }));
    const reduced = await describe(id);
    assert.deepEqual(reduced.channelSubtypeConfig, { telephony: shorter, email, whatsApp });
    assert.deepEqual(reduced.communicationTimeConfig, {
      localTimeZoneConfig: communicationTimeConfig.localTimeZoneConfig,
      telephony: OFFICE_HOURS,
    });
    assert.equal(reduced.communicationLimitsOverride, undefined);
    assert.equal(reduced.entryLimitsConfig, undefined);
  });

  test('after the start the channels may still change, but for the queue and the mode', async () => {
    const id = await createRunning(definition('Still changing'));
    const capacity = { sms: { ...SMS.sms, capacity: 0.25 } } as sdk.ChannelSubtypeConfig;
    await client.send(new sdk.UpdateCampaignChannelSubtypeConfigCommand({ id, channelSubtypeConfig: capacity }));
    assert.equal((await describe(id)).channelSubtypeConfig?.sms?.capacity, 0.25);
  });

  test('campaigns are listed in pages, of one instance or of all', async () => {
    const instance = 'listing';
    const ids = new Set<string>();
    for (let index = 0; index < 7; index += 1) {
      ids.add(
        await create(
          definition(`Listed ${index}`, { connectInstanceId: instance, channelSubtypeConfig: ALL_CHANNELS }),
        ),
      );
    }
    const filters = { instanceIdFilter: { value: instance, operator: 'Eq' as const } };
    const pages: sdk.CampaignSummary[][] = [];
    for await (const page of sdk.paginateListCampaigns({ client, pageSize: 3 }, { filters })) {
      pages.push(page.campaignSummaryList ?? []);
    }
    assert.deepEqual(
      pages.map((page) => page.length),
      [3, 3, 1],
    );
    assert.deepEqual(new Set(pages.flat().map(({ id }) => id)), ids);
    assert.deepEqual(new Set(pages[0]?.[0]?.channelSubtypes), new Set(['TELEPHONY', 'SMS', 'EMAIL', 'WHATSAPP']));

    const all = await client.send(new sdk.ListCampaignsCommand({}));
    assert.ok((all.campaignSummaryList?.length ?? 0) > 7);
    const none = { instanceIdFilter: { value: 'no-such-instance', operator: 'Eq' as const } };
    assert.deepEqual((await client.send(new sdk.ListCampaignsCommand({ filters: none }))).campaignSummaryList, []);
  });

  test('states are told for up to 25 campaigns at once, and an unknown one fails alone', async () => {
    const running = await createRunning(definition('Batch of states 1'));
    const waiting = await create(definition('Batch of states 2'));
    const { successfulRequests, failedRequests } = await client.send(
      new sdk.GetCampaignStateBatchCommand({ campaignIds: [running, UNKNOWN_CAMPAIGN, waiting] }),
    );
    assert.deepEqual(successfulRequests, [
      { campaignId: running, state: 'Running' },
      { campaignId: waiting, state: 'Initialized' },
    ]);
    assert.deepEqual(failedRequests, [{ campaignId: UNKNOWN_CAMPAIGN, failureCode: 'ResourceNotFound' }]);
  });

  test('tags are set, replaced, read and taken off by the ARN in the path', async () => {
    const { arn } = await client.send(new sdk.CreateCampaignCommand(definition('Tagged', { tags: { owner: 'ada' } })));
    await client.send(new sdk.TagResourceCommand({ arn, tags: { owner: 'grace', 'a:b/c': 'x y+z', 'k=1': 'é' } }));
    const { tags } = await client.send(new sdk.ListTagsForResourceCommand({ arn }));
    assert.deepEqual(tags, { owner: 'grace', 'a:b/c': 'x y+z', 'k=1': 'é' });
    await client.send(new sdk.UntagResourceCommand({ arn, tagKeys: ['a:b/c', 'k=1', 'absent'] }));
    assert.deepEqual((await client.send(new sdk.ListTagsForResourceCommand({ arn }))).tags, { owner: 'grace' });
  });
}
