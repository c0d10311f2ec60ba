/**
 * What the store alone can do, on a file, in its worker thread, with a sync before every answer. One JSON line a measure.
 *
 *   node bench/store.ts accept      groups of 25 rows of about 350 bytes of JSON, from 1, 8 and 64 callers
 *   node bench/store.ts dispatch    claim, submitted and finish in groups of 100
 *   node bench/store.ts growth      0 to 1 M rows with random tokens, RAM and disk by the row, time to ready
 *
 * Rows are made before the clock runs: their HMACs belong to the API's thread. --folder DIR chooses the disk.
 */
import { spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CampaignId } from '../src/domain/campaign.ts';
import { createRequestIdentifier } from '../src/domain/request-id.ts';
import type { AcceptRow, RequestKey } from '../src/store/request-store.ts';
import { openSqliteStore, type SqliteStore } from '../src/store/sqlite/open.ts';

const GROUP = 25;
const CAMPAIGN = '00000000-0000-4000-8000-000000000001' as CampaignId;
const NOW = Date.parse('2026-03-02T10:00:00Z');
const DAY_MS = 86_400_000;
const LEASE = 'bench';

const identify = createRequestIdentifier(new Uint8Array(32));
const folderAt = process.argv.indexOf('--folder');
const parent = folderAt === -1 ? tmpdir() : (process.argv[folderAt + 1] ?? tmpdir());
const measures: Record<string, () => Promise<void>> = { accept, dispatch, growth };
const wanted = process.argv.slice(2).filter((argument) => argument in measures);
if (process.argv[2] === 'open') await open();
else for (const name of wanted.length > 0 ? wanted : Object.keys(measures)) await measures[name]?.();

async function accept(): Promise<void> {
  for (const callers of [1, 8, 64]) {
    await withStore(async (store) => {
      const rows = callers === 1 ? 25_000 : 100_000;
      await acceptAll(store, makeRows(10_000), callers);
      print({ measure: 'accept', callers, ...(await acceptAll(store, makeRows(rows), callers)) });
    });
  }
}

async function dispatch(): Promise<void> {
  await withStore(async (store) => {
    const lease = await store.leases.acquire({ name: LEASE, holder: 'bench', now: NOW, until: NOW + DAY_MS });
    const epoch = lease.kind === 'acquired' ? lease.epoch : 0;
    await acceptAll(store, makeRows(100_000), 8);
    const { requests } = store;
    const keys: RequestKey[] = [];
    const groups: RequestKey[][] = [];
    const cpu = cpuMeter();
    const peekMs = await elapsed(async () => {
      let cursor: Awaited<ReturnType<typeof requests.peek>>['cursor'];
      do {
        const page = await requests.peek({ campaignId: CAMPAIGN, limit: 100, now: NOW, ...(cursor && { cursor }) });
        groups.push(page.requests.map((request) => request.key));
        keys.push(...page.requests.map((request) => request.key));
        cursor = page.cursor;
      } while (cursor !== undefined);
    });
    print({
      measure: 'peek',
      rows: keys.length,
      rowsPerSecond: rate(keys.length, peekMs),
      ...cpu(keys.length),
    });
    const steps = {
      claim: (group: RequestKey[]) =>
        requests.claim({ campaignId: CAMPAIGN, lease: LEASE, epoch, keys: group, now: NOW }),
      submitted: (group: RequestKey[]) =>
        requests.submitted(
          group.map((key) => ({ key, reference: `carrier-${randomUUID()}`, outcomeBy: NOW + DAY_MS, at: NOW })),
        ),
      finish: (group: RequestKey[]) =>
        requests.finish(
          group.map((key) => ({ key, disposition: { state: 'Succeeded', reason: 'DELIVERED' } as const, at: NOW })),
        ),
    };
    for (const [measure, step] of Object.entries(steps)) {
      for (const callers of [1, 8]) {
        const half = groups.filter((_, index) => index % 2 === (callers === 1 ? 0 : 1));
        const rows = half.flat().length;
        const cpu = cpuMeter();
        const ms = await elapsed(() => inTurns(half, callers, async (group) => void (await step(group))));
        print({ measure, callers, rowsPerSecond: rate(rows, ms), ...cpu(rows) });
      }
    }
  });
}

