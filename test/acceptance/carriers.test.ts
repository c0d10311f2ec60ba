/** `campanile serve` and `campanile doctor` with a carrier of mail in the configuration, against an MTA of the test's own. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { CreateMessageTemplateCommand, QConnectClient } from '@aws-sdk/client-qconnect';
import { adminGet, endedRequests, type ShownRequest } from '../support/admin.ts';
import { createAuthority } from '../support/certificate-authority.ts';
import { CHANNELS } from '../support/channels.ts';
import { type MadeKey, makeKey } from '../support/keys.ts';
import { runProgram } from '../support/run-program.ts';
import { CLONE, type RunningService, startService, temporaryFolder } from '../support/running-service.ts';
import { type CampaignCalls, campaignCalls } from './campaign-calls.ts';
import { definition, soon } from './definitions.ts';
import { createClient } from './sdk-client.ts';
import { PASSWORD, type SmallMta, type SmallMtaOptions, startSmallMta, USER } from './small-mta.ts';

const PROGRAM = join(CLONE, 'bin/campanile');
const folder = temporaryFolder('carriers');
after(() => rmSync(folder, { recursive: true, force: true }));
const authority = createAuthority(folder);
const passwordFile = join(folder, 'password');
writeFileSync(passwordFile, `${PASSWORD}\n`, { mode: 0o600 });

let files = 0;
function configFile(carrier: string, settings = ''): string {
  files += 1;
  const path = join(folder, `${files}.toml`);
  writeFileSync(path, `${settings}\n[carriers.main]\nkind = "smtp"\nsources = ["*"]\nhost = "127.0.0.1"\n${carrier}`);
  return path;
}

const secured = (port: number): string =>
  `port = ${port}\ncaFile = "${authority.certificateFile}"\nusername = "${USER}"\npasswordFile = "${passwordFile}"\n`;
const plain = (port: number): string => `port = ${port}\nsecurity = "none"\n`;

async function mta(options: SmallMtaOptions = {}): Promise<SmallMta> {
  const started = await startSmallMta(options);
  after(() => started.stop());
  return started;
}

const run = (...args: string[]) => runProgram(PROGRAM, args);

describe('a service with a carrier', () => {
  const serve = (config: string, ...flags: string[]) =>
    run('serve', '--port', '0', '--data', join(folder, 'refused'), '--config', config, ...flags);

  test('does not start under open auth, which is the default, and says how to make keys', async () => {
    for (const flags of [[], ['--auth', 'open'], ['--auth', 'open', '--allow-open-bind']]) {
      const { exitCode, stderr, stdout } = await serve(configFile(plain(1)), ...flags);
      assert.equal(exitCode, 78);
      assert.match(stderr, /open auth never has a real carrier, and carriers\.main is one: .*campanile keys create/);
      assert.equal(stdout, '');
    }
  });

  test('does not start on a virtual clock', async () => {
    const { exitCode, stderr } = await serve(configFile(plain(1)), '--clock', 'virtual');
    assert.equal(exitCode, 78);
    assert.match(stderr, /a virtual clock never has a real carrier/);
  });

  test('does not start with a key that is wrong, or a password in the file, which is not repeated', async () => {
    const wrong = await serve(configFile(`${plain(1)}queu = 3\n`), '--auth', 'strict');
    assert.equal(wrong.exitCode, 78);
    assert.match(wrong.stderr, /unknown key "carriers\.main\.queu" in \S+\.toml; did you mean queue\?/);
    const open = await serve(configFile(`${plain(1)}password = "${PASSWORD}"\n`), '--auth', 'strict');
    assert.equal(open.exitCode, 78);
    assert.match(open.stderr, /carriers\.main\.password .* passwordFile/);
    assert.ok(!open.stderr.includes(PASSWORD));
  });

  test('ends when bounces cannot be taken, before anything is sent', async () => {
    const taken = await mta();
    for (const setting of [`listen = "127.0.0.1:${taken.port}"`, `maildir = "${join(folder, 'no-maildir')}"`]) {
      const { exitCode, stderr } = await serve(configFile(plain(1), `email.bounces.${setting}`), '--auth', 'strict');
      assert.equal(exitCode, 78, stderr);
      assert.match(stderr, /campanile: bounces cannot be taken: /);
    }
  });

  test('keys can be made and the configuration be printed where its password is not to be had', async () => {
    const config = configFile(`${plain(1)}username = "u"\npasswordVariable = "NOT_SET_HERE"\n`);
    const made = await run('keys', 'create', '--config', config, '--data', join(folder, 'keys'));
    assert.equal(made.exitCode, 0, made.stderr);
    const printed = await run('config', 'print', '--config', config);
    assert.equal(printed.exitCode, 0, printed.stderr);
    assert.match(printed.stdout, /^carriers\.main\.passwordVariable +NOT_SET_HERE +file /m);
    const refused = await serve(config, '--auth', 'strict');
    assert.equal(refused.exitCode, 78);
    assert.match(refused.stderr, /carriers\.main\.passwordVariable .* names NOT_SET_HERE, which is not set/);
  });
});

interface Installation {
  readonly service: RunningService;
  readonly calls: CampaignCalls;
  readonly token: string;
  /** Puts mails into a Running campaign of their own; answers its id. */
  mail(...recipients: string[]): Promise<string>;
  requests(campaignId: string): Promise<readonly ShownRequest[]>;
}

