/** `[carriers.NAME]` of the configuration file: what is taken, what is refused and in which words, and where secrets go. */
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { canCarryIds } from '../../../src/channels/smtp/verp.ts';
import { printConfig } from '../../../src/cli/commands/config-print.ts';
import { createStyle } from '../../../src/cli/style.ts';
import { MAX_RETURN_PATH_LOCAL_PART, MAX_SOURCES } from '../../../src/config/carrier-keys.ts';
import { carrierRefusal } from '../../../src/config/carrier-rule.ts';
import { type ConfigSources, type Loaded, loadConfig } from '../../../src/config/load.ts';
import { MAX_CARRIERS } from '../../../src/config/read-carriers.ts';

const folder = mkdtempSync(join(tmpdir(), 'campanile-carriers-'));
after(() => rmSync(folder, { recursive: true }));

const SECRET = 'correct-horse-battery';
const MAIN = 'kind = "smtp"\nsources = ["*"]\nhost = "mta.example"\n';

let files = 0;
function fileWith(text: string, mode = 0o600): string {
  files += 1;
  const path = join(folder, `${files}.toml`);
  writeFileSync(path, text, { mode });
  chmodSync(path, mode);
  return path;
}

const load = (toml: string, more: Partial<ConfigSources> = {}) =>
  loadConfig({ flags: {}, environment: {}, file: fileWith(toml), ...more });

function loaded(toml: string, more: Partial<ConfigSources> = {}): Loaded {
  const result = load(toml, more);
  assert.ok(result.kind === 'loaded', JSON.stringify(result));
  return result;
}

function problems(toml: string, more: Partial<ConfigSources> = {}): readonly string[] {
  const result = load(toml, more);
  assert.ok(result.kind === 'refused', 'it was accepted');
  return result.problems;
}

test('a carrier needs a kind, sources and a host; the rest has defaults', () => {
  assert.deepEqual(loaded(`[carriers.main]\n${MAIN}`).config.carriers, [
    {
      name: 'main',
      kind: 'smtp',
      sources: ['*'],
      host: 'mta.example',
      port: 587,
      security: 'starttls',
      connections: 5,
      queue: 100,
      connectionsPerDomain: 3,
      messagesPerSecondPerDomain: 20,
    },
  ]);
  assert.deepEqual(loaded('').config.carriers, []);
});

test('the port follows from the security unless it is said', () => {
  const portOf = (lines: string) => loaded(`[carriers.main]\n${MAIN}${lines}`).config.carriers[0]?.port;
  assert.equal(portOf('security = "tls"\n'), 465);
  assert.equal(portOf('security = "none"\n'), 25);
  assert.equal(portOf('security = "tls"\nport = 2465\n'), 2465);
});

test('carriers come in the order of their names, their sources in lower case', () => {
  const toml = `[carriers.b]\n${MAIN}[carriers.a]\nkind = "smtp"\nsources = ["News@Example.COM", "@Example.org"]\nhost = "::1"\n`;
  const { carriers } = loaded(toml).config;
  assert.deepEqual(
    carriers.map(({ name, sources }) => [name, ...sources]),
    [
      ['a', 'news@example.com', '@example.org'],
      ['b', '*'],
    ],
  );
});

test('an unknown key or kind is refused with the closest known one', () => {
  const told = problems(`[carriers.main]\n${MAIN}conections = 3\n`);
  assert.match(told.join(), /^unknown key "carriers\.main\.conections" in \S+\.toml; did you mean connections\?$/);
  const kind = problems('[carriers.main]\nkind = "smpt"\nsources = ["*"]\nhost = "h"\n');
  assert.match(kind.join(), /^carriers\.main\.kind \(file \S+\.toml\) must be one of smtp$/);
});

test('every problem of every carrier is told at once, with file and key', () => {
  const toml =
    '[carriers.a]\nkind = "smtp"\nsources = []\nport = 70000\n[carriers.b]\nkind = "smtp"\nsources = ["no address"]\nhost = "smtp://h"\nreturnPath = "b"\n';
  const keys = problems(toml).map((line) => /^(\S+) \(file \S+\.toml\) (?:must be|is missing)/.exec(line)?.[1]);
  assert.deepEqual(keys, [
    'carriers.a.sources',
    'carriers.a.host',
    'carriers.a.port',
    'carriers.b.sources',
    'carriers.b.host',
    'carriers.b.returnPath',
  ]);
});

test('what is no table, or has a name that is no label, is refused', () => {
  assert.match(problems('carriers = 1\n').join(), /^carriers \(file .*\) must be tables/);
  assert.match(problems('[carriers]\nmain = 1\n').join(), /^carriers\.main \(file .*\) must be a table/);
  for (const name of ['Main', 'ü', 'x'.repeat(33), '__proto__', 'a b']) {
    const told = problems(`[carriers."${name}"]\n${MAIN}`).join();
    assert.match(told, /must have a name of a-z, 0-9 and "-", at most 32/, name);
  }
});

