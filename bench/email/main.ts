/**
 * Mails a second through the whole service (accepted requests, store, pacing, template, composition, SMTP, outcome), against
 * nodemailer's bare pool with the same mails over as many connections into the same smtp-sink. Pairwise, one after the other,
 * because the machines are noisy. Needs Debian's postfix, of which smtp-sink is a part.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  ConnectCampaignsV2Client,
  CreateCampaignCommand,
  PutOutboundRequestBatchCommand,
  StartCampaignCommand,
} from '@aws-sdk/client-connectcampaignsv2';
import {
  ActivateMessageTemplateCommand,
  CreateMessageTemplateCommand,
  CreateMessageTemplateVersionCommand,
  QConnectClient,
} from '@aws-sdk/client-qconnect';
import type { RunningChild } from '../harness/child.ts';
import { createReport, median, type Report } from '../harness/report.ts';
import { createKey, type ServiceKey, startService } from '../harness/service.ts';
import { fieldsOf, HTML, SUBJECT, TEXT } from './mail.ts';

const CONNECTIONS = 5;
const MAILS = 4_000;
/** The first mails of each side warm it up and are not counted. */
const WARM_UP_MAILS = 1_000;
const ROUNDS = 3;
const BATCH_SIZE = 25;
/** Asking costs the service too; a tenth of a second is 2 % of a round. */
const POLL_EVERY_MS = 100;
const TIMEOUT_MS = 120_000;
const KNOWLEDGE_BASE = '22222222-2222-4222-8222-222222222222';
const GOAL = 0.85;

interface Rate {
  readonly perSecond: number;
  readonly cpuMsPerMail: number;
}

