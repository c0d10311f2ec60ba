/** The command line, run in process against the real service. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { PutOutboundRequestBatchCommand } from '@aws-sdk/client-connectcampaignsv2';
import { runCommandLine } from '../../../src/cli/program.ts';
import type { Surroundings } from '../../../src/cli/surroundings.ts';
import { createRealClock } from '../../../src/lib/clock.ts';
import { createMonotonic } from '../../../src/lib/monotonic.ts';
import { startCampanile, type TestCampanile } from '../../../src/testing/index.ts';
import { CHANNELS } from '../../support/channels.ts';
import { runningCampaign, startVirtual, type VirtualCampanile } from '../../support/virtual-campanile.ts';

const folder = mkdtempSync(join(tmpdir(), 'campanile-cli-'));
let virtual: VirtualCampanile;
let campanile: TestCampanile;
let requestId = '';
let campaignId = '';

before(async () => {
  virtual = await startVirtual();
  campanile = virtual.campanile;
  const { client } = virtual;
  const { outboundMode, defaultOutboundConfig } = CHANNELS.telephony;
  const answerMachineDetectionConfig = { enableAnswerMachineDetection: true };
  const telephony = { outboundMode, defaultOutboundConfig: { ...defaultOutboundConfig, answerMachineDetectionConfig } };
  const id = await runningCampaign(client, { telephony }, { name: 'Reminders \u001b[31m' });
  campaignId = id;
  const { successfulRequests } = await client.send(
    new PutOutboundRequestBatchCommand({
      id,
      outboundRequests: [
        {
          clientToken: 'one',
          expirationTime: new Date('2026-12-01T10:00:00Z'),
          channelSubtypeParameters: { telephony: { destinationPhoneNumber: '+12065550101', attributes: {} } },
        },
      ],
    }),
  );
  requestId = successfulRequests?.[0]?.id ?? '';
  await campanile.advance('PT5M');
});
after(async () => {
  await virtual.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function run(args: string[], changed: Partial<Surroundings> = {}): Promise<Outcome> {
  let out = '';
  let err = '';
  const code = await runCommandLine(args, {
    environment: { CAMPANILE_ENDPOINT_URL: campanile.url, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder },
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    hasColours: false,
    isLogReadable: false,
    wall: createRealClock(),
    monotonic: createMonotonic(),
    secretBytes: randomBytes,
    onSignal: () => undefined,
    crash: () => assert.fail('crashed'),
    exit: () => assert.fail('exited'),
    ...changed,
  });
  return { code, out, err };
}

test('status shows every campaign with its counters, and nothing that a terminal would act on', async () => {
  const { code, out } = await run(['status']);
  assert.equal(code, 0);
  const [titles = '', row = ''] = out.split('\n');
  assert.match(titles, /^CAMPAIGN +STATE +ENDED +ACCEPTED +BUFFERED/);
  assert.match(row, /^Reminders \?\[31m +Running +█{16} 100% +1 +0 +0 +0 +1 +0 +0/);
  assert.ok(row.endsWith(campaignId));
  assert.ok(!out.includes('\u001b'));
  const [campaign] = JSON.parse((await run(['status', '--json'])).out);
  assert.equal(campaign.counters.failed, 1);
});

test('on a terminal the state is coloured', async () => {
  assert.ok((await run(['status'], { hasColours: true })).out.includes('\u001b[32mRunning\u001b[0m'));
});

test('explain tells what happened to a request, step by step, and why', async () => {
  const { code, out } = await run(['explain', requestId]);
  assert.equal(code, 0);
  assert.match(out, new RegExp(`^Request ${requestId} of campaign ${campaignId}\nTELEPHONY to \\+\\*{9}01\n`));
  assert.match(out, /^Failed \(BUSY\): The line was busy\.$/m);
  assert.match(
    out,
    /^ {2}1\. {2}2026-12-01T09:00:00Z {2}ACCEPTED {2}Accepted for TELEPHONY, to be attempted before 2026-12-01T10:00:00Z\.$/m,
  );
  assert.match(out, /ATTEMPT_STARTED {2}Attempt 1 was committed, and only then handed to the carrier/);
  assert.match(out, /BUSY {2}Failed: The line was busy\. The carrier's words: OTHER, SIT_TONE_BUSY/);
  const { request, findings } = JSON.parse((await run(['explain', requestId, '--json'])).out);
  assert.equal(request.id, requestId);
  assert.equal(findings.at(-1).code, 'BUSY');
});

test('explain of a request that does not exist says so and fails', async () => {
  const { code, err } = await run(['explain', 'nothing']);
  assert.equal(code, 1);
  assert.match(err, /^campanile: The request does not exist\n$/);
});

test('tail writes a line for every event until its reader leaves', async () => {
  const lines: string[] = [];
  const out = (text: string): void => {
    lines.push(text);
    if (text.includes('Failed BUSY')) throw new Error('the reader has left');
  };
  await assert.rejects(run(['tail', '--after', '0'], { out }), /the reader has left/);
  assert.match(
    lines[0] ?? '',
    new RegExp(`^2026-12-01T09:00:0\\S+ {2}${requestId} {2}TELEPHONY {2}attempt committed\n$`),
  );
  assert.ok(lines.length >= 3);
});

test('tail takes up a broken connection after the last event that it wrote', async () => {
  const askedAfter: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    const after = request.headers['last-event-id'];
    askedAfter.push(Array.isArray(after) ? after.join() : after);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`id: ${askedAfter.length}\nevent: x\ndata: {"n":${askedAfter.length}}\n\n`, () =>
      response.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => server.close());
  // Listening on TCP, so the address is one of TCP.
  const { port } = server.address() as AddressInfo;
  const lines: string[] = [];
  const out = (text: string): void => {
    lines.push(text);
    if (lines.length === 3) throw new Error('enough');
  };
  const clock = createRealClock();
  const wall = { ...clock, at: (_at: number, go: () => void | Promise<void>) => clock.at(0, go) };
  const args = ['tail', '--json', '--endpoint-url', `http://127.0.0.1:${port}`];
  await assert.rejects(run(args, { out, wall }), /enough/);
  assert.deepEqual(lines, ['{"n":1}\n', '{"n":2}\n', '{"n":3}\n']);
  assert.deepEqual(askedAfter, [undefined, '1', '2']);
});

test('clock shows the time and moves it', async () => {
  assert.match((await run(['clock'])).out, /^2026-12-01T09:05:00Z \(virtual\)\n$/);
  assert.match((await run(['clock', 'advance', '15m'])).out, /^2026-12-01T09:20:00Z \(\d+ timers fired\)\n$/);
  const { out } = await run(['clock', 'advance', '2026-12-01T09:30:00Z', '--json']);
  assert.equal(JSON.parse(out).now, '2026-12-01T09:30:00Z');
  assert.equal((await run(['clock', 'advance', 'tomorrow'])).code, 64);
});

test('dispatch is stopped and started, status says so, and only channels that exist are taken', async () => {
  assert.match((await run(['dispatch'])).out, /^Dispatch is running on every channel\.$/m);
  const { code, out } = await run(['dispatch', 'stop', '--channel', 'SMS']);
  assert.equal(code, 0);
  assert.match(out, /^DISPATCH IS STOPPED for SMS since 2026-/);
  await run(['dispatch', 'stop']);
  assert.match((await run(['status'])).out, /^DISPATCH IS STOPPED since 2026-/);
  const stopped = JSON.parse((await run(['dispatch', '--json'])).out);
  assert.equal(stopped.state, 'stopped');
  assert.deepEqual(stopped.stoppedChannels.map(Object.keys), [['channelSubtype', 'since']]);
  assert.match((await run(['dispatch', 'start'])).out, /^Dispatch is running/);
  assert.equal((await run(['dispatch', 'stop', '--channel', 'FAX'])).code, 64);
});

test('a suppression list is filled, shown masked, exported in clear and emptied', async () => {
  assert.equal((await run(['suppression', 'add', '+44 20 7946 0000', 'ada@example.com'])).out, '2 added.\n');
  const file = join(folder, 'list.txt');
  writeFileSync(file, '+442079460001\nnobody\n');
  const imported = await run(['suppression', 'import', file, '--channel', 'SMS'], { isLogReadable: true });
  assert.equal(imported.code, 1, 'a line could not be read');
  assert.match(imported.out, /^1 added\.\n1 could not be read:\nline 2: /);
  assert.match(imported.err, /█ 100%\n$/);
  const listed = await run(['suppression', 'list']);
  assert.equal(listed.out, 'recipient,channelSubtype\n+**********00,\n+**********01,SMS\na***@***,\n');
  const exported = await run(['suppression', 'export', '--format', 'plain']);
  assert.equal(exported.out, '+442079460000\n+442079460001\nada@example.com\n');
  const removed = await run(['suppression', 'remove', '+442079460000', 'ada@example.com', '--json']);
  assert.deepEqual(JSON.parse(removed.out), { removed: 2, read: 2, failed: 0, failures: [] });
  assert.equal((await run(['suppression', 'remove', '+442079460001', '--channel', 'SMS'])).out, '1 removed.\n');
  const missing = await run(['suppression', 'import', join(folder, 'not there')]);
  assert.equal(missing.code, 64);
  assert.match(missing.err, /cannot read /);
});

test('a service that is not there is told with the next step', async () => {
  const gone = await startCampanile();
  await gone.stop();
  const { code, err } = await run(['status', '--endpoint-url', gone.url]);
  assert.equal(code, 69);
  assert.ok(
    err.startsWith(`campanile: cannot reach ${gone.url} (ECONNREFUSED)\nStart the service with \`campanile serve\``),
  );
});

test('keys are made, listed without their secrets, and revoked', async () => {
  const data = join(folder, 'with-keys');
  const made = JSON.parse(
    (await run(['keys', 'create', '--data', data, '--kind', 'admin', '--name', 'ci', '--json'])).out,
  );
  assert.equal(made.bearerToken, `${made.accessKeyId}.${made.secretAccessKey}`);
  assert.equal(statSync(join(data, 'keys.json')).mode & 0o777, 0o600);
  const list = (await run(['keys', 'list', '--data', data])).out;
  assert.match(list, new RegExp(`${made.accessKeyId} +admin +000000000000 +ci`));
  assert.ok(!list.includes(made.secretAccessKey));
  assert.equal((await run(['keys', 'revoke', made.accessKeyId, '--data', data])).code, 0);
  const [revoked] = JSON.parse((await run(['keys', 'list', '--data', data, '--json'])).out);
  assert.ok(Date.parse(revoked.revokedAt) > 0);
  assert.match((await run(['keys', 'revoke', 'AKIANOTHING', '--data', data])).err, /there is no key AKIANOTHING/);
  assert.equal((await run(['keys', 'create', '--data', data, '--kind', 'root'])).code, 64);
});

test('config print tells every value and where it came from', async () => {
  const environment = { CAMPANILE_LOG_LEVEL: 'warn', XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder };
  const { out } = await run(['config', 'print', '--port', '5000'], { environment });
  assert.match(out, /^port +5000 +flag --port$/m);
  assert.match(out, /^log\.level +warn +environment CAMPANILE_LOG_LEVEL$/m);
  assert.match(out, /^host +127\.0\.0\.1 +default$/m);
  const json = JSON.parse((await run(['config', 'print', '--json'])).out);
  assert.deepEqual(json.port, { value: 4577, origin: 'default' });
});

test('a wrong setting is told before anything is started', async () => {
  const { code, err } = await run(['serve', '--port', 'many', '--clock', 'lunar']);
  assert.equal(code, 78);
  assert.match(err, /^campanile: port \(flag --port\) must be a whole number/m);
  assert.match(err, /^campanile: clock \(flag --clock\) must be one of real, virtual/m);
});

test('doctor finds a healthy service, and tells of a folder that cannot be written', async () => {
  const { code, out } = await run(['doctor', '--data', join(folder, 'new')]);
  assert.equal(code, 0, out);
  assert.match(out, /^ok +service +ready at/m);
  assert.match(out, /^ok +clock/m);
  const broken = await run(['doctor', '--data', '/dev/null/x', '--json']);
  assert.equal(broken.code, 1);
  const { findings } = JSON.parse(broken.out);
  assert.equal(findings.find((finding: { name: string }) => finding.name === 'data folder').state, 'failed');
});

test('doctor without a service looks whether its port is free', async () => {
  const { port } = new URL(campanile.url);
  const elsewhere = ['--endpoint-url', 'http://127.0.0.1:1', '--data', ':memory:'];
  const { code, out } = await run(['doctor', ...elsewhere, '--port', port]);
  assert.equal(code, 1);
  assert.match(out, new RegExp(`^FAILED port +127\\.0\\.0\\.1:${port} cannot be used \\(EADDRINUSE\\)`, 'm'));
  assert.equal((await run(['doctor', ...elsewhere, '--port', '0'])).code, 0);
});

test('an unknown command or option is a usage error, and help is none', async () => {
  assert.equal((await run(['launch'])).code, 64);
  assert.equal((await run(['status', '--jsn'])).code, 64);
  const { code, out } = await run(['serve', '--help']);
  assert.equal(code, 0);
  assert.match(out, /--capacity-call-starts-per-second <RATE>/);
  assert.ok(!existsSync(join(folder, 'campanile')));
});
