/** A process killed at each named place of a commit: what it had answered is there, once, and the counters are a recount. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { openSqliteStore } from '../../../../src/store/sqlite/open.ts';
import { FAILPOINTS } from '../../../../src/store/sqlite/options.ts';
import { aBatch, aRow, campaignId } from '../../../conformance/fixtures.ts';
import { runStoreChild } from './run-store-child.ts';

const ID = campaignId(1);
const ROWS = 25;

interface Aftermath {
  /** Tokens that were answered and are not known any more. */
  readonly lost: number;
  readonly answered: number;
}

/** Kills a child at a place, opens what it left and looks for all that it had answered. */
async function killAt(failpoint: string, nth: number, ...flags: string[]): Promise<Aftermath> {
  const folder = mkdtempSync(join(tmpdir(), 'campanile-kills-'));
  try {
    const child = await runStoreChild(':', [folder, 'kill', 'worker', failpoint, String(nth), ...flags]);
    assert.deepEqual({ signal: child.signal, stderr: child.stderr }, { signal: 'SIGKILL', stderr: '' });
    const answered = child.stdout
      .split('\n')
      .filter((line) => line !== '')
      .map(Number);
    const store = await openSqliteStore({
      folder,
      host: 'inline',
      onFatal: (error) => {
        throw error;
      },
    });
    let lost = 0;
    for (const from of answered) {
      const rows = Array.from({ length: ROWS }, (_, number) =>
        aRow(ID, `t${from + number}`, { content: 'x'.repeat(300) }),
      );
      const result = await store.requests.accept(aBatch(ID, rows));
      assert.equal(result.kind, 'accepted');
      if (result.kind === 'accepted') lost += result.rows.filter((row) => row !== 'replayed').length;
    }
    const { accepted } = await store.requests.counters(ID);
    await store.close();
    recount(join(folder, 'campanile.sqlite'), accepted);
    return { lost, answered: answered.length * ROWS };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Every row is counted, no token is there twice, and the file is sound. */
function recount(path: string, accepted: number): void {
  const database = new DatabaseSync(path, { readOnly: true });
  const row = database.prepare('SELECT count(*) AS requests, count(DISTINCT token) AS tokens FROM request').get();
  assert.deepEqual({ ...row }, { requests: accepted, tokens: accepted });
  assert.deepEqual({ ...database.prepare('PRAGMA integrity_check').get() }, { integrity_check: 'ok' });
  database.close();
}

for (const failpoint of FAILPOINTS) {
  const nth = failpoint.endsWith('checkpoint') ? 2 : 30;
  test(`nothing that was answered is lost by a kill ${failpoint.replace('-', ' ')}`, async () => {
    const { lost, answered } = await killAt(failpoint, nth);
    assert.equal(lost, 0);
    assert.ok(answered > 0, 'the child had answered something');
  });
}

test('the check finds what it looks for: an answer before its commit is lost by a kill in between', async () => {
  const { lost } = await killAt('before-commit', 30, 'early');
  assert.ok(lost > 0);
});
