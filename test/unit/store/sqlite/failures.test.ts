/** What happens when the disk is full, fails, or when too much is asked at once. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import type { RequestKey } from '../../../../src/store/request-store.ts';
import { openSqliteStore, type SqliteStore } from '../../../../src/store/sqlite/open.ts';
import type { TestControls } from '../../../../src/store/sqlite/options.ts';
import { QUEUED_ROWS_MAX } from '../../../../src/store/sqlite/port.ts';
import { StoreError } from '../../../../src/store/store.ts';
import {
  aBatch,
  aClaim,
  anEpoch,
  aRow,
  aRunningCampaign,
  campaignId,
  changeCampaign,
  dueKeys,
  NOW,
} from '../../../conformance/fixtures.ts';
import { runStoreChild } from './run-store-child.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'campanile-failures-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function open(host: 'inline' | 'worker', testControls: TestControls = {}): Promise<SqliteStore> {
  return openSqliteStore({
    folder,
    host,
    testControls,
    onFatal: (error) => {
      throw error;
    },
  });
}

const isThrottled = (error: unknown): boolean => error instanceof StoreError && error.code === 'throttled';
const ID = campaignId(1);

async function put(store: SqliteStore, from: number, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, number) =>
    aRow(ID, `t${from + number}`, { content: 'x'.repeat(300) }),
  );
  const result = await store.requests.accept(aBatch(ID, rows));
  assert.ok(result.kind === 'accepted' && result.rows.every((row) => row === 'created'));
}

/** Puts until the store refuses; how many were accepted. */
async function fill(store: SqliteStore, from: number): Promise<number> {
  for (let accepted = from; accepted < 100_000; accepted += 25) {
    try {
      await put(store, accepted, 25);
    } catch (error) {
      assert.ok(isThrottled(error), String(error));
      return accepted;
    }
  }
  throw new Error('the disk never got full');
}

for (const host of ['inline', 'worker'] as const) {
  test(`on a full disk nothing new is accepted or claimed, while attempts still end (${host})`, async () => {
    let store = await open(host, { pagesMax: 200 });
    let campaign = await aRunningCampaign(store);
    await put(store, 0, 100);
    const epoch = await anEpoch(store);
    const keys = await dueKeys(store, ID);
    await store.requests.claim(aClaim(ID, epoch, keys.slice(0, 50)));
    const accepted = await fill(store, 100);

    await assert.rejects(put(store, accepted, 1), isThrottled);
    await assert.rejects(store.requests.claim(aClaim(ID, epoch, keys.slice(50))), isThrottled);
    const results = keys.slice(0, 50).map((key: RequestKey) => ({
      key,
      disposition: { state: 'Succeeded', reason: 'DELIVERED', detail: 'y'.repeat(200) } as const,
      at: NOW,
    }));
    assert.deepEqual(await store.requests.finish(results), Array(50).fill('finished'));
    campaign = await changeCampaign(store, campaign, { state: 'Paused' });
    campaign = await changeCampaign(store, campaign, { state: 'Running' });
    assert.equal((await store.requests.counters(ID)).accepted, accepted);
    await store.close();

    store = await open(host);
    const counters = await store.requests.counters(ID);
    assert.deepEqual([counters.accepted, counters.buffered, counters.succeeded], [accepted, accepted - 50, 50]);
    await put(store, accepted, 25);
    await store.close();
  });
}

/** A file system of its own for the child, which goes when the child goes. */
const SMALL_DISK = 'mount -t tmpfs -o size=24m tmpfs';
const OWN_MOUNTS = ['unshare', '-m'] as const;
const canMount = spawnSync(OWN_MOUNTS[0], [OWN_MOUNTS[1], 'sh', '-c', `${SMALL_DISK} ${tmpdir()}`]).status === 0;

for (const host of ['inline', 'worker'] as const) {
  test(`attempts end one by one on a file system without a free block (${host})`, {
    skip: canMount ? false : 'needs the right to mount a file system (run as root)',
  }, async () => {
    const child = await runStoreChild(`${SMALL_DISK} ${folder}`, [folder, 'full', host], OWN_MOUNTS);
    assert.equal(child.stderr, '');
    assert.deepEqual(JSON.parse(child.stdout), {
      refusal: 'throttled',
      fatal: 0,
      failed: 1_000,
      isEveryoneThere: true,
    });
  });
}

