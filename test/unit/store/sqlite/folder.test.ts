import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { readOrCreateIdKey } from '../../../../src/store/sqlite/folder.ts';
import { openSqliteStore, type SqliteStore } from '../../../../src/store/sqlite/open.ts';

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'campanile-folder-'));
  folder = join(parent, 'data');
});
afterEach(() => rmSync(parent, { recursive: true }));

function open(host: 'inline' | 'worker'): Promise<SqliteStore> {
  return openSqliteStore({
    folder,
    host,
    onFatal: (error) => {
      throw error;
    },
  });
}

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

test('the folder and what is in it are for their owner alone', async () => {
  const store = await open('inline');
  readOrCreateIdKey(folder, (count) => new Uint8Array(count));
  assert.equal(modeOf(folder), '700');
  for (const file of ['campanile.sqlite', 'campanile.sqlite-wal', 'lock.sqlite', 'id.key', 'reserve']) {
    assert.equal(modeOf(join(folder, file)), '600', file);
  }
  await store.close();
});

for (const host of ['inline', 'worker'] as const) {
  test(`a folder in use is refused with its name and what to do (${host}), and is free after close`, async () => {
    const store = await open(host);
    await assert.rejects(open(host), (error: Error) => {
      assert.ok(error.message.includes(folder));
      assert.match(error.message, /in use by another Campanile. Stop that one, or choose another folder/);
      return true;
    });
    await store.close();
    await (await open(host)).close();
  });

  test(`every connection runs with a write-ahead log and a full sync at each commit (${host})`, async () => {
    const store = await open(host);
    assert.deepEqual(store.durability, [
      { journalMode: 'wal', synchronous: 2 },
      { journalMode: 'wal', synchronous: 2 },
    ]);
    await store.close();
  });

  test(`a schema from the future is refused (${host})`, async () => {
    await (await open(host)).close();
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(join(folder, 'campanile.sqlite'));
    database.exec(`INSERT INTO schema_migration (number, name, checksum) VALUES (9999, 'future', '')`);
    database.close();
    await assert.rejects(open(host), /written by a newer Campanile: it has schema 9999/);
    // And the lock is given back.
    await assert.rejects(open(host), /written by a newer Campanile/);
  });
}

test('the key of the ids is made once and read ever after', () => {
  let made = 0;
  const source = (count: number): Uint8Array => {
    made += 1;
    return new Uint8Array(count).fill(made);
  };
  assert.deepEqual([...readOrCreateIdKey(folder, source)], Array(32).fill(1));
  assert.deepEqual([...readOrCreateIdKey(folder, source)], Array(32).fill(1));
  assert.equal(made, 1);
  assert.equal(readFileSync(join(folder, 'id.key')).length, 32);
});

test('a key of another length is refused instead of replaced', () => {
  readOrCreateIdKey(folder, (count) => new Uint8Array(count));
  writeFileSync(join(folder, 'id.key'), 'short');
  assert.throws(() => readOrCreateIdKey(folder, (count) => new Uint8Array(count)), /must have 32 bytes/);
});