test('there are bounds for carriers and for the sources of one', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, n) => `[carriers.c${n}]\nkind="smtp"\nhost="h"\nsources=["${n}@h"]\n`).join('');
  assert.equal(loaded(many(MAX_CARRIERS)).config.carriers.length, MAX_CARRIERS);
  assert.match(problems(many(MAX_CARRIERS + 1)).join(), /must be at most 32, not 33/);
  const sources = (count: number) =>
    `[carriers.main]\nkind="smtp"\nhost="h"\nsources=${JSON.stringify(Array.from({ length: count }, (_, n) => `${n}@h`))}\n`;
  loaded(sources(MAX_SOURCES));
  assert.match(problems(sources(MAX_SOURCES + 1)).join(), /carriers\.main\.sources .* must be a list of 1 to 1000/);
});

test('a source belongs to one carrier, whatever its case', () => {
  const two = (a: string, b: string) =>
    `[carriers.a]\nkind="smtp"\nhost="h"\nsources=[${a}]\n[carriers.b]\nkind="smtp"\nhost="h"\nsources=[${b}]\n`;
  loaded(two('"x@example.com", "*"', '"@example.com"'));
  assert.match(
    problems(two('"X@example.com"', '"x@EXAMPLE.com"')).join(),
    /^carriers\.b\.sources \(file \S+\) must not name x@example\.com: carriers\.a has it$/,
  );
  assert.match(problems(two('"*"', '"*"')).join(), /must not name \*/);
  assert.match(problems(two('"x@h", "X@h"', '"*"')).join(), /^carriers\.a\.sources .* names x@h twice$/);
});

test('a password in the file is refused with what to do, and is not repeated', () => {
  for (const key of ['password', 'pass', 'Secret']) {
    const told = problems(`[carriers.main]\n${MAIN}${key} = "${SECRET}"\n`).join();
    assert.match(
      told,
      new RegExp(`carriers\\.main\\.${key} .* must not be in the configuration: .*passwordFile.*passwordVariable`),
    );
    assert.ok(!told.includes(SECRET));
  }
});

test('a password comes from a file that only its owner reads, without its last line break', () => {
  const file = fileWith(`${SECRET}\n`);
  const toml = `[carriers.main]\n${MAIN}username = "u"\npasswordFile = "${file}"\n`;
  assert.equal(loaded(toml).config.carriers[0]?.password, SECRET);
  chmodSync(file, 0o644);
  assert.match(
    problems(toml).join(),
    /^carriers\.main\.passwordFile \(file .*\) names .*, which others can read: chmod 600/,
  );
});

test('a password comes from an environment variable, which then is a known one of ours', () => {
  const toml = `[carriers.main]\n${MAIN}username = "u"\npasswordVariable = "CAMPANILE_SMTP"\n`;
  const { config } = loaded(toml, { environment: { CAMPANILE_SMTP: SECRET } });
  assert.equal(config.carriers[0]?.password, SECRET);
  assert.match(problems(toml).join(), /^carriers\.main\.passwordVariable .* names CAMPANILE_SMTP, which is not set$/);
});

test('a secret that cannot be one is refused without being shown', () => {
  const withFile = (content: string) =>
    problems(`[carriers.main]\n${MAIN}username = "u"\npasswordFile = "${fileWith(content)}"\n`).join();
  assert.match(withFile(''), /which is empty/);
  const told = withFile(`${SECRET}\nanother line\n`);
  assert.match(told, /more than one line/);
  assert.ok(!told.includes(SECRET));
  assert.match(withFile('x'.repeat(5_000)), /more than 4096 bytes/);
  const missing = `[carriers.main]\n${MAIN}username = "u"\npasswordFile = "${join(folder, 'nowhere')}"\n`;
  assert.match(problems(missing).join(), /cannot be read \(ENOENT\)/);
});

test('the file of authorities must be one', () => {
  const toml = (path: string) => `[carriers.main]\n${MAIN}caFile = "${path}"\n`;
  assert.match(problems(toml('/nowhere.pem')).join(), /^carriers\.main\.caFile .* cannot be read \(ENOENT\)$/);
  assert.match(problems(toml(fileWith('-----BEGIN PRIVATE KEY-----\n'))).join(), /has no certificate in PEM$/);
  loaded(toml('/nowhere.pem'), { readsSecrets: false });
});