let installations = 0;
async function install(carrier: string, settings = '', data = dataFolder()): Promise<Installation> {
  const flags = ['--auth', 'strict', '--config', configFile(carrier, settings)];
  const service = await startService({ data, flags });
  after(() => service.stop());
  const key = await makeKey(data);
  const token = (await makeKey(data, '--kind', 'admin')).bearerToken ?? '';
  const client = createClient(service, { credentials: key });
  after(() => client.destroy());
  const calls = campaignCalls(client);
  return {
    service,
    calls,
    token,
    async mail(...recipients) {
      const campaignId = await calls.createRunning(
        definition(`Mail ${randomUUID()}`, { channelSubtypeConfig: await emailChannel(service, key) }),
      );
      const requests = recipients.map((destinationEmailAddress, at) => ({
        ...{ clientToken: `mail-${at}`, expirationTime: soon() },
        channelSubtypeParameters: { email: { destinationEmailAddress, templateParameters: {} } },
      }));
      await calls.put(campaignId, ...requests);
      return campaignId;
    },
    requests: async (id) =>
      (await adminGet<{ requests: ShownRequest[] }>(service.url, `/campaigns/${id}/requests`, token)).requests,
  };
}

function dataFolder(): string {
  installations += 1;
  return join(folder, `data-${installations}`);
}

async function emailChannel({ url }: RunningService, credentials: MadeKey) {
  const client = new QConnectClient({ endpoint: url, region: 'us-east-1', credentials });
  const { messageTemplate } = await client.send(
    new CreateMessageTemplateCommand({
      knowledgeBaseId: '88888888-8888-4888-8888-888888888888',
      name: `Template ${randomUUID()}`,
      channelSubtype: 'EMAIL',
      content: { email: { subject: 'Hello', body: { plainText: { content: 'Hello' } } } },
    }),
  );
  client.destroy();
  const wisdomTemplateArn = `${messageTemplate?.messageTemplateArn}:$LATEST`;
  return {
    email: { ...CHANNELS.email, defaultOutboundConfig: { ...CHANNELS.email.defaultOutboundConfig, wisdomTemplateArn } },
  };
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let looks = 0; !(await holds()); looks += 1) {
    if (looks > 1_200) throw new Error('it does not come to hold');
    await delay(25);
  }
}

