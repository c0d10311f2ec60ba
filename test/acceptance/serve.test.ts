/** `bin/campanile serve` as a process: how it starts, why it does not, and how it stops. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { CreateCampaignCommand, ListCampaignsCommand } from '@aws-sdk/client-connectcampaignsv2';
import { adminGet } from '../support/admin.ts';
import { runProgram } from '../support/run-program.ts';
import {
  CLONE,
  cleanEnvironment,
  type RunningService,
  startService,
  temporaryFolder,
} from '../support/running-service.ts';
import { definition } from './definitions.ts';
import { createClient } from './sdk-client.ts';

const PROGRAM = join(CLONE, 'bin/campanile');

function folder(): string {
  const path = temporaryFolder('serve');
  after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

async function service(options: Parameters<typeof startService>[0] = {}): Promise<RunningService> {
  const running = await startService(options);
  after(() => running.stop());
  return running;
}

const serve = (...args: string[]) => runProgram(PROGRAM, ['serve', '--port', '0', ...args]);

test('a data folder is private, and belongs to one process at a time', async () => {
  const data = join(folder(), 'data');
  await service({ data });
  assert.equal(statSync(data).mode & 0o777, 0o700);
  assert.equal(statSync(join(data, 'id.key')).mode & 0o777, 0o600);
  const second = await serve('--data', data);
  assert.equal(second.exitCode, 75);
  assert.match(second.stderr, /campanile: The data folder .* is in use by another Campanile\..*--data/);
  assert.equal(second.stdout, '');
});

test('a port that is taken ends with what to do', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  after(() => taken.close());
  await once(taken, 'listening');
  const address = taken.address();
  assert.ok(typeof address === 'object' && address !== null);
  const { exitCode, stderr } = await serve('--data', ':memory:', '--port', String(address.port));
  assert.equal(exitCode, 75);
  assert.match(stderr, new RegExp(`port ${address.port} of 127\\.0\\.0\\.1 is in use: choose another with --port`));
});

test('a data folder that cannot be made ends with what to do', async () => {
  const { exitCode, stderr } = await serve('--data', '/dev/null/x');
  assert.equal(exitCode, 73);
  assert.match(stderr, /data folder \/dev\/null\/x cannot be used \(ENOTDIR\): choose another with --data/);
});

test('open auth does not listen where others reach it, unless that is allowed, and then it warns', async () => {
  const { exitCode, stderr } = await serve('--data', ':memory:', '--host', '0.0.0.0');
  assert.equal(exitCode, 64);
  assert.match(stderr, /open auth listens on loopback only/);
  const allowed = await service({ data: ':memory:', flags: ['--host', '0.0.0.0', '--allow-open-bind'] });
  assert.match(allowed.log(), /"level":"warn".*everybody who can reach this address/);
});

test('the configuration file is used, and a wrong one refused with the key that is wrong', async () => {
  const path = join(folder(), 'config.toml');
  writeFileSync(path, 'clock = "virtual"\nstart = 2026-12-01T09:00:00Z\n[log]\nlevel = "silent"\n');
  const { url } = await service({ data: ':memory:', flags: ['--config', path] });
  assert.deepEqual(await adminGet(url, '/clock'), { now: '2026-12-01T09:00:00Z', kind: 'virtual' });
  writeFileSync(path, 'clok = "virtual"\n');
  const { exitCode, stderr } = await serve('--data', ':memory:', '--config', path);
  assert.equal(exitCode, 78);
  assert.match(stderr, /unknown key "clok" in .*; did you mean clock\?/);
});

test('strict auth takes the keys of the folder, also one that is made while it runs, and not one that is revoked', async () => {
  const data = folder();
  const running = await service({ data, flags: ['--auth', 'strict'] });
  const key = async (kind: string) => {
    const { stdout } = await runProgram(PROGRAM, ['keys', 'create', '--data', data, '--kind', kind, '--json']);
    return JSON.parse(stdout);
  };
  const list = async (credentials: { accessKeyId: string; secretAccessKey: string }) => {
    const client = createClient(running, { credentials, maxAttempts: 1 });
    try {
      return await client.send(new ListCampaignsCommand({}));
    } finally {
      client.destroy();
    }
  };
  await assert.rejects(list({ accessKeyId: 'AKIAUNKNOWNUNKNOWN00', secretAccessKey: 'x' }), {
    name: 'UnrecognizedClientException',
  });
  const api = await key('api');
  assert.deepEqual((await list(api)).campaignSummaryList, []);
  const admin = await key('admin');
  const status = async (token: string): Promise<number> =>
    (await fetch(`${running.url}/admin/v1/campaigns`, { headers: { authorization: `Bearer ${token}` } })).status;
  assert.equal(await status(admin.bearerToken), 200);
  assert.equal(await status(`${api.accessKeyId}.${api.secretAccessKey}`), 403);
  assert.equal((await fetch(`${running.url}/admin/v1/campaigns`)).status, 403);
  for (const path of ['/admin/v1/health/live', '/admin/v1/health/ready', '/metrics']) {
    assert.equal((await fetch(running.url + path)).status, 200, path);
  }
  await runProgram(PROGRAM, ['keys', 'revoke', admin.accessKeyId, '--data', data]);
  assert.equal(await status(admin.bearerToken), 403);
  assert.equal((await runProgram(PROGRAM, ['status', '--endpoint-url', running.url])).exitCode, 77);
});

test('SIGTERM ends it in order, with exit code 0, and what it has said is kept', async () => {
  const data = folder();
  const first = await service({ data });
  const client = createClient(first);
  await client.send(new CreateCampaignCommand(definition('Kept')));
  client.destroy();
  assert.equal(await first.stop(), 0);
  assert.match(first.log(), /"event":"stopped"/);
  const second = createClient(await service({ data }));
  const { campaignSummaryList = [] } = await second.send(new ListCampaignsCommand({}));
  second.destroy();
  assert.deepEqual(
    campaignSummaryList.map(({ name }) => name),
    ['Kept'],
  );
});

test('it runs from any folder and through symbolic links, and says what to do without node_modules', async () => {
  const place = folder();
  symlinkSync(PROGRAM, join(place, 'one'));
  symlinkSync('one', join(place, 'two'));
  const { exitCode, stdout } = await runProgram(join(place, 'two'), ['config', 'print'], { cwd: place });
  assert.equal(exitCode, 0);
  assert.match(stdout, /^port +4577 /m);
  mkdirSync(join(place, 'bin'));
  writeFileSync(join(place, 'bin/campanile'), readFileSync(PROGRAM), { mode: 0o755 });
  const bare = await runProgram(join(place, 'bin/campanile'), ['serve']);
  assert.equal(bare.exitCode, 69);
  assert.match(bare.stderr, /node_modules is missing; run `npm ci` in /);
});

test('stdout carries the ready line and nothing else', async () => {
  const child = spawn(PROGRAM, ['serve', '--port', '0', '--data', ':memory:'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: cleanEnvironment(),
  });
  after(() => child.kill('SIGKILL'));
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    child.kill('SIGTERM');
  });
  const [code] = await once(child, 'close');
  assert.equal(code, 0);
  assert.match(stdout, /^\{"event":"ready","url":"http:\/\/127\.0\.0\.1:\d+"\}\n$/);
});
