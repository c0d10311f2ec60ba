/** How a service ends while there is work: in order, at once when told twice, and never on a store that has failed. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type ConnectCampaignsV2Client,
  CreateCampaignCommand,
  PutOutboundRequestBatchCommand,
  StartCampaignCommand,
} from '@aws-sdk/client-connectcampaignsv2';
import { adminGet } from '../support/admin.ts';
import {
  CLONE,
  cleanEnvironment,
  type RunningService,
  startService,
  temporaryFolder,
} from '../support/running-service.ts';
import { ALL_CHANNELS, definition, smsRequest, soon } from './definitions.ts';
import { createClient } from './sdk-client.ts';

const POLL_EVERY_MS = 20;

async function runningCampaign(client: ConnectCampaignsV2Client): Promise<string> {
  const { id = '' } = await client.send(
    new CreateCampaignCommand(definition('Reminders', { channelSubtypeConfig: ALL_CHANNELS })),
  );
  await client.send(new StartCampaignCommand({ id }));
  return id;
}

/** A service in which one call is under way that lasts about `12 / 10` seconds on the real clock. */
async function serviceWithLiveCall(): Promise<{ running: RunningService; campaignId: string }> {
  const data = temporaryFolder('shutdown');
  const running = await startService({ data });
  after(async () => {
    await running.kill();
    rmSync(data, { recursive: true, force: true });
  });
  const client = createClient(running);
  const campaignId = await runningCampaign(client);
  const telephony = { destinationPhoneNumber: '+12065550108', attributes: {} };
  await client.send(
    new PutOutboundRequestBatchCommand({
      id: campaignId,
      outboundRequests: [{ clientToken: 'call', expirationTime: soon(), channelSubtypeParameters: { telephony } }],
    }),
  );
  client.destroy();
  for (;;) {
    const { attempting } = await adminGet<{ attempting: number }>(running.url, `/campaigns/${campaignId}/counters`);
    if (attempting === 1) return { running, campaignId };
    await delay(POLL_EVERY_MS);
  }
}

test('a call that is under way ends before the service does, and its outcome is kept', async () => {
  const { running, campaignId } = await serviceWithLiveCall();
  const stopped = running.stop();
  let status = 200;
  while (status === 200) ({ status } = await fetch(`${running.url}/admin/v1/health/ready`));
  assert.equal(status, 503);
  assert.equal(await stopped, 0);

  const again = await startService({ data: running.data });
  after(() => again.stop());
  const { requests } = await adminGet<{ requests: { state: string }[] }>(
    again.url,
    `/campaigns/${campaignId}/requests`,
  );
  assert.deepEqual(
    requests.map(({ state }) => state),
    ['Succeeded'],
  );
});

test('a second signal ends the service at once, and the call is Unknown after the next start', async () => {
  const { running, campaignId } = await serviceWithLiveCall();
  process.kill(running.pid, 'SIGTERM');
  while (!running.log().includes('"signal":"SIGTERM"')) await delay(POLL_EVERY_MS);
  assert.equal(await running.stop(), 1);

  const again = await startService({ data: running.data });
  after(() => again.stop());
  const { requests } = await adminGet<{ requests: { state: string; reason: string }[] }>(
    again.url,
    `/campaigns/${campaignId}/requests`,
  );
  assert.deepEqual(
    requests.map(({ state, reason }) => ({ state, reason })),
    [{ state: 'Unknown', reason: 'INTERRUPTED' }],
  );
});

test('after an I/O error at a commit nothing more is acknowledged, and the process exits 74', async () => {
  const data = temporaryFolder('io-error');
  after(() => rmSync(data, { recursive: true, force: true }));
  // Of 512 bytes each: no file of this process may grow beyond 8 MiB, which the write-ahead log soon wants.
  const command = `ulimit -f 16384; exec "$0" serve --port 0 --data "$1"`;
  const child = spawn('sh', ['-c', command, join(CLONE, 'bin/campanile'), data], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: cleanEnvironment(),
  });
  after(() => child.kill('SIGKILL'));
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  const ended = once(child, 'close');
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const client = createClient({ url: JSON.parse(String(line)).url }, { maxAttempts: 1 });
  after(() => client.destroy());
  const id = await runningCampaign(client);
  const FillsTheLog = 'x'.repeat(30_000);
  const errors = new Set<string>();
  for (let batch = 0; !errors.has('InternalServerException'); batch += 1) {
    assert.ok(batch < 200, `no write failed: ${[...errors].join()} ${log}`);
    const outboundRequests = Array.from({ length: 25 }, (_, at) =>
      smsRequest(`token-${batch}-${at}`, {
        channelSubtypeParameters: {
          sms: { destinationPhoneNumber: '+12065550100', templateParameters: { FillsTheLog } },
        },
      }),
    );
    await client
      .send(new PutOutboundRequestBatchCommand({ id, outboundRequests }))
      .catch((error: Error) => errors.add(error.name));
  }
  const [code] = await ended;
  assert.equal(code, 74, log);
  assert.match(log, /the store failed for good/);
});