test('mail goes out over STARTTLS and a login; status and metrics show it; the password is nowhere', async () => {
  const server = await mta({ authority });
  const { service, mail, token } = await install(secured(server.port));
  const id = await mail('ada@example.net');
  const [ended] = await endedRequests(service.url, id, token);
  assert.equal(`${ended?.state} ${ended?.reason}`, 'Succeeded DELIVERED');
  assert.deepEqual(server.recipients, ['ada@example.net']);
  assert.equal(server.sessions.loggedIn, server.sessions.opened);

  const metrics = await (await fetch(`${service.url}/metrics`)).text();
  assert.match(metrics, /^campanile_carrier_attempts_total\{carrier="main",result="succeeded"\} 1$/m);
  assert.match(metrics, /^campanile_carrier_connections\{carrier="main"\} 1$/m);
  const shown = await runProgram(PROGRAM, ['status', '--endpoint-url', service.url], {
    environment: { CAMPANILE_ADMIN_TOKEN: token },
  });
  assert.match(shown.stdout, /^main +smtp +taking +0 +0 +1 +0 +0 +0$/m);
  assert.equal(await service.stop(), 0);
  for (const text of [service.log(), metrics, shown.stdout]) assert.ok(!text.includes(PASSWORD));
  assert.doesNotMatch(service.log(), /ada@example\.net/);
});

test('while the MTA is away requests wait, and a stop does not; when it is back they go out', async () => {
  const away = await mta();
  const { port } = away;
  await away.stop();
  const data = dataFolder();
  const first = await install(plain(port), '', data);
  const id = await first.mail('ada@example.net');
  const carriers = () =>
    adminGet<{ carriers: readonly { state: string }[] }>(first.service.url, '/carriers', first.token);
  await until(async () => (await carriers()).carriers[0]?.state === 'resting');
  // Now and then it is tried, and comes back.
  await until(async () => (await first.requests(id))[0]?.state === 'Buffered');
  assert.equal(await first.service.stop(), 0);

  const second = await install(plain(port), '', data);
  const back = await mta({ port });
  assert.equal((await endedRequests(second.service.url, id, second.token))[0]?.state, 'Succeeded');
  assert.deepEqual(back.recipients, ['ada@example.net']);
});

test('a stop in the middle loses nobody and repeats nobody', async () => {
  const slow = await mta({ answersAfterMs: 100 });
  const carrier = `${plain(slow.port)}connections = 2\nconnectionsPerDomain = 2\nmessagesPerSecondPerDomain = 1000\n`;
  const recipients = Array.from({ length: 20 }, (_, at) => `reader-${at}@example.net`);
  const data = dataFolder();
  const first = await install(carrier, '', data);
  const id = await first.mail(...recipients);
  await until(() => slow.recipients.length >= 5);
  assert.equal(await first.service.stop(), 0);
  const before = slow.recipients.length;
  assert.ok(before < recipients.length, 'what waited in line was given back');

  const second = await install(carrier, '', data);
  const ended = await endedRequests(second.service.url, id, second.token);
  assert.deepEqual(new Set(ended.map(({ state }) => state)), new Set(['Succeeded']));
  assert.deepEqual(slow.recipients.toSorted(), recipients.toSorted());
});

test('an MTA that falls silent after the mail keeps no stop waiting, and nobody is mailed twice', async () => {
  const silent = await mta({ isSilent: true });
  const data = dataFolder();
  const first = await install(plain(silent.port), 'drainSeconds = 1', data);
  const id = await first.mail('ada@example.net');
  await until(() => silent.recipients.length === 1);
  const began = performance.now();
  assert.equal(await first.service.stop(), 0);
  assert.ok(performance.now() - began < 20_000, 'a reply may take ten minutes, a stop may not');

  const second = await install(plain(silent.port), '', data);
  const [ended] = await endedRequests(second.service.url, id, second.token);
  assert.equal(ended?.state, 'Unknown');
  assert.deepEqual(silent.recipients, ['ada@example.net']);
});

