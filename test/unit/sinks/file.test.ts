/** The file of events: one JSON object a line, whole after a crash, and free to be rotated. */
import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { callTo, type House, openHouse, smsTo, until } from './house.ts';

let folder: string;
let path: string;
let house: House;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'campanile-file-'));
  path = join(folder, 'events.ndjson');
  house = await openHouse({ 'sinks.file.path': path, 'sinks.file.events': 'contact,request' });
});
afterEach(async () => {
  await house.stop();
  rmSync(folder, { recursive: true });
});

const lines = (file: string): string[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
    : [];

test('every event is a line that says what, when, of whom, in the words of its family', async () => {
  const id = await house.put(await house.campaign(), callTo('+12065550101'));
  await house.advance('PT1M');
  await until('seven lines', () => lines(path).length === 7);
  const told = lines(path).map((line) => JSON.parse(line));
  assert.deepEqual(
    told.map(({ family, type }) => `${family} ${type}`),
    [
      'request attemptStarted',
      'contact INITIATED',
      'request attemptSubmitted',
      'request receiptArrived',
      'contact DISCONNECTED',
      'contact COMPLETED',
      'request requestEnded',
    ],
  );
  const [first] = told;
  assert.deepEqual(Object.keys(first), ['id', 'family', 'type', 'at', 'requestId', 'campaignId', 'event']);
  assert.equal(first.requestId, id);
  assert.equal(new Set(told.map((each) => each.id)).size, told.length);
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test('a line that was cut off spoils no other', async () => {
  appendFileSync(path, '{"id":"cut o');
  await house.put(await house.campaign(), smsTo('+12065550100'));
  await house.advance('PT1M');
  await until('five lines', () => lines(path).length === 5);
  const [torn, ...whole] = lines(path);
  assert.equal(torn, '{"id":"cut o');
  for (const line of whole) assert.equal(typeof JSON.parse(line).id, 'string');
});

test('a file that was renamed is left alone, and a new one begun', async () => {
  const campaign = await house.campaign();
  await house.put(campaign, smsTo('+12065550100'));
  await house.advance('PT1M');
  await until('four lines', () => lines(path).length === 4);
  renameSync(path, `${path}.1`);
  await house.put(campaign, smsTo('+12065550100'));
  await house.advance('PT1M');
  await until('four more', () => lines(path).length === 4);
  assert.equal(lines(`${path}.1`).length, 4);
});

test('a stop takes along what has happened until then', async () => {
  await house.put(await house.campaign(), smsTo('+12065550100'));
  await house.advance('PT1M');
  await house.stop();
  assert.equal(lines(path).length, 4);
});

test('a folder that is not there fails the sink and nothing else', async () => {
  const other = await openHouse({ 'sinks.file.path': join(folder, 'nowhere', 'events') });
  const campaign = await other.campaign();
  await other.put(campaign, smsTo('+12065550100'));
  await other.advance('PT1M');
  assert.equal((await other.get(`/admin/v1/campaigns/${campaign}/counters`)).succeeded, 1);
  await until('a failure', async () => (await other.get('/admin/v1/sinks')).sinks[0].failing?.reason === 'ENOENT');
  await other.stop();
});
