/** PostgreSQL and Redis from Debian's packages, each private to this run: its own folder, its own port, its own pid. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, globSync, mkdirSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface PeerServer {
  port: number;
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 20_000;
const POLL_EVERY_MS = 50;
/** Debian's user and group id of postgres are looked up, since initdb refuses to run as root. */
const POSTGRES_USER = 'postgres';

/** PostgreSQL with synchronous_commit=on (its default: a commit is on disk before it is answered). */
export async function startPostgres(folder: string): Promise<PeerServer> {
  const binaries = globSync('/usr/lib/postgresql/*/bin').sort().at(-1);
  if (binaries === undefined) throw new Error('needs PostgreSQL (apt-get install postgresql)');
  const dataFolder = join(folder, 'postgres');
  mkdirSync(dataFolder, { mode: 0o700 });
  const identity = process.getuid?.() === 0 ? postgresIdentity() : {};
  if (identity.uid !== undefined && identity.gid !== undefined) {
    chownSync(folder, identity.uid, identity.gid);
    chownSync(dataFolder, identity.uid, identity.gid);
  }
  const initialised = spawnSync(join(binaries, 'initdb'), ['-D', dataFolder, '-U', 'bench', '--auth=trust'], {
    ...identity,
    encoding: 'utf8',
    cwd: folder,
  });
  if (initialised.status !== 0) throw new Error(`initdb failed: ${initialised.stderr}`);
  const port = await freePort();
  const options = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    shared_buffers: '512MB',
    max_wal_size: '4GB',
  };
  const args = Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(join(binaries, 'postgres'), ['-D', dataFolder, ...args], {
    ...identity,
    stdio: 'ignore',
    cwd: folder,
  });
  await listening(port);
  await createDatabase(binaries, port);
  return { port, stop: () => stop(child, 'SIGINT') };
}

/** Redis with an append-only file that is synced before every answer. */
export async function startRedis(folder: string): Promise<PeerServer> {
  if (!existsSync('/usr/bin/redis-server')) throw new Error('needs Redis (apt-get install redis-server)');
  const port = await freePort();
  const options = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--save',
    '',
    '--appendonly',
    'yes',
    '--appendfsync',
    'always',
  ];
  const child = spawn('/usr/bin/redis-server', options, { stdio: 'ignore' });
  await listening(port);
  return { port, stop: () => stop(child, 'SIGTERM') };
}

/** The connection string of a server of `startPostgres`. */
export function postgresUrl(server: PeerServer): string {
  return `postgres://bench@127.0.0.1:${server.port}/bench`;
}

async function createDatabase(binaries: string, port: number): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    const created = spawnSync(
      join(binaries, 'createdb'),
      ['-h', '127.0.0.1', '-p', String(port), '-U', 'bench', 'bench'],
      { encoding: 'utf8' },
    );
    if (created.status === 0) return;
    if (performance.now() > deadline) throw new Error(`createdb failed: ${created.stderr}`);
    await delay(POLL_EVERY_MS);
  }
}

function postgresIdentity(): { uid?: number; gid?: number } {
  const uid = Number(spawnSync('id', ['-u', POSTGRES_USER], { encoding: 'utf8' }).stdout);
  const gid = Number(spawnSync('id', ['-g', POSTGRES_USER], { encoding: 'utf8' }).stdout);
  return { uid, gid };
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function listening(port: number): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      }).on('error', () => resolve(false));
    });
    if (isOpen) return;
    if (performance.now() > deadline) throw new Error(`nothing listens on port ${port}`);
    await delay(POLL_EVERY_MS);
  }
}
