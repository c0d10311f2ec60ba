/** `campanile templates` and `campanile preview`, run in process against the real service. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { runCommandLine } from '../../../src/cli/program.ts';
import type { PushedTemplate } from '../../../src/cli/templates/push-template.ts';
import { createRealClock } from '../../../src/lib/clock.ts';
import { createMonotonic } from '../../../src/lib/monotonic.ts';
import { startCampanile, type TestCampanile } from '../../../src/testing/index.ts';

const root = mkdtempSync(join(tmpdir(), 'campanile-templates-'));
let campanile: TestCampanile;
before(async () => {
  campanile = await startCampanile();
});
after(async () => {
  await campanile.stop();
  rmSync(root, { recursive: true, force: true });
});

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  let out = '';
  let err = '';
  const code = await runCommandLine(args, {
    environment: { CAMPANILE_ENDPOINT_URL: campanile.url, XDG_CONFIG_HOME: root, XDG_DATA_HOME: root, ...environment },
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
  });
  return { code, out, err };
}

let folders = 0;
/** A folder with these files, by their paths in it. */
function folderOf(files: Readonly<Record<string, string>>): string {
  folders += 1;
  const folder = join(root, `folder-${folders}`);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** An email with all that it may have, and an SMS. */
const FILES = {
  'welcome/subject.txt': 'Welcome, {{FirstName}}\n',
  'welcome/body.txt': 'Hello {{FirstName}} of {{City}}\r\n',
  'welcome/body.html': '<p>Hello {{FirstName}} of {{City}}</p>\n',
  'welcome/template.toml': [
    'description = "The first mail"',
    'language = "en_US"',
    '[defaults]',
    'City = "Basel"',
    '[headers]',
    'X-Team = "clinic"',
    '[tags]',
    'team = "clinic"',
  ].join('\n'),
  'reminder/sms.txt': 'Come at {{Time}}\n',
  '.git/config': 'not a template',
  'README.md': 'neither',
};

/** A knowledge base for one test alone. */
const knowledgeBases = new Map<string, string>();
function into(name: string): readonly string[] {
  const id = knowledgeBases.get(name) ?? `00000000-0000-4000-8000-${String(knowledgeBases.size + 1).padStart(12, '0')}`;
  knowledgeBases.set(name, id);
  return ['--knowledge-base', id];
}

async function push(folder: string, ...flags: readonly string[]): Promise<PushedTemplate[]> {
  const { code, out, err } = await run(['templates', 'push', folder, '--json', ...flags]);
  assert.equal(code, 0, err);
  return JSON.parse(out);
}

const changes = (pushed: readonly PushedTemplate[]): unknown[] =>
  pushed.map(({ name, version, activeVersion, change }) => [name, version, activeVersion, change]);

test('a folder is pushed once and for all: again changes nothing, a changed file changes its template', async () => {
  const folder = folderOf(FILES);
  const flags = into('again');
  assert.deepEqual(changes(await push(folder, ...flags)), [
    ['reminder', 1, undefined, 'created'],
    ['welcome', 1, undefined, 'created'],
  ]);
  assert.deepEqual(changes(await push(folder, ...flags)), [
    ['reminder', 1, undefined, 'unchanged'],
    ['welcome', 1, undefined, 'unchanged'],
  ]);
  assert.deepEqual(changes(await push(folder, ...flags, '--activate')), [
    ['reminder', 1, 1, 'updated'],
    ['welcome', 1, 1, 'updated'],
  ]);
  writeFileSync(join(folder, 'reminder/sms.txt'), 'Please come at {{Time}}');
  const { out } = await run(['templates', 'push', folder, ...flags]);
  assert.match(out, /^reminder +SMS +2 +1 +updated +arn:aws:wisdom:us-east-1:000000000000:message-template\//m);
  assert.match(out, /^welcome +EMAIL +1 +1 +unchanged /m);
  assert.match(out, /^reminder: campaigns go on with the active version; --activate changes that\.$/m);
  assert.deepEqual(changes(await push(folder, ...flags, '--activate')), [
    ['reminder', 2, 2, 'updated'],
    ['welcome', 1, 1, 'unchanged'],
  ]);
});

test('description and tags follow the files without a new version', async () => {
  const folder = folderOf(FILES);
  const flags = into('tags');
  await push(folder, ...flags);
  writeFileSync(
    join(folder, 'welcome/template.toml'),
    FILES['welcome/template.toml'].replace(/team = .*/, 'crew = "x"'),
  );
  assert.deepEqual(changes(await push(folder, ...flags))[1], ['welcome', 1, undefined, 'updated']);
  assert.deepEqual(changes(await push(folder, ...flags))[1], ['welcome', 1, undefined, 'unchanged']);
});

test('the list shows what is there, and where nothing is, what to do', async () => {
  const flags = into('list');
  assert.match((await run(['templates', 'list', ...flags])).out, /^No templates yet: .*campanile templates push/);
  await push(folderOf(FILES), ...flags, '--activate');
  const { out } = await run(['templates', ...flags]);
  assert.match(out, /^TEMPLATE +CHANNEL +ACTIVE +CHANGED +ARN$/m);
  assert.match(out, /^welcome +EMAIL +1 +20\S+Z +arn:aws:wisdom:/m);
});

test('the region of --region or of the environment is that of the ARNs', async () => {
  const folder = folderOf({ 'one/sms.txt': 'One' });
  const [byFlag] = await push(folder, '--region', 'eu-central-1');
  assert.match(byFlag?.arn ?? '', /^arn:aws:wisdom:eu-central-1:/);
  const { out } = await run(['templates', 'push', folder, '--json'], { AWS_REGION: 'eu-west-2' });
  assert.match(out, /arn:aws:wisdom:eu-west-2:/);
});

test('a template whose channel changed is refused, and told what to do', async () => {
  const flags = into('channel');
  await push(folderOf({ 'note/sms.txt': 'Text' }), ...flags);
  const { code, err } = await run([
    ...['templates', 'push', folderOf({ 'note/subject.txt': 'Text', 'note/body.txt': 'Text' })],
    ...flags,
  ]);
  assert.equal(code, 1);
  assert.match(err, /note is a template for SMS on the service.*\nGive the folder another name/);
});

const WRONG: Readonly<Record<string, readonly [Readonly<Record<string, string>>, number, RegExp]>> = {
  'two channels': [{ 'a/sms.txt': 'x', 'a/subject.txt': 'x' }, 65, /subject\.txt and sms\.txt: a template is for one/],
  'no words': [{ 'a/template.toml': '' }, 65, /a needs one of subject\.txt, sms\.txt, whatsapp\.json/],
  'a subject without a body': [{ 'a/subject.txt': 'x' }, 65, /needs body\.html, body\.txt or both/],
  'an empty text': [{ 'a/sms.txt': '\n' }, 65, /empty sms\.txt/],
  'a subject of two lines': [{ 'a/subject.txt': 'x\ny', 'a/body.txt': 'x' }, 65, /more than one line/],
  'a mistyped key': [
    { 'a/sms.txt': 'x', 'a/template.toml': 'langauge = "en"' },
    65,
    /unknown key langauge; did you mean language\?/,
  ],
  'broken TOML': [{ 'a/sms.txt': 'x', 'a/template.toml': 'language = ' }, 65, /template\.toml:1: /],
  'a default that is no text': [{ 'a/sms.txt': 'x', 'a/template.toml': '[defaults]\nn = 1' }, 65, /n in \[defaults\]/],
  'dots without quotes': [{ 'a/sms.txt': 'x', 'a/template.toml': '[defaults]\na.b = "x"' }, 65, /dots in quotes/],
  'headers of an SMS': [{ 'a/sms.txt': 'x', 'a/template.toml': '[headers]\nA = "x"' }, 65, /only an email/],
  'no template at all': [{ 'README.md': 'x' }, 64, /has no folder with a template\nMake one/],
  'the folder of one template': [{ 'sms.txt': 'x' }, 64, /is itself a template\nGive the folder above/],
};

for (const [what, [files, exitCode, message]] of Object.entries(WRONG))
  test(`${what}: nothing is pushed, and the message says what to do`, async () => {
    const flags = into('wrong');
    // A good template beside a wrong one is not pushed either.
    const folder = folderOf(exitCode === 65 ? { ...files, 'good/sms.txt': 'x' } : files);
    const { code, err } = await run(['templates', 'push', folder, ...flags]);
    assert.equal(code, exitCode, err);
    assert.match(err, message);
    assert.match((await run(['templates', ...flags])).out, /^No templates yet/);
  });

test('a service that is not there is said so, with the next step', async () => {
  const environment = { CAMPANILE_ENDPOINT_URL: 'http://127.0.0.1:1' };
  const { code, err } = await run(['templates', 'push', folderOf(FILES)], environment);
  assert.equal(code, 69);
  assert.match(err, /cannot reach .*\nStart the service with `campanile serve`/);
});

test('what the service refuses is told in its words', async () => {
  const { code, err } = await run(['templates', 'list', '--knowledge-base', 'mine']);
  assert.equal(code, 1);
  assert.match(err, /'mine' at 'knowledgeBaseId' failed to satisfy constraint/);
  const strange = await run(['templates', 'list', '--region', 'Not a region']);
  assert.match(strange.err, /The path names no region/);
});

test('a folder is previewed without a service, and its HTML is written escaped', async () => {
  const environment = { CAMPANILE_ENDPOINT_URL: 'http://127.0.0.1:1' };
  const folder = folderOf(FILES);
  const html = join(folder, 'preview.html');
  const params = ['--param', 'City=Bern', '--param', 'FirstName=Ada & Co'];
  const args = ['preview', ...params, join(folder, 'welcome'), '--html', html];
  const { code, out, err } = await run(args, environment);
  assert.equal(code, 0, err);
  assert.equal(out, `Subject: Welcome, Ada & Co\nX-Team: clinic\n\nHello Ada & Co of Bern\nHTML written to ${html}\n`);
  assert.equal(readFileSync(html, 'utf8'), '<p>Hello Ada &amp; Co of Bern</p>\n');
});

test('placeholders without a value are named, by an exit code of its own', async () => {
  const { code, out, err } = await run(['preview', join(folderOf(FILES), 'reminder')]);
  assert.equal(code, 65);
  assert.equal(out, 'Come at {{Time}}\n');
  assert.match(err, /^campanile: no value for Time\nGive one with --param 'Time=\.\.\.'/);
});

test('a template on the service is previewed by its name, its ARN and its version', async () => {
  const folder = folderOf({ 'note/sms.txt': 'Hello {{Name}}' });
  const flags = into('preview');
  const [first] = await push(folder, ...flags);
  writeFileSync(join(folder, 'note/sms.txt'), 'Goodbye {{Name}}');
  await push(folder, ...flags);
  const file = join(folder, 'params.json');
  writeFileSync(file, '{"Name":"Ada"}');
  assert.equal((await run(['preview', 'note', '--params', file, ...flags])).out, 'Goodbye Ada\n');
  assert.equal((await run(['preview', `${first?.arn}:1`, '--params', file])).out, 'Hello Ada\n');
  const asJson = await run(['preview', first?.arn ?? '', '--params', file, '--param', 'Name=Eve', '--json']);
  assert.deepEqual(JSON.parse(asJson.out), {
    content: { sms: { body: { plainText: { content: 'Goodbye Eve' } } } },
    attributesNotInterpolated: [],
  });
});

test('what cannot be previewed is refused with the next step', async () => {
  const folder = folderOf(FILES);
  const sms = join(folder, 'reminder');
  const nobody = await run(['preview', 'nobody']);
  assert.equal(nobody.code, 1);
  assert.match(nobody.err, /neither a folder nor a template on the service\n`campanile templates list`/);
  assert.match((await run(['preview', sms, '--param', 'Time'])).err, /--param takes NAME=VALUE, not Time/);
  assert.match((await run(['preview', sms, '--params', join(folder, 'none.json')])).err, /cannot read .*none\.json/);
  assert.match((await run(['preview', sms, '--params', join(folder, 'README.md')])).err, /must be a JSON object/);
  const html = join(folder, 'sms.html');
  assert.match((await run(['preview', sms, '--html', html])).err, /has no HTML/);
  assert.ok(!existsSync(html));
  const nowhere = await run(['preview', join(folder, 'welcome'), '--html', join(folder, 'none', 'x.html')]);
  assert.equal(nowhere.code, 73);
  assert.match(nowhere.err, /cannot write .*x\.html/);
});

test('a preview never sends a terminal anything that it would act on', async () => {
  const folder = folderOf({ 'note/sms.txt': 'Hello {{Name}}' });
  const { out } = await run(['preview', join(folder, 'note'), '--param', 'Name=\u001b[31mAda\u0007']);
  assert.equal(out, 'Hello ?[31mAda?\n');
});
