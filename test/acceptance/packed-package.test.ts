/** The npm package as a stranger gets it: packed, installed into an empty folder, run, and used in a test. */
import assert from 'node:assert/strict';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { endedRequests } from '../support/admin.ts';
import { readmeSnippets } from '../support/readme.ts';
import { type ProgramOutcome, runProgram } from '../support/run-program.ts';
import { CLONE, startService, temporaryFolder } from '../support/running-service.ts';
import { campaignCalls } from './campaign-calls.ts';
import { ALL_CHANNELS, definition, smsRequest } from './definitions.ts';
import { createClient } from './sdk-client.ts';

/** What packing needs of the clone. */
const SOURCES = ['src', 'migrations', 'data', 'package.json', 'tsconfig.json', 'tsconfig.build.json'];
const DOCUMENTS = ['README.md', 'LICENSE', 'NOTICE'];

// The pinned Node is the one that runs this test: first in PATH, alone in its folder.
const PATH = [dirname(process.execPath), process.env['PATH']].join(':');
const folder = temporaryFolder('packed');
after(() => rmSync(folder, { recursive: true, force: true }));

/** Packs a copy of the clone, whose own dist may be in use or stale; answers the tarball. */
async function pack(): Promise<string> {
  const copy = temporaryFolder('pack');
  try {
    for (const name of [...SOURCES, ...DOCUMENTS]) cpSync(join(CLONE, name), join(copy, name), { recursive: true });
    symlinkSync(join(CLONE, 'node_modules'), join(copy, 'node_modules'));
    await npm(copy, 'pack', '--pack-destination', folder);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  assert.ok(tarball !== undefined, 'npm pack has left no tarball');
  return join(folder, tarball);
}

async function npm(cwd: string, ...args: string[]): Promise<ProgramOutcome> {
  const outcome = await runProgram('npm', args, { cwd, environment: { PATH } });
  assert.equal(outcome.exitCode, 0, `npm ${args.join(' ')}\n${outcome.stdout}${outcome.stderr}`);
  return outcome;
}

const { devDependencies } = JSON.parse(readFileSync(join(CLONE, 'package.json'), 'utf8'));
const sdkName = '@aws-sdk/client-connectcampaignsv2';
const tarball = await pack();
const project = join(folder, 'project');
cpSync(tarball, join(project, 'campanile.tgz'));
await npm(
  project,
  'install',
  '--prefer-offline',
  '--no-audit',
  '--no-fund',
  './campanile.tgz',
  `${sdkName}@${devDependencies[sdkName]}`,
);
const installed = join(project, 'node_modules/campanile');

test('the package holds JavaScript, migrations, data and licence, and neither sources nor tests', () => {
  for (const name of [
    'dist/main.js',
    'dist/testing/index.js',
    'dist/testing/index.d.ts',
    'migrations/sqlite',
    'data',
    'LICENSE',
    'NOTICE',
    'README.md',
  ])
    assert.ok(existsSync(join(installed, name)), name);
  const sources = readdirSync(installed, { recursive: true, encoding: 'utf8' }).filter(
    (name) => !name.startsWith('node_modules') && /(?<!\.d)\.ts$|\.test\./.test(name),
  );
  assert.deepEqual(sources, []);
});

test('the installed command serves the main job, and still knows it after a restart', async () => {
  const data = join(folder, 'data');
  const options = { program: join(project, 'node_modules/.bin/campanile'), data, environment: { PATH } };
  const outboundRequests = Array.from({ length: 25 }, (_, index) => smsRequest(`token-${index}`));
  const service = await startService(options);
  after(() => service.stop());
  const client = createClient(service);
  after(() => client.destroy());
  const { createRunning, put } = campaignCalls(client);
  const id = await createRunning(definition('Packed', { channelSubtypeConfig: ALL_CHANNELS }));
  const { successfulRequests } = await put(id, ...outboundRequests);
  assert.equal(successfulRequests?.length, 25);
  const ended = await endedRequests(service.url, id);
  assert.deepEqual(new Set(ended.map(({ state }) => state)), new Set(['Succeeded']));
  assert.equal(await service.stop(), 0);

  const again = await startService(options);
  after(() => again.stop());
  const second = createClient(again);
  after(() => second.destroy());
  const replay = await campaignCalls(second).put(id, ...outboundRequests);
  assert.deepEqual(replay.successfulRequests, successfulRequests);
});

test('the node:test example of the README passes in a project that has installed the package', async () => {
  const code = readmeSnippets().get('node-test');
  assert.ok(code !== undefined);
  writeFileSync(join(project, 'reminders.test.mjs'), code);
  const { exitCode, stdout, stderr } = await runProgram(process.execPath, ['--test', 'reminders.test.mjs'], {
    cwd: project,
  });
  assert.equal(exitCode, 0, stdout + stderr);
  assert.match(stdout, /pass 1\n/);
});
