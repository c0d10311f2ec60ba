/**
 * Durable, deduplicated acceptance beside the queues that people would otherwise build this on: each with its recommended
 * bulk call of 25 from eight callers, synced to disk before the answer, all in one run and in turn. Ours goes through
 * HTTP, SigV4 and validation; theirs are library calls.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLoader } from '../harness/load.ts';
import { createReport, median } from '../harness/report.ts';
import { createKey, createSmsCampaign, startService } from '../harness/service.ts';
import { postgresUrl, startPostgres, startRedis } from './servers.ts';

const ROUNDS = 3;
const CONNECTIONS = 8;
const BATCHES = 3_000;
const WARM_UP_BATCHES = 1_000;
const GOAL = 3;
const FLOOR = 2;

function measurePeer(script: string, address: string): number {
  const result = spawnSync(process.execPath, [join('bench/peers', script), address], { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`${script} failed: ${result.stderr}`);
  return Number(JSON.parse(result.stdout.trim().split('\n').at(-1) ?? '{}').requestsPerSecond);
}

async function measureOurs(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'campanile-bench-'));
  const key = createKey(folder);
  const service = await startService(folder);
  const loader = startLoader();
  try {
    const hourMs = 3_600_000;
    const campaignId = await createSmsCampaign(service.url, key, 'peers', {
      startTime: new Date(Date.now() + 20 * hourMs),
      endTime: new Date(Date.now() + 40 * hourMs),
    });
    const order = { url: service.url, campaignId, signer: key, connections: CONNECTIONS };
    await loader.run({ ...order, batches: WARM_UP_BATCHES });
    return (await loader.run({ ...order, batches: BATCHES })).requestsPerSecond;
  } finally {
    await loader.stop();
    await service.stop();
    rmSync(folder, { recursive: true });
  }
}

if (!existsSync('bench/peers/node_modules')) {
  console.error('Installing the peers into bench/peers/node_modules ...');
  execFileSync('npm', ['install', '--no-package-lock', '--no-audit', '--no-fund'], {
    cwd: 'bench/peers',
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
const folder = mkdtempSync(join(tmpdir(), 'campanile-peers-'));
const postgres = await startPostgres(folder);
const redis = await startRedis(folder);
try {
  const report = createReport('peers');
  const rates = new Map<string, number[]>();
  const note = (name: string, rate: number): void => {
    rates.set(name, [...(rates.get(name) ?? []), rate]);
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    note('campanile', await measureOurs());
    note('pg-boss', measurePeer('pg-boss.js', postgresUrl(postgres)));
    note('graphile-worker', measurePeer('graphile-worker.js', postgresUrl(postgres)));
    note('bullmq, appendfsync always', measurePeer('bullmq.js', String(redis.port)));
  }
  for (const [name, values] of rates) {
    report.add({
      measure: name,
      value: median(values),
      unit: 'requests/s',
      min: Math.min(...values),
      max: Math.max(...values),
    });
  }
  const peers = [...rates].filter(([name]) => name !== 'campanile').map(([, values]) => median(values));
  const ratio = median(rates.get('campanile') ?? []) / Math.max(...peers);
  report.add({
    measure: 'ours against the best of them',
    value: ratio,
    unit: 'x',
    goal: `>= ${GOAL} (floor ${FLOOR})`,
    met: ratio >= GOAL,
  });
  report.print();
} finally {
  await redis.stop();
  await postgres.stop();
  rmSync(folder, { recursive: true });
}
