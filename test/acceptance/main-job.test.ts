/** The main job: an unmodified AWS SDK puts batches into a running campaign, and every request ends in an outcome to be seen. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, test } from 'node:test';
import {
  type ConnectCampaignsV2Client,
  CreateCampaignCommand,
  type OutboundRequest,
  PutOutboundRequestBatchCommand,
  type PutOutboundRequestBatchResponse,
  StartCampaignCommand,
} from '@aws-sdk/client-connectcampaignsv2';
import { adminGet, endedRequests } from '../support/admin.ts';
import { type RunningService, startService, temporaryFolder } from '../support/running-service.ts';
import { ALL_CHANNELS, definition, soon } from './definitions.ts';
import { createClient } from './sdk-client.ts';

const BATCHES = 8;
const BATCH_SIZE = 25;

async function service(data?: string): Promise<RunningService> {
  const running = await startService(data === undefined ? {} : { data });
  after(() => running.stop());
  return running;
}

function clientOf(running: RunningService): ConnectCampaignsV2Client {
  const client = createClient(running);
  after(() => client.destroy());
  return client;
}

async function runningCampaign(client: ConnectCampaignsV2Client): Promise<string> {
  const { id = '' } = await client.send(
    new CreateCampaignCommand(definition('Reminders', { channelSubtypeConfig: ALL_CHANNELS })),
  );
  await client.send(new StartCampaignCommand({ id }));
  return id;
}

/** Over the four channels in turn, to recipients that are reached. */
function request(index: number, expirationTime: Date): OutboundRequest {
  const templateParameters = { FirstName: 'Ada' };
  const destinationPhoneNumber = '+12065550100';
  const parameters = [
    { telephony: { destinationPhoneNumber, attributes: templateParameters } },
    { sms: { destinationPhoneNumber, templateParameters } },
    { email: { destinationEmailAddress: `person-${index}@example.com`, templateParameters } },
    { whatsApp: { destinationPhoneNumber, templateParameters } },
  ][index % 4];
  return { clientToken: `token-${index}`, expirationTime, channelSubtypeParameters: parameters };
}

function put(
  client: ConnectCampaignsV2Client,
  id: string,
  batch: number,
  expirationTime: Date,
): Promise<PutOutboundRequestBatchResponse> {
  const outboundRequests = Array.from({ length: BATCH_SIZE }, (_, at) =>
    request(batch * BATCH_SIZE + at, expirationTime),
  );
  return client.send(new PutOutboundRequestBatchCommand({ id, outboundRequests }));
}

async function putAll(
  client: ConnectCampaignsV2Client,
  id: string,
  expirationTime: Date,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const { successfulRequests = [], failedRequests } = await put(client, id, batch, expirationTime);
    assert.deepEqual(failedRequests, []);
    for (const { clientToken = '', id: requestId = '' } of successfulRequests) ids.set(clientToken, requestId);
  }
  return ids;
}

test('every request of every batch ends in an outcome that the admin API shows', async () => {
  const running = await service();
  const client = clientOf(running);
  const id = await runningCampaign(client);
  const ids = await putAll(client, id, soon());
  assert.equal(ids.size, BATCHES * BATCH_SIZE);
  const ended = await endedRequests(running.url, id);
  assert.deepEqual(new Map(ended.map((shown) => [shown.clientToken, shown.id])), ids);
  assert.deepEqual(new Set(ended.map(({ state }) => state)), new Set(['Succeeded']));
  const counters = await adminGet<Record<string, number>>(running.url, `/campaigns/${id}/counters`);
  assert.equal(counters['accepted'], ids.size);
  assert.equal(counters['succeeded'], ids.size);
});

test('after a stop and a start on the same folder the same tokens answer the same ids, and nobody is contacted again', async () => {
  const data = temporaryFolder('main-job');
  after(() => rmSync(data, { recursive: true, force: true }));
  const before = await service(data);
  const client = clientOf(before);
  const id = await runningCampaign(client);
  const expirationTime = soon();
  const ids = await putAll(client, id, expirationTime);
  assert.equal(await before.stop(), 0);

  const again = await service(data);
  const idsAgain = await putAll(clientOf(again), id, expirationTime);
  assert.deepEqual(idsAgain, ids);
  const ended = await endedRequests(again.url, id);
  assert.equal(ended.length, ids.size);
  for (const { id: requestId } of ended) {
    const { attempts } = await adminGet<{ attempts: { phase: string }[] }>(again.url, `/requests/${requestId}`);
    // What was withdrawn at the stop never left the house.
    assert.equal(attempts.filter(({ phase }) => phase !== 'withdrawn').length, 1, JSON.stringify(attempts));
  }
  assert.equal(await again.stop(), 0);
});
