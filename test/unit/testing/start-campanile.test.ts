import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  type ConnectCampaignsV2Client,
  ListCampaignsCommand,
  PutOutboundRequestBatchCommand,
} from '@aws-sdk/client-connectcampaignsv2';
import { startCampanile } from '../../../src/testing/index.ts';
import { CHANNELS } from '../../support/channels.ts';
import { runningCampaign, START, startVirtual, type VirtualCampanile } from '../../support/virtual-campanile.ts';

async function virtual(): Promise<VirtualCampanile> {
  const started = await startVirtual();
  after(started.stop);
  return started;
}

const runningEmailCampaign = (client: ConnectCampaignsV2Client): Promise<string> =>
  runningCampaign(client, { email: CHANNELS.email });

async function putEmail(client: ConnectCampaignsV2Client, id: string, address: string): Promise<string> {
  const { successfulRequests } = await client.send(
    new PutOutboundRequestBatchCommand({
      id,
      outboundRequests: [
        {
          clientToken: address.replace('@', '-'),
          expirationTime: new Date(Date.parse(START) + 600_000),
          channelSubtypeParameters: {
            email: { destinationEmailAddress: address, templateParameters: { FirstName: 'Ada' } },
          },
        },
      ],
    }),
  );
  return successfulRequests?.[0]?.id ?? '';
}

const stateOf = async (url: string, id: string): Promise<string> => {
  // The admin API's own document.
  const request = (await (await fetch(`${url}/admin/v1/requests/${id}`)).json()) as { state: string };
  return request.state;
};

test('a message is received, and its request ends, when the test advances the clock', async () => {
  const { campanile, client } = await virtual();
  const id = await runningEmailCampaign(client);
  const request = await putEmail(client, id, 'Ada@example.com');
  const { now } = await campanile.advance('PT1M');
  assert.equal(now, '2026-12-01T09:01:00Z');
  assert.equal(await stateOf(campanile.url, request), 'Succeeded');
  const [message, ...others] = await campanile.messages({ to: 'ada@example.com', campaign: id });
  assert.equal(message?.requestId, request);
  assert.deepEqual(message?.templateParameters, { FirstName: 'Ada' });
  assert.deepEqual(others, []);
});

test('a reset forgets campaigns and messages, and the service goes on at the same place and time', async () => {
  const { campanile, client } = await virtual();
  await putEmail(client, await runningEmailCampaign(client), 'ada@example.com');
  await campanile.advance('PT1M');
  await campanile.reset();
  assert.deepEqual(await campanile.messages(), []);
  assert.deepEqual((await client.send(new ListCampaignsCommand({}))).campaignSummaryList, []);
  const request = await putEmail(client, await runningEmailCampaign(client), 'bob@example.com');
  const { now } = await campanile.advance('PT1M');
  assert.equal(now, '2026-12-01T09:02:00Z');
  assert.equal(await stateOf(campanile.url, request), 'Succeeded');
});

test('two services in one process do not see one another', async () => {
  const [one, other] = [await virtual(), await virtual()];
  await runningEmailCampaign(one.client);
  assert.deepEqual((await other.client.send(new ListCampaignsCommand({}))).campaignSummaryList, []);
});

test('the real clock cannot be advanced, and a wrong option is refused', async () => {
  const campanile = await startCampanile();
  after(() => campanile.stop());
  await assert.rejects(campanile.advance('PT1M'), /409 .*--clock virtual/);
  await assert.rejects(startCampanile({ start: '2026-12-01T09:00:00Z' }), /needs clock = virtual/);
});
