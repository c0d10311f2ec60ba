/**
 * How fast accepted requests become outcomes over the loopback carriers: alone, then beside accepts at half of the rate
 * that this machine accepts; then a kill -9 in the middle, after which at most one claim batch may be Unknown.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunningChild } from '../harness/child.ts';
import { type Loader, startLoader } from '../harness/load.ts';
import { createReport, type Report } from '../harness/report.ts';
import { createKey, createSmsCampaign, type ServiceKey, startService } from '../harness/service.ts';

const BACKLOG_BATCHES = 2_000;
const REQUESTS_PER_BATCH = 25;
const POLL_EVERY_MS = 100;
/** A drain that takes longer has stalled. */
const DRAIN_TIMEOUT_MS = 120_000;
/** What the dispatcher claims in one commit at most; src/dispatch says the same. */
const CLAIM_BATCH = 500;
/** The loopback carriers are not what is measured: their rates are set out of the way, and they answer at once. */
const CONFIG = `
[capacity]
messagesPerSecond = 100000

[channels.loopback]
speed = 1000
`;

interface Counters {
  accepted: number;
  buffered: number;
  attempting: number;
  unknown: number;
}

interface Bench {
  report: Report;
  loader: Loader;
  key: ServiceKey;
  admin: ServiceKey & { bearerToken?: string };
  folder: string;
  start(): Promise<RunningChild>;
}

async function counters(bench: Bench, service: RunningChild, campaignId: string): Promise<Counters> {
  const response = await fetch(`${service.url}/admin/v1/campaigns/${campaignId}/counters`, {
    headers: { authorization: `Bearer ${bench.admin.bearerToken ?? ''}` },
  });
  if (!response.ok) throw new Error(`counters answered ${response.status}`);
  // Our own admin API.
  return (await response.json()) as Counters;
}

function openCount({ buffered, attempting }: Counters): number {
  return buffered + attempting;
}

/** Waits until the campaign's open requests satisfy the condition; answers the counters then. */
async function waitFor(
  bench: Bench,
  service: RunningChild,
  campaignId: string,
  condition: (counters: Counters) => boolean,
): Promise<Counters> {
  const startedAt = performance.now();
  for (;;) {
    const now = await counters(bench, service, campaignId);
    if (condition(now)) return now;
    if (performance.now() - startedAt > DRAIN_TIMEOUT_MS) throw new Error(`stalled with ${openCount(now)} open`);
    await delay(POLL_EVERY_MS);
  }
}

/** Fills a campaign whose schedule begins shortly after the filling ends. */
async function fill(
  bench: Bench,
  service: RunningChild,
  name: string,
): Promise<{ campaignId: string; startsAt: number; acceptRate: number }> {
  const startsAt = Date.now() + 15_000;
  const schedule = { startTime: new Date(startsAt), endTime: new Date(startsAt + 3_600_000) };
  const campaignId = await createSmsCampaign(service.url, bench.key, name, schedule);
  const filled = await bench.loader.run({
    url: service.url,
    campaignId,
    signer: bench.key,
    connections: 8,
    batches: BACKLOG_BATCHES,
  });
  if (filled.refused > 0) throw new Error(`${filled.refused} batches were refused`);
  if (Date.now() > startsAt) throw new Error('filling took longer than the lead before the schedule begins');
  return { campaignId, startsAt, acceptRate: filled.requestsPerSecond };
}

async function drainRate(bench: Bench, service: RunningChild, campaignId: string, startsAt: number): Promise<number> {
  await delay(Math.max(0, startsAt - Date.now()));
  const startedAt = performance.now();
  const before = openCount(await counters(bench, service, campaignId));
  await waitFor(bench, service, campaignId, (now) => openCount(now) === 0);
  return before / ((performance.now() - startedAt) / 1000);
}

async function measureAlone(bench: Bench): Promise<number> {
  const service = await bench.start();
  const { campaignId, startsAt, acceptRate } = await fill(bench, service, 'alone');
  const rate = await drainRate(bench, service, campaignId, startsAt);
  await service.stop();
  bench.report.add({
    measure: 'Buffered to terminal, alone',
    value: rate,
    unit: 'requests/s',
    goal: '>= 5000',
    met: rate >= 5000,
  });
  return acceptRate;
}

async function measureBesideAccepts(bench: Bench, acceptRate: number): Promise<void> {
  const service = await bench.start();
  const { campaignId, startsAt } = await fill(bench, service, 'beside');
  const other = await createSmsCampaign(service.url, bench.key, 'accepting', {
    startTime: new Date(Date.now() + 20 * 3_600_000),
    endTime: new Date(Date.now() + 40 * 3_600_000),
  });
  await delay(Math.max(0, startsAt - Date.now() - 2_000));
  const batchesPerSecond = acceptRate / REQUESTS_PER_BATCH / 2;
  const accepting = bench.loader.run({
    url: service.url,
    campaignId: other,
    signer: bench.key,
    connections: 8,
    batches: Math.ceil(batchesPerSecond * 15),
    batchesPerSecond,
  });
  const rate = await drainRate(bench, service, campaignId, startsAt);
  const accepted = await accepting;
  await service.stop();
  bench.report.add({
    measure: 'Buffered to terminal, beside accepts at half rate',
    value: rate,
    unit: 'requests/s',
    acceptsPerSecond: accepted.requestsPerSecond,
    acceptsP99Ms: accepted.p99Ms,
    goal: '>= 2000',
    met: rate >= 2000,
  });
}

async function measureKill(bench: Bench): Promise<void> {
  const service = await bench.start();
  const { campaignId, startsAt } = await fill(bench, service, 'killed');
  await delay(Math.max(0, startsAt - Date.now()));
  const total = (await counters(bench, service, campaignId)).accepted;
  await waitFor(bench, service, campaignId, (now) => openCount(now) < total / 2);
  await service.stop('SIGKILL');
  const restarted = await bench.start();
  const after = await waitFor(bench, restarted, campaignId, (now) => openCount(now) === 0);
  await restarted.stop();
  bench.report.add({
    measure: 'Unknown after kill -9',
    value: after.unknown,
    unit: 'requests',
    goal: `<= ${CLAIM_BATCH}`,
    met: after.unknown <= CLAIM_BATCH,
  });
}

const folder = mkdtempSync(join(tmpdir(), 'campanile-bench-'));
const configFile = join(folder, 'bench.toml');
writeFileSync(configFile, CONFIG);
const loader = startLoader();
try {
  const bench: Bench = {
    report: createReport('dispatch'),
    loader,
    key: createKey(folder),
    admin: createKey(folder, 'admin'),
    folder,
    start: () => startService(folder, ['--config', configFile]),
  };
  const acceptRate = await measureAlone(bench);
  await measureBesideAccepts(bench, acceptRate);
  await measureKill(bench);
  bench.report.print();
} finally {
  await loader.stop();
  rmSync(folder, { recursive: true });
}
