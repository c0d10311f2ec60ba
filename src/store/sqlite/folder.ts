/** The data folder: made private, used by one process at a time, with the key of the ids in it. */
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ID_KEY_BYTES } from '../../domain/request-id.ts';

export interface FolderLock {
  /** May be called twice. */
  release(): void;
}

/** Makes the folder (0700) if it is missing, and the database file (0600), whose mode its companions inherit. */
export function prepareFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  closeSync(openSync(join(folder, 'campanile.sqlite'), 'a', 0o600));
  syncFolder(folder);
}

/**
 * Takes the folder for this process, until released or until the process ends in whatever way: a lock of the operating
 * system, held by an open transaction. Throws when another process (or another store of this one) has it.
 */
export function lockFolder(folder: string): FolderLock {
  const path = join(folder, 'lock.sqlite');
  closeSync(openSync(path, 'a', 0o600));
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    throw new Error(
      `The data folder ${folder} is in use by another Campanile. Stop that one, or choose another folder with --data.`,
      { cause: error },
    );
  }
  return { release: () => database.isOpen && database.close() };
}

/** The installation's key of ids: read, or made from `secretBytes` the first time (0600) and never changed. */
export function readOrCreateIdKey(folder: string, secretBytes: (count: number) => Uint8Array): Uint8Array {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'id.key');
  const existing = readKey(path);
  if (existing !== undefined) return existing;
  const key = secretBytes(ID_KEY_BYTES);
  // A key that is only half written must never be seen: it is complete and durable before it gets its name.
  const unnamed = `${path}.new`;
  rmSync(unnamed, { force: true });
  const file = openSync(unnamed, 'wx', 0o600);
  try {
    writeSync(file, key);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  linkSync(unnamed, path);
  rmSync(unnamed);
  syncFolder(folder);
  return key;
}

function readKey(path: string): Uint8Array | undefined {
  let key: Uint8Array;
  try {
    key = readFileSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  if (key.length !== ID_KEY_BYTES) {
    throw new Error(`${path} must have ${ID_KEY_BYTES} bytes. Restore it from a backup: ids depend on it.`);
  }
  return key;
}

/** Makes a new name in the folder durable. */
function syncFolder(folder: string): void {
  const directory = openSync(folder, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
