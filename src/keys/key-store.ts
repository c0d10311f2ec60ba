/**
 * Makes, lists and revokes keys in keys.json, from the CLI beside a running service. A change is written to keys.json.lock,
 * which also keeps a second writer out, synced, and renamed: readers see the old file or the new one.
 */
import { closeSync, existsSync, fsyncSync, openSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Instant } from '../lib/clock.ts';
import type { AccessKey, KeyKind } from './access-key.ts';
import { formatKeyFile, KeyFileError, MAX_KEYS, parseKeyFile } from './key-file.ts';
import { readKeyList } from './key-ring.ts';

/** That many bytes that nobody can guess; `randomBytes` of node:crypto, but in a test. */
export type SecretBytes = (count: number) => Uint8Array;

export interface NewKey {
  readonly kind: KeyKind;
  /** 12 digits. */
  readonly account: string;
  /** An IAM user name. */
  readonly principal: string;
  /** Makes a temporary key, with a session token. */
  readonly expiresAt?: Instant;
}

/** Adds a key and returns it with its secret. Throws KeyFileError, and leaves the file alone, when something is not valid. */
export function createKey(path: string, wanted: NewKey, now: Instant, secretBytes: SecretBytes): AccessKey {
  return changeKeys(path, (keys) => {
    const key: AccessKey = {
      ...newCredentials(wanted.expiresAt !== undefined, secretBytes),
      ...wanted,
      createdAt: now,
    };
    return { keys: [...keys, key], result: key };
  });
}

/** Every key without its secrets, in the order of making. Throws KeyFileError. */
export function listKeys(path: string): Omit<AccessKey, 'secret' | 'sessionToken'>[] {
  return readIfThere(path).map(({ secret: _secret, sessionToken: _token, ...shown }) => shown);
}

/**
 * Revokes a key for good; the first time stands when it was revoked before. Returns false when there is no such key. Throws
 * KeyFileError.
 */
export function revokeKey(path: string, id: string, now: Instant): boolean {
  return changeKeys(path, (keys) => ({
    keys: keys.map((key) => (key.id === id ? { ...key, revokedAt: key.revokedAt ?? now } : key)),
    result: keys.some((key) => key.id === id),
  }));
}

/** AKIA and 80 random bits in base 32, as AWS's ids look; ASIA for a temporary key. Secrets have 240 bits, tokens 480. */
function newCredentials(
  temporary: boolean,
  secretBytes: SecretBytes,
): Pick<AccessKey, 'id' | 'secret' | 'sessionToken'> {
  const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const suffix = Array.from(secretBytes(16), (byte) => base32[byte & 31]).join('');
  const base64 = (count: number): string => Buffer.from(secretBytes(count)).toString('base64');
  const id = `${temporary ? 'ASIA' : 'AKIA'}${suffix}`;
  return temporary ? { id, secret: base64(30), sessionToken: base64(60) } : { id, secret: base64(30) };
}

function changeKeys<T>(path: string, change: (keys: readonly AccessKey[]) => { keys: AccessKey[]; result: T }): T {
  const lockPath = `${path}.lock`;
  const lock = openLock(lockPath);
  let renamed = false;
  try {
    const { keys, result } = change(readIfThere(path));
    if (keys.length > MAX_KEYS) throw new KeyFileError(`${path} would hold more than ${MAX_KEYS} keys`);
    const text = formatKeyFile(keys);
    // What could not be read back must never replace what can.
    parseKeyFile(text);
    writeFileSync(lock, text);
    fsyncSync(lock);
    renameSync(lockPath, path);
    renamed = true;
    syncFolder(dirname(path));
    return result;
  } finally {
    closeSync(lock);
    if (!renamed) unlinkSync(lockPath);
  }
}

function readIfThere(path: string): AccessKey[] {
  return existsSync(path) ? readKeyList(path) : [];
}

function openLock(lockPath: string): number {
  try {
    return openSync(lockPath, 'wx', 0o600);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new KeyFileError(`another process is changing the keys; if none is, remove ${lockPath}`);
    throw error;
  }
}

/** Makes the rename itself durable. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