test('who needs no password does not stumble over it', () => {
  const toml = `[carriers.main]\n${MAIN}username = "u"\npasswordVariable = "NOT_SET"\n`;
  assert.equal(loaded(toml, { readsSecrets: false }).config.carriers[0]?.password, undefined);
});

test('a user name and a password go together, and never cross a network in clear', () => {
  const told = (lines: string, host = 'mta.example') =>
    problems(`[carriers.main]\nkind="smtp"\nsources=["*"]\nhost="${host}"\n${lines}`).join();
  assert.match(told('username = "u"\n'), /carriers\.main\.username .* needs passwordFile or passwordVariable/);
  assert.match(told('passwordVariable = "P"\n'), /carriers\.main\.passwordVariable .* needs username/);
  const both = 'username = "u"\npasswordVariable = "P"\npasswordFile = "f"\n';
  assert.match(told(both), /must not be there beside passwordFile/);
  const clear = 'username = "u"\npasswordVariable = "P"\nsecurity = "none"\n';
  assert.match(told(clear), /carriers\.main\.security .* must be starttls or tls/);
  const toml = `[carriers.main]\nkind="smtp"\nsources=["*"]\nhost="127.0.0.1"\n${clear}`;
  loaded(toml, { environment: { P: SECRET } });
});

test('the return path leaves room for the id and its signature', () => {
  const longest = `${'b'.repeat(MAX_RETURN_PATH_LOCAL_PART)}@example.com`;
  assert.ok(canCarryIds(longest) && !canCarryIds(`b${longest}`), 'the bound is the one of VERP');
  assert.equal(loaded(`[carriers.main]\n${MAIN}returnPath = "${longest}"\n`).config.carriers[0]?.returnPath, longest);
  assert.match(problems(`[carriers.main]\n${MAIN}returnPath = "b${longest}"\n`).join(), /at most 14 characters/);
});

test('what is printed has every key of a carrier and where it came from, and never the password', () => {
  const file = fileWith(`${SECRET}\n`);
  const result = loaded(`[carriers.main]\n${MAIN}username = "u"\npasswordFile = "${file}"\n`);
  assert.equal(result.config.carriers[0]?.password, SECRET);
  for (const asJson of [true, false]) {
    const text = printConfig(result, createStyle(false), asJson);
    assert.ok(!text.includes(SECRET));
    assert.ok(text.includes(file));
  }
  const lines = printConfig(result, createStyle(false), false).split('\n');
  assert.match(lines.find((line) => line.startsWith('carriers.main.host ')) ?? '', /mta\.example +file \S+\.toml$/);
  assert.match(lines.find((line) => line.startsWith('carriers.main.queue ')) ?? '', / 100 +default$/);
  assert.match(lines.find((line) => line.startsWith('carriers.main.caFile ')) ?? '', / - +default$/);
});

test('a real carrier refuses open auth and a virtual clock, and says how to go on', () => {
  const toml = `[carriers.main]\n${MAIN}`;
  const refusal = (flags: ConfigSources['flags']) => carrierRefusal(loaded(toml, { flags }).config);
  assert.match(refusal({}) ?? '', /open auth never .*carriers\.main.*`campanile keys create`.*--auth strict/);
  assert.match(refusal({ clock: 'virtual' }) ?? '', /a virtual clock never has a real carrier/);
  assert.equal(refusal({ auth: 'strict' }), undefined);
  assert.equal(carrierRefusal(loaded('').config), undefined);
});

test('what mails and bounces need of one another is checked', () => {
  const told = (lines: string, carrier = true) => {
    const result = load(`${lines}${carrier ? `[carriers.main]\n${MAIN}` : ''}`);
    return result.kind === 'refused' ? result.problems.join() : '';
  };
  for (const url of ['ftp://h', 'campanile.example', 'https://h/?x=1', 'https://h/#x']) {
    assert.match(told(`hooks.url = "${url}"\n`), /^hooks\.url must be a URL/, url);
  }
  assert.equal(told('hooks.url = "https://campanile.example.com/base"\n'), '');
  assert.match(told('email.tracking.opens = true\n'), /^email\.tracking needs hooks\.url/);
  assert.match(told('email.tracking.clicks = true\n'), /^email\.tracking needs hooks\.url/);
  assert.match(
    told('email.bounces.listen = "0.0.0.0:25"\n'),
    /^email\.bounces\.listen must be localhost or an IP address of a private/,
  );
  assert.equal(told('email.bounces.listen = "127.0.0.1:2525"\n'), '');
  assert.match(told('email.bounces.listen = "127.0.0.1:2525"\n', false), /^email\.bounces needs a carrier of mail/);
  assert.match(told('email.bounces.maildir = "/var/mail/bounces"\n', false), /^email\.bounces needs a carrier of mail/);
});