interface Bench {
  readonly service: RunningChild;
  readonly key: ServiceKey;
  readonly bearerToken: string;
  readonly templateArn: string;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Postfix's own receiver that throws everything away. */
async function startSink(port: number): Promise<ChildProcess> {
  const sink = spawn('/usr/sbin/smtp-sink', ['-u', 'nobody', `127.0.0.1:${port}`, '1000'], { stdio: 'inherit' });
  process.once('exit', () => sink.kill('SIGKILL'));
  for (;;) {
    if (sink.exitCode !== null) throw new Error('smtp-sink did not start: is Debian’s postfix installed?');
    const socket = connect(port, '127.0.0.1');
    const greeted = await once(socket, 'data').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (greeted) return sink;
    await delay(POLL_EVERY_MS);
  }
}

function bareRate(port: number, count: number): Rate {
  const args = ['bench/email/bare.ts', String(port), String(CONNECTIONS), String(count)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
}

function configuration(folder: string, port: number): string {
  return `
[hooks]
url = "https://campanile.example"

[capacity]
messagesPerSecond = 100000

[carriers.sink]
kind = "smtp"
sources = ["news@example.com"]
host = "127.0.0.1"
port = ${port}
security = "none"
connections = ${CONNECTIONS}
connectionsPerDomain = ${CONNECTIONS}
messagesPerSecondPerDomain = 10000
returnPath = "bounces@bounces.example.com"

[email.bounces]
maildir = ${JSON.stringify(join(folder, 'bounces'))}
`;
}

async function createTemplate(url: string, key: ServiceKey): Promise<string> {
  const templates = new QConnectClient({ endpoint: url, region: 'us-east-1', credentials: key });
  const { messageTemplate } = await templates.send(
    new CreateMessageTemplateCommand({
      knowledgeBaseId: KNOWLEDGE_BASE,
      name: 'bench',
      channelSubtype: 'EMAIL',
      content: { email: { subject: SUBJECT, body: { plainText: { content: TEXT }, html: { content: HTML } } } },
    }),
  );
  const place = { knowledgeBaseId: KNOWLEDGE_BASE, messageTemplateId: messageTemplate?.messageTemplateId };
  const { messageTemplate: version } = await templates.send(new CreateMessageTemplateVersionCommand(place));
  await templates.send(new ActivateMessageTemplateCommand({ ...place, versionNumber: version?.versionNumber }));
  templates.destroy();
  return messageTemplate?.messageTemplateArn ?? '';
}

/** A campaign that waits behind the red button with all its requests put. */
async function prepareCampaign({ service, key, templateArn }: Bench, count: number): Promise<string> {
  const campaigns = new ConnectCampaignsV2Client({ endpoint: service.url, region: 'us-east-1', credentials: key });
  const { id } = await campaigns.send(
    new CreateCampaignCommand({
      name: `bench ${count} ${performance.now()}`,
      connectInstanceId: 'bench',
      channelSubtypeConfig: {
        email: {
          outboundMode: { agentless: {} },
          defaultOutboundConfig: { connectSourceEmailAddress: 'news@example.com', wisdomTemplateArn: templateArn },
        },
      },
    }),
  );
  await campaigns.send(new StartCampaignCommand({ id }));
  const expirationTime = new Date(Date.now() + 3_600_000);
  for (let start = 0; start < count; start += BATCH_SIZE) {
    const outboundRequests = Array.from({ length: Math.min(BATCH_SIZE, count - start) }, (_, index) => ({
      clientToken: String(start + index),
      expirationTime,
      channelSubtypeParameters: {
        email: {
          destinationEmailAddress: `reader-${start + index}@example.net`,
          templateParameters: fieldsOf(start + index),
        },
      },
    }));
    const { failedRequests } = await campaigns.send(new PutOutboundRequestBatchCommand({ id, outboundRequests }));
    if (failedRequests?.length !== 0) throw new Error('requests were refused');
  }
  campaigns.destroy();
  return id ?? '';
}

async function admin<T>({ service, bearerToken }: Bench, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${service.url}/admin/v1${path}`, {
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    headers: { authorization: `Bearer ${bearerToken}`, 'content-type': 'application/json' },
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  // Our own admin API.
  return (await response.json()) as T;
}

/** Lifts the red button and waits until every request has ended well. */
async function serviceRate(bench: Bench, count: number): Promise<Rate> {
  await admin(bench, '/dispatch', { state: 'stopped' });
  const campaignId = await prepareCampaign(bench, count);
  const cpuBefore = cpuMs(bench.service);
  const startedAt = performance.now();
  await admin(bench, '/dispatch', { state: 'running' });
  for (;;) {
    const { succeeded } = await admin<{ succeeded: number }>(bench, `/campaigns/${campaignId}/counters`);
    if (succeeded === count) break;
    if (performance.now() - startedAt > TIMEOUT_MS) throw new Error(`stalled at ${succeeded} mails`);
    await delay(POLL_EVERY_MS);
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  return { perSecond: count / seconds, cpuMsPerMail: (cpuMs(bench.service) - cpuBefore) / count };
}

/** User and system time of a process and its threads (proc(5), 100 ticks a second). */
function cpuMs({ process: { pid } }: RunningChild): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function compare(report: Report, bench: Bench, port: number): Promise<void> {
  bareRate(port, WARM_UP_MAILS);
  await serviceRate(bench, WARM_UP_MAILS);
  const ratios: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const bare = bareRate(port, MAILS);
    const ours = await serviceRate(bench, MAILS);
    ratios.push(ours.perSecond / bare.perSecond);
    report.add({ measure: `bare nodemailer, round ${round}`, value: bare.perSecond, unit: 'mails/s', ...cpu(bare) });
    report.add({ measure: `whole service, round ${round}`, value: ours.perSecond, unit: 'mails/s', ...cpu(ours) });
  }
  const ratio = median(ratios);
  report.add({
    measure: 'whole service to bare nodemailer',
    value: ratio,
    unit: `(${Math.min(...ratios).toFixed(2)}-${Math.max(...ratios).toFixed(2)})`,
    goal: `>= ${GOAL}`,
    met: ratio >= GOAL,
  });
}

const cpu = ({ cpuMsPerMail }: Rate): { cpuMsPerMail: number } => ({ cpuMsPerMail: Number(cpuMsPerMail.toFixed(2)) });

const folder = mkdtempSync(join(tmpdir(), 'campanile-bench-'));
const data = join(folder, 'data');
mkdirSync(data, { mode: 0o700 });
for (const name of ['new', 'cur', 'tmp']) mkdirSync(join(folder, 'bounces', name), { recursive: true });
const port = await freePort();
const sink = await startSink(port);
const configFile = join(folder, 'bench.toml');
writeFileSync(configFile, configuration(folder, port));
const report = createReport('email');
try {
  const key = createKey(data);
  const { bearerToken = '' } = createKey(data, 'admin') as ServiceKey & { bearerToken?: string };
  const service = await startService(data, ['--config', configFile]);
  const templateArn = await createTemplate(service.url, key);
  await compare(report, { service, key, bearerToken, templateArn }, port);
  await service.stop();
  report.print();
} finally {
  sink.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}
