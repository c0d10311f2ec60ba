/** The store's contract on SQLite, in each way that it can be opened. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { describeStore, type StoreUnderTest } from './store.contract.ts';

function onFatal(error: Error): void {
  throw error;
}

function inMemory(): StoreUnderTest {
  return {
    open: () => openSqliteStore({ folder: ':memory:', host: 'inline', onFatal }),
    isDurable: false,
    dispose: () => undefined,
  };
}

function onFile(host: 'inline' | 'worker'): StoreUnderTest {
  let folder: string | undefined;
  return {
    open() {
      folder ??= mkdtempSync(join(tmpdir(), 'campanile-store-'));
      return openSqliteStore({ folder, host, onFatal });
    },
    isDurable: true,
    dispose: () => folder !== undefined && rmSync(folder, { recursive: true }),
  };
}

describeStore('sqlite-inline-memory', inMemory);
describeStore('sqlite-inline-file', () => onFile('inline'));
describeStore('sqlite-worker-file', () => onFile('worker'));