async function growth(): Promise<void> {
  const folder = mkdtempSync(join(parent, 'campanile-bench-'));
  const store = await openStore(folder);
  await startCampaign(store);
  const total = 1_000_000;
  const step = 50_000;
  let acceptMs = 0;
  let jsonBytes = 0;
  const quarters: number[] = [];
  const cpuByQuarter: number[] = [];
  let cpuTotal = 0;
  let quarterMs = 0;
  for (let done = step; done <= total; done += step) {
    const rows = makeRows(step);
    for (const row of rows)
      jsonBytes += row.payload.length + JSON.stringify({ clientToken: row.clientToken }).length + 60;
    const result = await acceptAll(store, rows, 8);
    acceptMs += result.ms;
    quarterMs += result.ms;
    cpuTotal += result.cpuMicrosPerRow * step;
    if (done % (total / 4) === 0) {
      quarters.push(rate(total / 4, quarterMs));
      quarterMs = 0;
      cpuByQuarter.push(round(cpuTotal / (total / 4)));
      cpuTotal = 0;
    }
  }
  const { indexBytes } = store.metrics();
  await store.close();
  const diskBytes = sizeOf(folder, 'campanile.sqlite');
  const opened = openInFreshProcess(folder);
  print({
    measure: 'growth',
    rows: total,
    rowsPerSecondByQuarter: quarters,
    cpuMicrosPerRowByQuarter: cpuByQuarter,
    lastToFirst: round((quarters.at(-1) ?? 0) / (quarters[0] ?? 1)),
    indexBytesPerRow: round(indexBytes / total),
    rssGrownByOpeningPerRow: round(opened.rssGrownBytes / total),
    diskBytesPerRow: round(diskBytes / total),
    diskToJson: round(diskBytes / jsonBytes),
    jsonBytesPerRow: round(jsonBytes / total),
    readyMs: opened.readyMs,
    readyToAccept: round(opened.readyMs / acceptMs),
  });
  rmSync(folder, { recursive: true });
}

interface AcceptFigures extends CpuFigures {
  rows: number;
  rowsPerSecond: number;
  ms: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
  rowsPerCommit: number;
}

interface Opened {
  readyMs: number;
  rssGrownBytes: number;
}

/** What a process that starts on the folder waits and grows for it. */
function openInFreshProcess(folder: string): Opened {
  const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), 'open', folder], { encoding: 'utf8' });
  return JSON.parse(child.stdout);
}

async function open(): Promise<void> {
  const rssBefore = process.memoryUsage.rss();
  const startedMs = performance.now();
  const store = await openStore(process.argv[3] ?? '');
  const readyMs = Math.round(performance.now() - startedMs);
  print({ readyMs, rssGrownBytes: process.memoryUsage.rss() - rssBefore });
  await store.close();
}

/** Accepts rows in groups from so many callers, each waiting for its answer. */
async function acceptAll(store: SqliteStore, rows: readonly AcceptRow[], callers: number): Promise<AcceptFigures> {
  const groups: AcceptRow[][] = [];
  for (let at = 0; at < rows.length; at += GROUP) groups.push(rows.slice(at, at + GROUP));
  const latencies: number[] = [];
  const commitsBefore = store.metrics().commits;
  const cpu = cpuMeter();
  const ms = await elapsed(() =>
    inTurns(groups, callers, async (group) => {
      const startedMs = performance.now();
      await store.requests.accept({ campaignId: CAMPAIGN, rows: group, bufferLimit: 10_000_000, now: NOW });
      latencies.push(performance.now() - startedMs);
    }),
  );
  const cpuFigures = cpu(rows.length);
  latencies.sort((a, b) => a - b);
  const quantile = (share: number): number => round(latencies[Math.floor((latencies.length - 1) * share)] ?? 0);
  return {
    rows: rows.length,
    rowsPerSecond: rate(rows.length, ms),
    ms: Math.round(ms),
    ...cpuFigures,
    p50Ms: quantile(0.5),
    p99Ms: quantile(0.99),
    maxMs: quantile(1),
    rowsPerCommit: Math.round(rows.length / (store.metrics().commits - commitsBefore)),
  };
}