test('accepts and finishes that share a failing commit are told apart', async () => {
  const store = await open('inline', { pagesMax: 200 });
  await aRunningCampaign(store);
  await put(store, 0, 25);
  const epoch = await anEpoch(store);
  const keys = await dueKeys(store, ID);
  await store.requests.claim(aClaim(ID, epoch, keys));
  const tooMuch = Array.from({ length: 40 }, (_, number) => put(store, 1_000 + 100 * number, 100));
  const finished = store.requests.finish(
    keys.map((key) => ({ key, disposition: { state: 'Failed', reason: 'BUSY' }, at: NOW })),
  );
  const outcomes = await Promise.allSettled(tooMuch);
  assert.deepEqual(await finished, Array(25).fill('finished'));
  const accepted = outcomes.filter((outcome) => outcome.status === 'fulfilled').length;
  assert.ok(accepted < 40);
  for (const outcome of outcomes) assert.ok(outcome.status === 'fulfilled' || isThrottled(outcome.reason));
  assert.equal((await store.requests.counters(ID)).accepted, 25 + 100 * accepted);
  await store.close();
});

test('a call that is wrong fails alone and takes nobody with it', async () => {
  const store = await open('inline');
  const campaign = await aRunningCampaign(store);
  const results = await Promise.allSettled([
    put(store, 0, 1),
    // A second campaign of the same id breaks a UNIQUE constraint.
    store.campaigns.create({ ...campaign, name: 'another name' }),
    put(store, 1, 1),
  ]);
  assert.deepEqual(
    results.map((result) => result.status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  assert.equal((await store.requests.counters(ID)).accepted, 2);
  await store.close();
});

for (const host of ['inline', 'worker'] as const) {
  test(`more rows than the queue holds are throttled, and the rest is answered (${host})`, async () => {
    const store = await open(host);
    await aRunningCampaign(store);
    const batch = aBatch(
      ID,
      Array.from({ length: 1_000 }, (_, number) => aRow(ID, `t${number}`)),
    );
    const calls = Array.from({ length: QUEUED_ROWS_MAX / 1_000 + 5 }, () => store.requests.accept(batch));
    const outcomes = await Promise.allSettled(calls);
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    assert.equal(refused.length, 5);
    for (const outcome of refused) assert.ok(isThrottled(outcome.reason));
    assert.equal((await store.requests.counters(ID)).accepted, 1_000);
    await store.close();
  });

  test(`a closed store answers unavailable, and what was queued before is committed (${host})`, async () => {
    const store = await open(host);
    await aRunningCampaign(store);
    const last = put(store, 0, 25);
    await store.close();
    await last;
    const isUnavailable = (error: unknown): boolean => error instanceof StoreError && error.code === 'unavailable';
    await assert.rejects(put(store, 25, 1), isUnavailable);
    await assert.rejects(store.requests.counters(ID), isUnavailable);
    await store.close();
    const again = await open(host);
    assert.equal((await again.requests.counters(ID)).accepted, 25);
    await again.close();
  });

  test(`after an I/O error nothing is answered any more, and what was answered is there (${host})`, async () => {
    // 24,000 blocks of 512 bytes: more than the reserve, less than the rows that are put.
    const child = await runStoreChild('ulimit -f 24000', [folder, 'io-error', host]);
    assert.deepEqual({ code: child.code, stderr: child.stderr }, { code: 74, stderr: '' });
    const [acknowledged, fatal, after] = child.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.ok(acknowledged > 1_000);
    assert.equal(fatal, 1, 'onFatal is called once');
    assert.deepEqual(after, ['unavailable', 'unavailable', 'unavailable']);
    const store = await open('inline');
    const { accepted } = await store.requests.counters(ID);
    assert.ok(accepted >= acknowledged && accepted <= acknowledged + 200, `${accepted} of ${acknowledged}`);
    await store.close();
  });
}