describe('doctor', () => {
  async function doctor(config: string): Promise<{ readonly exitCode: number | null; readonly lines: string[] }> {
    const nowhere = ['--endpoint-url', 'http://127.0.0.1:1', '--port', '0', '--data', join(folder, 'doctor')];
    const { exitCode, stdout, stderr } = await run('doctor', '--config', config, ...nowhere);
    assert.equal(stderr, '');
    assert.ok(!stdout.includes(PASSWORD));
    return { exitCode, lines: stdout.split('\n') };
  }

  test('connects, secures and logs in, and sends nothing', async () => {
    const server = await mta({ authority });
    const { exitCode, lines } = await doctor(configFile(secured(server.port), 'auth = "strict"'));
    assert.equal(exitCode, 0, lines.join('\n'));
    const line = `127.0.0.1:${server.port}, STARTTLS verified, logged in as campanile`;
    assert.ok(lines.includes(`ok     carrier main ${line}`), lines.join('\n'));
    assert.deepEqual(server.sessions, { opened: 1, loggedIn: 1 });
    assert.deepEqual(server.recipients, []);
    assert.ok(lines.some((each) => /^note +bounces +nobody hears of them: set email\.bounces/.test(each)));
    assert.ok(lines.some((each) => /^note +unsubscribe +mails carry no way.*set hooks\.url/.test(each)));
  });

  const failures: readonly {
    when: string;
    carrier: (port: number) => string;
    offers: SmallMtaOptions;
    says: RegExp;
  }[] = [
    {
      when: 'the password is wrong',
      carrier: (port) => secured(port).replace(`"${USER}"`, '"somebody"'),
      offers: { authority },
      says: /it refuses the login \(535[^)]*\): check username and the password in \S+\/password$/,
    },
    {
      when: 'no authority is named for a certificate of our own',
      carrier: (port) => secured(port).replace(/caFile.*\n/, ''),
      offers: { authority },
      says: /of an authority that is not trusted \([A-Z_]+\): name the authority's file with caFile$/,
    },
    {
      when: 'the certificate is of another authority than the one that is named',
      carrier: secured,
      offers: { authority: createAuthority(folder, 'other') },
      says: /of an authority that is not trusted/,
    },
    {
      when: 'the MTA offers no STARTTLS',
      carrier: (port) => `port = ${port}\n`,
      offers: {},
      says: /it cannot be secured \([^)]+\): set security to what the MTA offers/,
    },
    {
      when: 'TLS is expected where STARTTLS is spoken',
      carrier: (port) => `${secured(port)}security = "tls"\n`,
      offers: { authority },
      says: /it cannot be secured \([^)]+\): set security to what the MTA offers/,
    },
    {
      when: 'nobody is there',
      carrier: () => plain(1),
      offers: {},
      says: /127\.0\.0\.1:1: it cannot be reached \(ECONNREFUSED\): is the MTA running/,
    },
  ];

  for (const { when, carrier, offers, says } of failures) {
    test(`says what to do when ${when}`, async () => {
      const server = await mta(offers);
      const { exitCode, lines } = await doctor(configFile(carrier(server.port), 'auth = "strict"'));
      assert.equal(exitCode, 1);
      const line = lines.find((each) => each.startsWith('FAILED carrier main')) ?? lines.join('\n');
      assert.match(line, says);
      assert.deepEqual(server.recipients, []);
    });
  }

  test('looks at the Maildir, the return path, the public URL and the auth', async () => {
    const server = await mta();
    const settings = `hooks.url = "http://campanile.example"\nemail.bounces.listen = "127.0.0.1:${server.port}"\nemail.bounces.maildir = "${join(folder, 'no-maildir')}"\n`;
    const { exitCode, lines } = await doctor(configFile(plain(server.port), settings));
    assert.equal(exitCode, 1);
    const text = lines.join('\n');
    assert.match(text, /^note +bounces +127\.0\.0\.1:\d+ is in use: by the running service, or it must be another/m);
    assert.match(text, /^FAILED Maildir +\S+ is none that may be written to \(ENOENT\): it needs new\/ and cur\//m);
    assert.match(text, /^note +return path +bounces of main go to the sender: set returnPath/m);
    assert.match(text, /^note +unsubscribe +one click needs https \(RFC 8058\), and hooks\.url is http:/m);
    assert.match(text, /^note +auth +open auth never has a real carrier/m);
  });
});
