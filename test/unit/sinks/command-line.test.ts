/** `campanile sinks` against a real service, and the settings of sinks. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { runCommandLine } from '../../../src/cli/program.ts';
import type { Surroundings } from '../../../src/cli/surroundings.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { type House, openHouse, smsTo, until } from './house.ts';
import { answering, type Receiver, startReceiver } from './receiver.ts';

let folder: string;
let receiver: Receiver;
let house: House | undefined;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'campanile-sinks-cli-'));
  writeFileSync(join(folder, 'secret'), `whsec_${Buffer.alloc(32).toString('base64')}`);
  receiver = await startReceiver();
});
after(async () => {
  await receiver.stop();
  rmSync(folder, { recursive: true });
});
afterEach(async () => {
  await house?.stop();
  house = undefined;
});

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const surroundings = {
    environment: { CAMPANILE_ENDPOINT_URL: house?.url },
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
    hasColours: false,
  } as unknown as Surroundings; // What these commands need of it.
  const code = await runCommandLine(['sinks', ...args], surroundings);
  return { code, out, err };
}

test('sinks are listed, and dead letters delivered once more', async () => {
  receiver.behave((response, { body }) => response.writeHead(body.includes('requestEnded') ? 400 : 204).end());
  house = await openHouse({
    'sinks.webhook.urls': receiver.url,
    'sinks.webhook.secretFile': join(folder, 'secret'),
    'sinks.webhook.allowedNetworks': '127.0.0.1',
    'sinks.webhook.events': 'request',
  });
  await house.put(await house.campaign(), smsTo('+12065550100'));
  await house.advance('PT1M');
  await until('a dead letter', async () => /webhook-\w+ +webhook +4 +0 +1 +delivering/.test((await run('list')).out));
  const [sink] = JSON.parse((await run('--json')).out);
  assert.equal(sink.deadLetters, 1);
  assert.equal((await run('replay', sink.name)).out, '0 delivered; stopped: HTTP_400\n');
  receiver.behave(answering(204));
  assert.equal((await run('replay', sink.name, '--limit', '5')).out, '1 delivered\n');
  assert.deepEqual(JSON.parse((await run('replay', sink.name, '--json')).out), { delivered: 0, gone: 0 });
  assert.equal((await run('replay', 'nobody')).code, 1);
  assert.equal((await run('replay', sink.name, '--limit', 'many')).code, 64);
});

test('a failing sink says since when and why', async () => {
  house = await openHouse({ 'sinks.file.path': join(folder, 'nowhere', 'events') });
  await house.put(await house.campaign(), smsTo('+12065550100'));
  await house.advance('PT1M');
  await until('a failure', async () => /file +file +0 +4 +0 +ENOENT since \d{4}-.*, \d+ tries/.test((await run()).out));
});

test('a service without sinks says how to have some', async () => {
  house = await openHouse();
  assert.match((await run('list')).out, /^No sinks:/);
});

for (const [what, flags, problem] of [
  ['a webhook without a secret', { 'sinks.webhook.urls': 'https://a.example/' }, /needs sinks\.webhook\.secretFile/],
  ['a bus without credentials', { 'sinks.eventbridge.endpoint': 'https://a.example' }, /needs .*credentialsFile/],
  ['a URL that is none', { 'sinks.webhook.urls': 'ftp://a', 'sinks.webhook.secretFile': 's' }, /http: or https:/],
  ['a URL twice', { 'sinks.webhook.urls': 'http://a/,http://a/', 'sinks.webhook.secretFile': 's' }, /twice/],
  ['a network that is none', { 'sinks.webhook.allowedNetworks': '10.0.0.0/33' }, /10\.0\.0\.0\/8/],
  ['a family that is none', { 'sinks.file.events': 'contact,gossip' }, /must be of contact, campaign, request/],
] as const) {
  test(`${what} is refused at the start`, () => {
    const loaded = loadConfig({ flags, environment: {}, file: null });
    assert.equal(loaded.kind, 'refused');
    assert.match(loaded.kind === 'refused' ? loaded.problems.join('\n') : '', problem);
  });
}

test('sinks are configured in the file too', () => {
  const file = join(folder, 'config.toml');
  writeFileSync(
    file,
    '[sinks.webhook]\nurls = ["https://a.example/"]\nsecretFile = "s"\nevents = ["request", "contact"]\n',
  );
  const loaded = loadConfig({ flags: {}, environment: {}, file });
  assert.equal(loaded.kind, 'loaded', JSON.stringify(loaded));
  if (loaded.kind !== 'loaded') return;
  assert.deepEqual(loaded.config['sinks.webhook.urls'], ['https://a.example/']);
  assert.deepEqual(loaded.config['sinks.webhook.events'], ['contact', 'request']);
});
