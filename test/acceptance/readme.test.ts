/**
 * The README's examples run as they are printed; only the address of the service is another. The node:test example, which
 * imports the package by its name, runs in packed-package.test.ts on the package as it is installed.
 */
import assert from 'node:assert/strict';
import { existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { adminGet, endedRequests, type ShownCampaign } from '../support/admin.ts';
import { README_ADDRESS, readmeCommands, readmeExports, readmeSnippets } from '../support/readme.ts';
import { type ProgramOutcome, runProgram } from '../support/run-program.ts';
import { CLONE, startService, temporaryFolder } from '../support/running-service.ts';

const PYTHON_TOOLS = join(CLONE, '.venv/bin');
const needs = (tool: string, name: string): false | string =>
  existsSync(join(PYTHON_TOOLS, tool)) ? false : `needs ${name} (npm test installs it with python3, venv and pip)`;

const service = await startService();
after(() => service.stop());
const snippets = readmeSnippets();

// What a reader has: a clone to call bin/campanile in, and the SDK of their project.
const folder = temporaryFolder('readme');
after(() => rmSync(folder, { recursive: true, force: true }));
symlinkSync(join(CLONE, 'bin'), join(folder, 'bin'));
symlinkSync(join(CLONE, 'node_modules'), join(folder, 'node_modules'));
writeFileSync(join(folder, 'exports.sh'), atService(readmeExports()));

function atService(code: string): string {
  return code.replaceAll(README_ADDRESS, service.url);
}

/** Writes an example into a file and runs `command` on it, in a shell that has done the README's exports. */
async function runSnippet(name: string, file: string, command: string): Promise<ProgramOutcome> {
  const code = snippets.get(name);
  assert.ok(code !== undefined, `README.md has no snippet ${name}`);
  writeFileSync(join(folder, file), atService(code));
  const PATH = [PYTHON_TOOLS, dirname(process.execPath), process.env['PATH']].join(':');
  const outcome = await runProgram('sh', ['-ec', `. ./exports.sh; ${command} ${file}`], {
    cwd: folder,
    environment: { PATH },
  });
  assert.equal(outcome.exitCode, 0, outcome.stdout + outcome.stderr);
  return outcome;
}

/** Every request of the campaign with this name has been put and delivered; answers what the carrier got. */
async function assertDelivered(name: string): Promise<unknown> {
  const { campaigns } = await adminGet<{ campaigns: ShownCampaign[] }>(service.url, '/campaigns');
  const campaign = campaigns.find((each) => each.name === name);
  assert.ok(campaign !== undefined, `there is no campaign ${name}`);
  const requests = await endedRequests(service.url, campaign.id);
  assert.deepEqual(
    requests.map(({ clientToken, state }) => [clientToken, state]),
    [['first', 'Succeeded']],
  );
  const { messages } = await adminGet<{ messages: { message?: unknown }[] }>(
    service.url,
    `/loopback/messages?campaign=${campaign.id}`,
  );
  return messages[0]?.message;
}

test('the examples of the README are those that are run', () => {
  assert.deepEqual([...snippets.keys()], ['cli', 'boto3', 'js', 'pytest', 'node-test']);
});

test('the example for the AWS CLI makes a template and delivers it, filled in', {
  skip: needs('aws', 'the AWS CLI'),
}, async () => {
  const { stdout } = await runSnippet('cli', 'cli.sh', 'sh -e');
  assert.match(stdout, /"state": "Running"/);
  assert.deepEqual(await assertDelivered('Reminders by CLI'), { text: 'Hello Ada, see you at 9:30.' });
});

test('the example for boto3 makes a template and delivers it, filled in', {
  skip: needs('python', 'boto3'),
}, async () => {
  const { stdout } = await runSnippet('boto3', 'reminders.py', 'python');
  assert.match(stdout, /'clientToken': 'first'/);
  assert.deepEqual(await assertDelivered('Reminders by boto3'), {
    subject: 'See you at 9:30',
    text: 'Hello Ada, your appointment is at 9:30.',
    html: '<p>Hello Ada, your appointment is at <b>9:30</b>.</p>',
    headers: [],
  });
});

test('the example for the AWS SDK for JavaScript places a call', async () => {
  const { stdout } = await runSnippet('js', 'reminders.mjs', 'node');
  assert.match(stdout, /clientToken: 'first'/);
  await assertDelivered('Reminders by JavaScript');
});

test('the pytest fixture serves a test that passes', { skip: needs('pytest', 'pytest') }, async () => {
  const { stdout } = await runSnippet('pytest', 'test_reminders.py', 'pytest -q');
  assert.match(stdout, /1 passed/);
});

test('the commands that look at what became of it answer', async () => {
  const [requests] = await Promise.all(
    (await adminGet<{ campaigns: ShownCampaign[] }>(service.url, '/campaigns')).campaigns.map(({ id }) =>
      endedRequests(service.url, id),
    ),
  );
  const id = requests?.[0]?.id ?? '';
  const printed = readmeCommands().filter((line) => /^bin\/campanile (?:status|explain)|^curl/.test(line));
  assert.equal(printed.length, 3);
  for (const line of printed) {
    const outcome = await runProgram('sh', ['-ec', atService(line).replace('explain ID', `explain ${id}`)], {
      cwd: folder,
      environment: { CAMPANILE_ENDPOINT_URL: service.url },
    });
    assert.equal(outcome.exitCode, 0, outcome.stderr);
    assert.notEqual(outcome.stdout.trim(), '');
  }
});
