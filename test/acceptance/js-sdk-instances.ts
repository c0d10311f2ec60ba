/** Connect instances by the AWS SDK for JavaScript: onboarding, limits, integrations. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as sdk from '@aws-sdk/client-connectcampaignsv2';
import type { CampaignCalls } from './campaign-calls.ts';
import { DOMAIN, definition, FUNCTION, INSTANCE, KNOWLEDGE_BASE, OTHER_DOMAIN } from './definitions.ts';

/** Registers the tests. */
export function instanceStories({ client, createRunning, stateOf }: CampaignCalls): void {
  test('an instance is onboarded, with its configuration, and taken off again', async () => {
    const connectInstanceId = 'onboarding';
    const encryptionConfig = {
      enabled: true,
      encryptionType: 'KMS' as const,
      keyArn: 'arn:aws:kms:us-east-1:000000000000:key/12345678-1234-4234-8234-123456789012',
    };
    const job = { connectInstanceId, status: 'SUCCEEDED' };
    const started = await client.send(
      new sdk.StartInstanceOnboardingJobCommand({ connectInstanceId, encryptionConfig }),
    );
    assert.deepEqual(started.connectInstanceOnboardingJobStatus, job);
    const status = await client.send(new sdk.GetInstanceOnboardingJobStatusCommand({ connectInstanceId }));
    assert.deepEqual(status.connectInstanceOnboardingJobStatus, job);

    const { connectInstanceConfig } = await client.send(new sdk.GetConnectInstanceConfigCommand({ connectInstanceId }));
    assert.deepEqual(connectInstanceConfig?.encryptionConfig, encryptionConfig);
    assert.match(
      connectInstanceConfig?.serviceLinkedRoleArn ?? '',
      /:role\/aws-service-role\/connect-campaigns\.amazonaws\.com\//,
    );

    const id = await createRunning(definition('Of the instance', { connectInstanceId }));
    await client.send(
      new sdk.DeleteConnectInstanceConfigCommand({ connectInstanceId, campaignDeletionPolicy: 'DELETE_ALL' }),
    );
    await assert.rejects(stateOf(id), sdk.ResourceNotFoundException);
    await assert.rejects(
      client.send(new sdk.GetConnectInstanceConfigCommand({ connectInstanceId })),
      sdk.ResourceNotFoundException,
    );
  });

  test('the limits of an instance are replaced and cleared', async () => {
    const connectInstanceId = INSTANCE;
    const limits = async () =>
      (await client.send(new sdk.GetInstanceCommunicationLimitsCommand({ connectInstanceId })))
        .communicationLimitsConfig;
    const communicationLimitsConfig = {
      allChannelSubtypes: {
        communicationLimitsList: [
          { maxCountPerRecipient: 4, frequency: 2, unit: 'DAY' as const },
          { maxCountPerRecipient: 6, frequency: 14, unit: 'DAY' as const },
        ],
      },
    };
    await client.send(new sdk.PutInstanceCommunicationLimitsCommand({ connectInstanceId, communicationLimitsConfig }));
    assert.deepEqual(await limits(), communicationLimitsConfig);
    await client.send(
      new sdk.PutInstanceCommunicationLimitsCommand({ connectInstanceId, communicationLimitsConfig: {} }),
    );
    assert.deepEqual(await limits(), {});
  });

  test('integrations are added, replaced, listed in pages and deleted', async () => {
    const connectInstanceId = INSTANCE;
    const clinic = {
      customerProfiles: { domainArn: DOMAIN, objectTypeNames: { 'Campaign-SMS': 'Sms', 'Campaign-Email': 'Mail' } },
    };
    const hospital = { customerProfiles: { domainArn: OTHER_DOMAIN, objectTypeNames: { 'Campaign-SMS': 'Sms' } } };
    const templates = { qConnect: { knowledgeBaseArn: KNOWLEDGE_BASE } };
    const enrich = { lambda: { functionArn: FUNCTION } };
    const outdated = { customerProfiles: { domainArn: DOMAIN, objectTypeNames: {} } };
    for (const integrationConfig of [outdated, clinic, hospital, templates, enrich]) {
      await client.send(new sdk.PutConnectInstanceIntegrationCommand({ connectInstanceId, integrationConfig }));
    }
    const listed = async () => {
      const pages: sdk.IntegrationSummary[][] = [];
      const paging = { client, pageSize: 3 };
      for await (const page of sdk.paginateListConnectInstanceIntegrations(paging, { connectInstanceId })) {
        pages.push(page.integrationSummaryList ?? []);
      }
      return pages;
    };
    const pages = await listed();
    assert.deepEqual(
      pages.map((page) => page.length),
      [3, 1],
    );
    assert.deepEqual(
      new Set(pages.flat().map((each) => JSON.stringify(each))),
      new Set([clinic, hospital, enrich, templates].map((each) => JSON.stringify(each))),
    );
    await client.send(
      new sdk.DeleteConnectInstanceIntegrationCommand({
        connectInstanceId,
        integrationIdentifier: { customerProfiles: { domainArn: DOMAIN } },
      }),
    );
    assert.equal((await listed()).flat().length, 3);
  });
}
