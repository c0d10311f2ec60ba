import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type ConfigSources, loadConfig } from '../../../src/config/load.ts';
import { flagOf, SETTING_NAMES, variableOf } from '../../../src/config/settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'campanile-config-'));
after(() => rmSync(folder, { recursive: true }));

let files = 0;
function fileWith(text: string): string {
  files += 1;
  const path = join(folder, `${files}.toml`);
  writeFileSync(path, text);
  return path;
}

const load = (sources: Partial<ConfigSources> = {}) =>
  loadConfig({ flags: {}, environment: { XDG_CONFIG_HOME: folder, XDG_DATA_HOME: '/data-home' }, ...sources });

function loaded(sources: Partial<ConfigSources> = {}) {
  const result = load(sources);
  assert.equal(result.kind, 'loaded', JSON.stringify(result));
  assert.ok(result.kind === 'loaded');
  return result;
}

function problems(sources: Partial<ConfigSources>): readonly string[] {
  const result = load(sources);
  assert.ok(result.kind === 'refused', 'it was accepted');
  return result.problems;
}

test('without anything said the defaults hold, and the data lies in the user data folder', () => {
  const { config, origins } = loaded();
  assert.equal(config.port, 4577);
  assert.equal(config.auth, 'open');
  assert.equal(config.data, '/data-home/campanile');
  assert.equal(origins.port, 'default');
});

test('a flag wins over the environment, the environment over the file, the file over the default', () => {
  const file = fileWith('port = 1000\nhost = "127.0.0.2"\ndrainSeconds = 5\n');
  const environment = { CAMPANILE_PORT: '2000', CAMPANILE_HOST: '127.0.0.3' };
  const { config, origins } = loaded({ file, environment, flags: { port: '3000' } });
  assert.equal(config.port, 3000);
  assert.equal(config.host, '127.0.0.3');
  assert.equal(config.drainSeconds, 5);
  assert.deepEqual(
    [origins.port, origins.host, origins.drainSeconds, origins.limits],
    ['flag --port', 'environment CAMPANILE_HOST', `file ${file}`, 'default'],
  );
});

test('tables of the file are the parts of a name', () => {
  const file = fileWith('[log]\nlevel = "warn"\n[doors]\nhosts = ["a.example", "b.example"]\n');
  const { config } = loaded({ file });
  assert.equal(config['log.level'], 'warn');
  assert.deepEqual(config['doors.hosts'], ['a.example', 'b.example']);
});

test('an unknown key is refused with its name and the closest known one', () => {
  assert.match(problems({ file: fileWith('prot = 1\n') })[0] ?? '', /unknown key "prot" .*did you mean port\?/);
  assert.match(problems({ file: fileWith('[log]\nlvel = "info"\n') })[0] ?? '', /"log\.lvel".*log\.level\?/);
  assert.match(
    problems({ file: fileWith('[nothing]\nlike = "it"\n') })[0] ?? '',
    /unknown key "nothing\.like" in \S+$/,
  );
});

test('an unknown environment variable of ours is refused, others are none of our business', () => {
  assert.match(
    problems({ environment: { CAMPANILE_PROT: '1' } })[0] ?? '',
    /unknown environment variable CAMPANILE_PROT; did you mean CAMPANILE_PORT\?/,
  );
  loaded({ environment: { PATH: '/bin', CAMPANILE_ENDPOINT_URL: 'http://127.0.0.1:1' } });
});

test('every wrong value is told, with where it was set and what it must be', () => {
  const file = fileWith('port = "many"\n[log]\nlevel = "loud"\n');
  assert.deepEqual(problems({ file, flags: { clock: 'lunar', drainSeconds: '-1' } }), [
    `port (file ${file}) must be a whole number from 0 to 65535`,
    'clock (flag --clock) must be one of real, virtual',
    'drainSeconds (flag --drain-seconds) must be a number from 0 to 3600',
    `log.level (file ${file}) must be one of debug, info, warn, error, silent`,
  ]);
});

test('a file that was named must be there and be TOML', () => {
  assert.match(problems({ file: join(folder, 'missing.toml') })[0] ?? '', /missing\.toml cannot be read \(ENOENT\)/);
  assert.match(problems({ file: fileWith('port = = 1\n') })[0] ?? '', /\.toml:1:8 is not TOML/);
});

test('settings that contradict one another are refused', () => {
  assert.match(problems({ flags: { clock: 'virtual', auth: 'strict' } })[0] ?? '', /virtual needs auth = open/);
  assert.match(problems({ flags: { start: '2026-01-01T00:00:00Z' } })[0] ?? '', /needs clock = virtual/);
  assert.match(problems({ flags: { 'tls.certFile': 'a.pem' } })[0] ?? '', /go together/);
  assert.match(problems({ flags: { auth: 'strict', data: ':memory:' } })[0] ?? '', /no place for keys/);
});

test('a virtual clock starts where it is told, in the file also by a date-time of TOML', () => {
  const at = Date.parse('2026-03-01T09:00:00Z');
  assert.equal(loaded({ flags: { clock: 'virtual', start: '2026-03-01T10:00:00+01:00' } }).config.start, at);
  assert.equal(loaded({ file: fileWith('clock = "virtual"\nstart = 2026-03-01T09:00:00Z\n') }).config.start, at);
  assert.match(problems({ flags: { clock: 'virtual', start: 'tomorrow' } })[0] ?? '', /must be a time such as/);
});

test('every setting has its own flag and variable', () => {
  assert.equal(new Set(SETTING_NAMES.map(flagOf)).size, SETTING_NAMES.length);
  assert.equal(new Set(SETTING_NAMES.map(variableOf)).size, SETTING_NAMES.length);
  assert.equal(flagOf('capacity.callStartsPerSecond'), '--capacity-call-starts-per-second');
  assert.equal(variableOf('allowOpenBind'), 'CAMPANILE_ALLOW_OPEN_BIND');
});