async function inTurns<Item>(
  items: readonly Item[],
  callers: number,
  run: (item: Item) => Promise<void>,
): Promise<void> {
  let next = 0;
  const caller = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await run(item);
  };
  await Promise.all(Array.from({ length: callers }, caller));
}

/** Rows with random tokens, random expirations within 30 days, and payloads like the demo's. */
function makeRows(count: number): AcceptRow[] {
  return Array.from({ length: count }, () => {
    const clientToken = randomUUID();
    const payload = Buffer.from(
      JSON.stringify({
        sms: {
          destinationPhoneNumber: `+1415555${String(Math.floor(Math.random() * 10_000)).padStart(4, '0')}`,
          connectSourcePhoneNumberArn:
            'arn:aws:connect:us-east-1:111122223333:phone-number/0f1e2d3c-0000-4000-8000-1234567890ab',
          templateArn: 'arn:aws:wisdom:us-east-1:111122223333:message-template/aaaa/bbbb',
          templateParameters: { firstName: 'Margarete', code: clientToken.slice(0, 8) },
        },
      }),
    );
    return {
      id: identify(CAMPAIGN, clientToken),
      clientToken,
      contentHash: createHash('sha256').update(payload).digest().subarray(0, 16),
      admissible: true,
      channelSubtype: 'SMS' as const,
      dueAt: NOW,
      expiresAt: NOW + Math.floor(Math.random() * 30 * DAY_MS),
      payload,
    };
  });
}

async function withStore(run: (store: SqliteStore) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(parent, 'campanile-bench-'));
  const store = await openStore(folder);
  await startCampaign(store);
  await run(store);
  await store.close();
  rmSync(folder, { recursive: true });
}

function openStore(folder: string): Promise<SqliteStore> {
  return openSqliteStore({
    folder,
    host: 'worker',
    onFatal: (error) => {
      throw error;
    },
  });
}

async function startCampaign(store: SqliteStore): Promise<void> {
  const campaign = {
    account: '111122223333',
    region: 'us-east-1',
    id: CAMPAIGN,
    name: 'bench',
    connectInstanceId: '12345678-1234-4234-8234-123456789012',
    state: 'Initialized',
    revision: 1,
    createdAt: NOW,
    definition: { type: 'MANAGED' },
    tags: {},
  } as const;
  await store.campaigns.create(campaign);
  await store.campaigns.update({ ...campaign, state: 'Running', revision: 2 }, 1);
}

interface CpuFigures {
  /** Of all threads. */
  cpuMicrosPerRow: number;
  /** Of the thread that calls; most of the rest is the store's. */
  callerCpuMicrosPerRow: number;
}

/** Starts to measure CPU time: what stays nearly true on a busy machine. */
function cpuMeter(): (rows: number) => CpuFigures {
  const all = process.cpuUsage();
  const caller = process.threadCpuUsage();
  return (rows) => {
    const { user, system } = process.cpuUsage(all);
    const own = process.threadCpuUsage(caller);
    return {
      cpuMicrosPerRow: round((user + system) / rows),
      callerCpuMicrosPerRow: round((own.user + own.system) / rows),
    };
  };
}

async function elapsed(run: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await run();
  return performance.now() - startedMs;
}

function sizeOf(folder: string, prefix: string): number {
  return readdirSync(folder)
    .filter((file) => file.startsWith(prefix))
    .reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
}

function rate(rows: number, ms: number): number {
  return Math.round((rows / ms) * 1000);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function print(result: Record<string, unknown>): void {
  console.log(JSON.stringify(result));
}
