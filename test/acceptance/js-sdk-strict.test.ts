/** Strict auth as the AWS SDK for JavaScript meets it, with keys made beside the running service. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, test } from 'node:test';
import * as sdk from '@aws-sdk/client-connectcampaignsv2';
import { campanileKeys, type MadeKey, makeKey } from '../support/keys.ts';
import { startService, temporaryFolder } from '../support/running-service.ts';
import { campaignCalls } from './campaign-calls.ts';
import { definition } from './definitions.ts';
import { createClient, refused } from './sdk-client.ts';

const HOUR_MS = 3_600_000;

const data = temporaryFolder('strict');
after(() => rmSync(data, { recursive: true, force: true }));
const service = await startService({ data, flags: ['--auth', 'strict'] });
after(() => service.stop());

function clientOf({ accessKeyId, secretAccessKey }: MadeKey): sdk.ConnectCampaignsV2Client {
  const client = createClient(service, { credentials: { accessKeyId, secretAccessKey } });
  after(() => client.destroy());
  return client;
}

const list = (client: sdk.ConnectCampaignsV2Client) => client.send(new sdk.ListCampaignsCommand({}));

test('a key that is made while the service runs opens it at once, and its account sees its own campaigns only', async () => {
  const [ada, grace] = [
    clientOf(await makeKey(data, '--name', 'ada', '--account', '111111111111')),
    clientOf(await makeKey(data, '--name', 'grace', '--account', '222222222222')),
  ];
  const { id, arn } = await ada.send(new sdk.CreateCampaignCommand(definition('Of Ada')));
  assert.equal(arn, `arn:aws:connect-campaigns:us-east-1:111111111111:campaign/${id}`);
  assert.equal((await list(ada)).campaignSummaryList?.length, 1);
  assert.deepEqual((await list(grace)).campaignSummaryList, []);
  await refused(campaignCalls(grace).stateOf(id ?? ''), 'ResourceNotFoundException', 404);
});

test('a wrong secret and an unknown key are told apart as AWS tells them', async () => {
  const key = await makeKey(data);
  await refused(
    list(clientOf({ ...key, secretAccessKey: 'wrong' })),
    'InvalidSignatureException',
    403,
    /^The request signature we calculated does not match the signature you provided\./,
  );
  await refused(
    list(clientOf({ ...key, accessKeyId: 'AKIANOBODY' })),
    'UnrecognizedClientException',
    403,
    'The security token included in the request is invalid.',
  );
});

test('a revoked key opens nothing any more', async () => {
  const key = await makeKey(data);
  const client = clientOf(key);
  await list(client);
  await campanileKeys(data, 'revoke', key.accessKeyId);
  await refused(list(client), 'UnrecognizedClientException', 403);
});

test('an SDK on a machine whose clock is an hour wrong learns the time from our answer and comes again', async (t) => {
  const client = clientOf(await makeKey(data));
  const rightNow = Date.now;
  for (const offsetMs of [-HOUR_MS, HOUR_MS]) {
    const clock = t.mock.method(Date, 'now', () => rightNow() + offsetMs);
    const { $metadata } = await list(client);
    clock.mock.restore();
    assert.equal($metadata.attempts, 2);
  }
});

test('the signature decides, whatever page or site a call comes from', async () => {
  for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
    const { status, headers: answered } = await fetch(`${service.url}/v2/campaigns/none/state`, { headers });
    assert.deepEqual([status, answered.get('x-amzn-errortype')], [403, 'MissingAuthenticationTokenException']);
  }
});

test('a region of its own is a world of its own', async () => {
  const { accessKeyId, secretAccessKey } = await makeKey(data, '--account', '333333333333');
  const [east, west] = ['us-east-1', 'eu-west-2'].map((region) => {
    const client = new sdk.ConnectCampaignsV2Client({
      endpoint: service.url,
      region,
      credentials: { accessKeyId, secretAccessKey },
    });
    after(() => client.destroy());
    return client;
  });
  assert.ok(east !== undefined && west !== undefined);
  const { arn } = await west.send(new sdk.CreateCampaignCommand(definition('In the west')));
  assert.match(arn ?? '', /^arn:aws:connect-campaigns:eu-west-2:333333333333:campaign\//);
  assert.deepEqual((await list(east)).campaignSummaryList, []);
});
