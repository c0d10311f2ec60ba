/** `campanile doctor`: what the service needs, checked one by one; each failure says what to do. */
import { closeSync, fsyncSync, mkdirSync, openSync, statfsSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../config/settings.ts';
import { errorCode } from '../../lib/error-code.ts';
import type { AdminClient } from '../admin-client.ts';
import type { Style } from '../style.ts';
import type { Surroundings } from '../surroundings.ts';
import { carrierFindings } from './doctor-carriers.ts';
import type { Finding } from './doctor-finding.ts';
import { returnFindings } from './doctor-returns.ts';
import { tryToListen } from './try-to-listen.ts';

export interface Diagnosis {
  readonly text: string;
  readonly isHealthy: boolean;
}

type Deps = Pick<Surroundings, 'monotonic' | 'wall'> & { readonly client: AdminClient };

const OLDEST_NODE = 24;
/** Every accept waits for a sync: above this the disk, not the service, sets the pace. */
const SLOW_SYNC_MS = 20;
const SYNCS = 10;
const LITTLE_SPACE_BYTES = 1024 ** 3;
/** AWS clients sign with their own time and are refused beyond five minutes. */
const LARGE_SKEW_MS = 60_000;

/** Runs every check. */
export async function doctor(config: Config, deps: Deps, style: Style, asJson: boolean): Promise<Diagnosis> {
  const findings = [
    nodeVersion(),
    await sqliteVersion(),
    dataFolder(config, deps),
    ...(await serviceAndPort(config, deps)),
    ...(await carrierFindings(config, deps.wall)),
    ...(await returnFindings(config)),
  ];
  const isHealthy = findings.every(({ state }) => state !== 'failed');
  if (asJson) return { text: `${JSON.stringify({ isHealthy, findings })}\n`, isHealthy };
  const marks = { ok: style('green', 'ok    '), note: style('yellow', 'note  '), failed: style('red', 'FAILED') };
  const width = Math.max(...findings.map(({ name }) => name.length));
  const lines = findings.map(({ name, state, text }) => `${marks[state]} ${name.padEnd(width)} ${text}`);
  return { text: `${lines.join('\n')}\n`, isHealthy };
}

function nodeVersion(): Finding {
  const version = process.versions.node;
  return Number.parseInt(version, 10) >= OLDEST_NODE
    ? { name: 'node', state: 'ok', text: version }
    : { name: 'node', state: 'failed', text: `${version}: ${OLDEST_NODE} or newer is needed` };
}

async function sqliteVersion(): Promise<Finding> {
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(':memory:');
  const row = database.prepare('SELECT sqlite_version() AS version').get();
  database.close();
  return { name: 'sqlite', state: 'ok', text: String(row?.['version']) };
}

function dataFolder({ data }: Config, { monotonic }: Deps): Finding {
  if (data === ':memory:') return { name: 'data folder', state: 'note', text: ':memory: keeps nothing' };
  const file = join(data, `.doctor-${process.pid}`);
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    const handle = openSync(file, 'wx', 0o600);
    const startedAtMs = monotonic.nowMs();
    for (let count = 0; count < SYNCS; count += 1) {
      writeSync(handle, 'x');
      fsyncSync(handle);
    }
    const syncMs = (monotonic.nowMs() - startedAtMs) / SYNCS;
    closeSync(handle);
    unlinkSync(file);
    return folderFinding(data, syncMs);
  } catch (error) {
    return {
      name: 'data folder',
      state: 'failed',
      text: `${data} cannot be written (${errorCode(error)}): choose another with --data`,
    };
  }
}

function folderFinding(data: string, syncMs: number): Finding {
  const { bavail, bsize } = statfsSync(data);
  const freeBytes = bavail * bsize;
  const text = `${data}, a sync takes ${syncMs.toFixed(1)} ms, ${(freeBytes / 1024 ** 3).toFixed(1)} GiB free`;
  if (freeBytes < LITTLE_SPACE_BYTES) return { name: 'data folder', state: 'note', text: `${text}: that is little` };
  if (syncMs > SLOW_SYNC_MS) return { name: 'data folder', state: 'note', text: `${text}: accepts will be slow` };
  return { name: 'data folder', state: 'ok', text };
}

/** Either the service runs and has the port, or the port must be free for it. */
async function serviceAndPort(config: Config, { client, wall }: Deps): Promise<Finding[]> {
  const answer = await fetch(new URL('/admin/v1/health/ready', client.endpoint)).catch(() => undefined);
  if (answer === undefined) {
    return [{ name: 'service', state: 'note', text: `none at ${client.endpoint}` }, await portFinding(config)];
  }
  const skewMs = Math.abs(Date.parse(answer.headers.get('date') ?? '') - wall.now());
  const service: Finding = answer.ok
    ? { name: 'service', state: 'ok', text: `ready at ${client.endpoint}` }
    : { name: 'service', state: 'failed', text: `not ready at ${client.endpoint}: look at its log` };
  const clock: Finding =
    skewMs <= LARGE_SKEW_MS
      ? { name: 'clock', state: 'ok', text: 'agrees with the service' }
      : {
          name: 'clock',
          state: 'failed',
          text: `${Math.round(skewMs / 1_000)} s from the service: set the time by NTP`,
        };
  return [service, clock];
}

async function portFinding({ host, port }: Config): Promise<Finding> {
  const code = await tryToListen({ host, port });
  return code === undefined
    ? { name: 'port', state: 'ok', text: `${host}:${port} is free` }
    : { name: 'port', state: 'failed', text: `${host}:${port} cannot be used (${code}): choose another with --port` };
}
