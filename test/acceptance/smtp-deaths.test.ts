/**
 * The service is killed (SIGKILL) at every point of a conversation with an MTA, and started again: what was on its way is
 * Unknown, everything else is sent, nobody is mailed twice and nobody is lost. The MTA counts by request id.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { CreateMessageTemplateCommand, QConnectClient } from '@aws-sdk/client-qconnect';
import { endedRequests } from '../support/admin.ts';
import { CHANNELS } from '../support/channels.ts';
import { type MadeKey, makeKey } from '../support/keys.ts';
import { type RunningService, startService, temporaryFolder } from '../support/running-service.ts';
import { type PeerStep, type SmtpPeer, startSmtpPeer } from '../support/smtp-peer.ts';
import { campaignCalls } from './campaign-calls.ts';
import { definition, soon } from './definitions.ts';
import { createClient } from './sdk-client.ts';

const RECIPIENTS = 24;
const CONNECTIONS = 2;
/** Short, so that a good part of the campaign is still Buffered when the service dies. */
const QUEUE = 4;
/** Mails that went through before. */
const DELIVERED_BEFORE = 3;
/** On connections, in the queue, parked for their one domain, and answered a moment ago but not committed. */
const WITH_CARRIER_MAX = CONNECTIONS + QUEUE + QUEUE + DELIVERED_BEFORE;

/** `answered`: right after the 250 for a message was sent, before anybody can have noted it. */
const POINTS: readonly (PeerStep | 'answered')[] = ['greeting', 'MAIL', 'DATA', 'piece', 'message', 'answered'];

for (const point of POINTS) {
  test(`killed at ${point}: nobody is mailed twice, and nobody is lost`, async () => {
    let service: RunningService | undefined;
    let hasDied: Promise<void> | undefined;
    const die = (): void => {
      if (service === undefined || hasDied !== undefined) return;
      hasDied = service.kill();
    };
    const isNow = (): boolean => point === 'greeting' || peer.taken.length >= DELIVERED_BEFORE;
    const peer: SmtpPeer = await startSmtpPeer({
      answer(step) {
        if (hasDied !== undefined || !isNow()) return undefined;
        if (point === 'answered' && step === 'message') setImmediate(die);
        if (step !== point) return undefined;
        die();
        return 'silence';
      },
    });
    after(() => peer.stop());
    const folder = temporaryFolder('deaths');
    after(() => rmSync(folder, { recursive: true, force: true }));
    const start = (): Promise<RunningService> =>
      startService({
        data: join(folder, 'data'),
        flags: ['--auth', 'strict', '--config', configFor(folder, peer.port)],
      });

    service = await start();
    const key = await makeKey(service.data);
    const token = (await makeKey(service.data, '--kind', 'admin')).bearerToken ?? '';
    const { campaignId, requestIds } = await runCampaign(service, key);
    while (hasDied === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
    await hasDied;

    const again = await start();
    after(() => again.stop());
    const requests = await endedRequests(again.url, campaignId, token);
    assert.deepEqual(requests.map(({ id }) => id).sort(), [...requestIds].sort());
    const dots = (id: string): number => peer.dots.filter((seen) => seen === id).length;
    for (const { id, state, reason } of requests) {
      assert.ok(dots(id) <= 1, `${id} was mailed ${dots(id)} times`);
      if (state === 'Succeeded') assert.equal(peer.taken.filter((seen) => seen === id).length, 1);
      else assert.equal(`${state} ${reason}`, 'Unknown INTERRUPTED');
    }
    const unknown = requests.filter(({ state }) => state === 'Unknown').length;
    assert.ok(unknown <= WITH_CARRIER_MAX, `${unknown} are unknown`);
    if (point !== 'answered') assert.ok(unknown > 0);
    assert.equal(await again.stop(), 0);
  });
}

function configFor(folder: string, port: number): string {
  const file = join(folder, 'campanile.toml');
  writeFileSync(
    file,
    `
[carriers.main]
kind = "smtp"
sources = ["*"]
host = "127.0.0.1"
port = ${port}
security = "none"
connections = ${CONNECTIONS}
queue = ${QUEUE}
`,
  );
  return file;
}

/** Puts the recipients into a campaign of mail that runs already. */
async function runCampaign(
  service: RunningService,
  credentials: MadeKey,
): Promise<{ readonly campaignId: string; readonly requestIds: readonly string[] }> {
  const client = createClient(service, { credentials, maxAttempts: 1 });
  const templates = new QConnectClient({ endpoint: service.url, region: 'us-east-1', credentials });
  try {
    const { messageTemplate } = await templates.send(
      new CreateMessageTemplateCommand({
        knowledgeBaseId: '88888888-8888-4888-8888-888888888888',
        name: 'Reminder',
        channelSubtype: 'EMAIL',
        content: { email: { subject: 'Hello', body: { plainText: { content: 'Hello' } } } },
      }),
    );
    const wisdomTemplateArn = `${messageTemplate?.messageTemplateArn}:$LATEST`;
    const defaultOutboundConfig = { ...CHANNELS.email.defaultOutboundConfig, wisdomTemplateArn };
    const calls = campaignCalls(client);
    const campaignId = await calls.createRunning(
      definition('Mail', { channelSubtypeConfig: { email: { ...CHANNELS.email, defaultOutboundConfig } } }),
    );
    const outboundRequests = Array.from({ length: RECIPIENTS }, (_, number) => ({
      ...{ clientToken: randomUUID(), expirationTime: soon() },
      channelSubtypeParameters: {
        email: { destinationEmailAddress: `person${number}@inbox.example`, templateParameters: {} },
      },
    }));
    const { successfulRequests = [] } = await calls.put(campaignId, ...outboundRequests);
    return { campaignId, requestIds: successfulRequests.map(({ id = '' }) => id) };
  } finally {
    client.destroy();
    templates.destroy();
  }
}
