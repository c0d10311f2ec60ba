/**
 * How fast a batch of 25 becomes durable: the built service behind HTTP and SigV4 with a sync before every reply, beside
 * a bare node:http server in the same run; then growth to a million requests, memory, disk and the way back up.
 * `npm run bench:accept -- --quick` leaves the million out.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningChild, startChild } from '../harness/child.ts';
import { type Loader, startLoader } from '../harness/load.ts';
import { createReport, median, type Report } from '../harness/report.ts';
import { createKey, createSmsCampaign, type ServiceKey, startService } from '../harness/service.ts';
import { REQUESTS_PER_BATCH } from './signed-batches.ts';

const ROUNDS = 3;
const WARM_UP_BATCHES = 1_000;
const BATCHES_BY_CONNECTIONS = new Map([
  [1, 800],
  [8, 3_000],
  [64, 3_000],
]);
const GROWTH_STEPS = 4;
const GROWTH_STEP_REQUESTS = 250_000;
const COLD_STARTS = 5;
const ANSWER_BYTES = 2_600;

async function measureRates(report: Report, loader: Loader, url: string, key: ServiceKey): Promise<void> {
  const campaignId = await createSmsCampaign(url, key, 'rates', farSchedule());
  const bare = await startChild('bench/accept/bare-server.ts', [String(ANSWER_BYTES)]);
  await loader.run({ url, campaignId, signer: key, connections: 8, batches: WARM_UP_BATCHES });
  await loader.run({ url: bare.url, campaignId, signer: key, connections: 8, batches: WARM_UP_BATCHES });
  for (const [connections, batches] of BATCHES_BY_CONNECTIONS) {
    const ratios: number[] = [];
    const rates: number[] = [];
    const p50s: number[] = [];
    const p99s: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const ours = await loader.run({ url, campaignId, signer: key, connections, batches });
      const ceiling = await loader.run({ url: bare.url, campaignId, signer: key, connections, batches });
      if (ours.refused > 0) throw new Error(`${ours.refused} batches were refused`);
      ratios.push(ours.requestsPerSecond / ceiling.requestsPerSecond);
      rates.push(ours.requestsPerSecond);
      p50s.push(ours.p50Ms);
      p99s.push(ours.p99Ms);
    }
    const isGoal = connections === 8;
    const spread = { min: Math.min(...rates), max: Math.max(...rates), p50Ms: median(p50s) };
    report.add({
      measure: `accepted, ${connections} connections`,
      value: median(rates),
      unit: 'requests/s',
      ...spread,
    });
    report.add({
      measure: `ratio to bare node:http, ${connections} connections`,
      value: median(ratios),
      unit: 'x',
      min: Math.min(...ratios),
      max: Math.max(...ratios),
      ...(isGoal && { goal: '>= 0.20', met: median(ratios) >= 0.2 }),
    });
    report.add({
      measure: `latency p99, ${connections} connections`,
      value: median(p99s),
      unit: 'ms',
      max: Math.max(...p99s),
      ...(isGoal && { goal: '<= 25', met: median(p99s) <= 25 }),
    });
  }
  await bare.stop();
}

interface Growth {
  acceptSeconds: number;
  bodyBytes: number;
}

async function measureGrowth(report: Report, loader: Loader, url: string, key: ServiceKey): Promise<Growth> {
  const campaignId = await createSmsCampaign(url, key, 'growth', farSchedule());
  const rates: number[] = [];
  let acceptSeconds = 0;
  let bodyBytes = 0;
  for (let step = 1; step <= GROWTH_STEPS; step += 1) {
    const result = await loader.run({
      url,
      campaignId,
      signer: key,
      connections: 8,
      batches: GROWTH_STEP_REQUESTS / REQUESTS_PER_BATCH,
    });
    if (result.refused > 0) throw new Error(`${result.refused} batches were refused`);
    rates.push(result.requestsPerSecond);
    acceptSeconds += result.seconds;
    bodyBytes += result.bodyBytes * (GROWTH_STEP_REQUESTS / REQUESTS_PER_BATCH);
    report.add({
      measure: `accepted, quarter ${step} of a million`,
      value: result.requestsPerSecond,
      unit: 'requests/s',
      p99Ms: result.p99Ms,
    });
  }
  const ratio = (rates.at(-1) ?? 0) / (rates[0] ?? 1);
  report.add({ measure: 'last quarter against the first', value: ratio, unit: 'x', goal: '>= 0.8', met: ratio >= 0.8 });
  return { acceptSeconds, bodyBytes };
}

async function measureRest(report: Report, folder: string, emptyMiB: number, growth: Growth): Promise<void> {
  const requests = GROWTH_STEPS * GROWTH_STEP_REQUESTS;
  const restarted = await startService(folder);
  const bytesPerRequest = ((restarted.residentMiB() - emptyMiB) * 2 ** 20) / requests;
  const readySeconds = restarted.readyAfterMs / 1000;
  await restarted.stop();
  report.add({
    measure: 'memory per stored request',
    value: bytesPerRequest,
    unit: 'bytes',
    goal: '<= 64',
    met: bytesPerRequest <= 64,
  });
  const diskRatio = folderBytes(folder) / growth.bodyBytes;
  report.add({
    measure: 'disk per byte of its JSON',
    value: diskRatio,
    unit: 'x',
    goal: '<= 1.6',
    met: diskRatio <= 1.6,
  });
  const readyRatio = readySeconds / growth.acceptSeconds;
  report.add({
    measure: 'ready with a million stored, per time to accept them',
    value: readyRatio,
    unit: 'x',
    readySeconds,
    goal: '<= 0.1',
    met: readyRatio <= 0.1,
  });
}

async function measureStart(report: Report): Promise<number> {
  const seconds: number[] = [];
  const residentMiB: number[] = [];
  for (let round = 0; round < COLD_STARTS; round += 1) {
    const folder = temporaryFolder();
    const service = await startService(folder);
    seconds.push(service.readyAfterMs / 1000);
    residentMiB.push(service.residentMiB());
    await service.stop();
    rmSync(folder, { recursive: true });
  }
  report.add({
    measure: 'cold start',
    value: median(seconds),
    unit: 's',
    max: Math.max(...seconds),
    goal: '<= 0.4',
    met: median(seconds) <= 0.4,
  });
  report.add({
    measure: 'idle memory',
    value: median(residentMiB),
    unit: 'MiB',
    goal: '<= 130',
    met: median(residentMiB) <= 130,
  });
  return median(residentMiB);
}

/** Nothing is due for a day: what is measured is acceptance alone. */
function farSchedule(): { startTime: Date; endTime: Date } {
  const hourMs = 3_600_000;
  return { startTime: new Date(Date.now() + 20 * hourMs), endTime: new Date(Date.now() + 48 * hourMs) };
}

function folderBytes(folder: string): number {
  return readdirSync(folder)
    .filter((file) => !file.startsWith('reserve'))
    .reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
}

function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'campanile-bench-'));
}

async function withService(
  use: (service: RunningChild, key: ServiceKey, folder: string) => Promise<void>,
): Promise<void> {
  const folder = temporaryFolder();
  try {
    const key = createKey(folder);
    const service = await startService(folder);
    try {
      await use(service, key, folder);
    } finally {
      await service.stop();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const isQuick = process.argv.includes('--quick');
const report = createReport('accept');
const loader = startLoader();
const emptyMiB = await measureStart(report);
await withService((service, key) => measureRates(report, loader, service.url, key));
if (!isQuick) {
  await withService(async (service, key, folder) => {
    const growth = await measureGrowth(report, loader, service.url, key);
    await service.stop();
    await measureRest(report, folder, emptyMiB, growth);
  });
}
await loader.stop();
report.print();
