/** keys.json: made and changed by one process while another reads it, and never lost. */
import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import type { AccessKey } from '../../../src/keys/access-key.ts';
import { formatKeyFile, KeyFileError, parseKeyFile } from '../../../src/keys/key-file.ts';
import { createKeyRing } from '../../../src/keys/key-ring.ts';
import { createKey, listKeys, type NewKey, revokeKey } from '../../../src/keys/key-store.ts';

const NOW = Date.parse('2026-03-29T01:00:00Z');
const ALICE: NewKey = { kind: 'api', account: '123456789012', principal: 'alice' };

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'campanile-keys-'));
  path = join(folder, 'keys.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Different bytes at every call, always the same ones. */
function countingBytes(): (count: number) => Uint8Array {
  let next = 0;
  return (count) =>
    Uint8Array.from({ length: count }, () => {
      next += 7;
      return next & 255;
    });
}
const secretBytes = countingBytes();
const noComplaint = (error: Error): never => assert.fail(error);

test('a created key is found at once by a ring that was there before the file', () => {
  const ring = createKeyRing({ path, onUnusable: noComplaint });
  assert.equal(ring.find('AKIA'), undefined);
  const key = createKey(path, ALICE, NOW, secretBytes);
  assert.deepEqual(ring.find(key.id), key);
  const second = createKey(path, { ...ALICE, kind: 'admin' }, NOW + 1, secretBytes);
  assert.deepEqual([ring.find(key.id), ring.find(second.id)], [key, second]);
});

test('keys look as those of AWS do, and temporary ones have a session token', () => {
  const key = createKey(path, ALICE, NOW, secretBytes);
  assert.match(key.id, /^AKIA[A-Z2-7]{16}$/);
  assert.match(key.secret, /^[A-Za-z0-9+/]{40}$/);
  assert.equal(key.sessionToken, undefined);
  const temporary = createKey(path, { ...ALICE, expiresAt: NOW + 3_600_000 }, NOW, secretBytes);
  assert.match(temporary.id, /^ASIA[A-Z2-7]{16}$/);
  assert.equal(temporary.sessionToken?.length, 80);
});

test('only the owner may read the file, and nothing else is left in the folder', () => {
  createKey(path, ALICE, NOW, secretBytes);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.ok(!existsSync(`${path}.lock`));
});

test('a list shows everything but the secrets', () => {
  const {
    secret: _s,
    sessionToken: _t,
    ...shown
  } = createKey(path, { ...ALICE, expiresAt: NOW + 1 }, NOW, secretBytes);
  assert.deepEqual(listKeys(path), [shown]);
  assert.deepEqual(listKeys(join(folder, 'none.json')), []);
});

test('a revoked key stays in the file, with the time of its first revocation', () => {
  const ring = createKeyRing({ path, onUnusable: noComplaint });
  const key = createKey(path, ALICE, NOW, secretBytes);
  assert.ok(revokeKey(path, key.id, NOW + 1_000));
  assert.ok(revokeKey(path, key.id, NOW + 2_000));
  assert.equal(ring.find(key.id)?.revokedAt, NOW + 1_000);
  assert.equal(revokeKey(path, 'AKIANOBODYXXXEXAMPLE', NOW), false);
});

test('an edit in place is seen too, and so is the loss of the file', () => {
  const key = createKey(path, ALICE, NOW, secretBytes);
  const ring = createKeyRing({ path, onUnusable: noComplaint });
  writeFileSync(path, formatKeyFile([{ ...key, principal: 'somebody' }]));
  assert.equal(ring.find(key.id)?.principal, 'somebody');
  rmSync(path);
  assert.equal(ring.find(key.id), undefined);
});

test('a file that breaks while it is used is told once, and the keys from before stay', () => {
  const key = createKey(path, ALICE, NOW, secretBytes);
  const complaints: string[] = [];
  const ring = createKeyRing({ path, onUnusable: (error) => complaints.push(error.message) });
  const good = readFileSync(path, 'utf8');
  writeFileSync(path, good.slice(0, -20));
  for (let times = 0; times < 3; times += 1) assert.deepEqual(ring.find(key.id), key);
  assert.deepEqual(complaints, [`${path} cannot be used: it is not JSON`]);
  writeFileSync(path, formatKeyFile([]));
  assert.equal(ring.find(key.id), undefined);
  assert.equal(complaints.length, 1);
});

test('a broken file is not replaced by a change, nor taken at the start', () => {
  writeFileSync(path, '{"version": 1, "keys": [', { mode: 0o600 });
  assert.throws(() => createKey(path, ALICE, NOW, secretBytes), KeyFileError);
  assert.throws(() => revokeKey(path, 'AKIA', NOW), KeyFileError);
  assert.throws(() => createKeyRing({ path, onUnusable: noComplaint }), KeyFileError);
  assert.equal(readFileSync(path, 'utf8'), '{"version": 1, "keys": [');
  assert.ok(!existsSync(`${path}.lock`));
});

test('a file that others may read is not taken', { skip: process.platform === 'win32' && 'needs file modes' }, () => {
  createKey(path, ALICE, NOW, secretBytes);
  chmodSync(path, 0o640);
  assert.throws(() => createKeyRing({ path, onUnusable: noComplaint }), /chmod 600/);
});

test('a second writer waits for nobody: it is told, and the file stays', () => {
  const key = createKey(path, ALICE, NOW, secretBytes);
  writeFileSync(`${path}.lock`, '');
  assert.throws(() => revokeKey(path, key.id, NOW), /another process is changing the keys/);
  assert.ok(existsSync(`${path}.lock`), 'the lock of the other stays');
  assert.equal(listKeys(path)[0]?.revokedAt, undefined);
});

test('what is not valid is refused before the file is touched', () => {
  createKey(path, ALICE, NOW, secretBytes);
  const before = readFileSync(path, 'utf8');
  const wrong: Partial<NewKey>[] = [{ account: '12' }, { principal: 'a/b' }, { principal: '' }];
  for (const part of wrong) assert.throws(() => createKey(path, { ...ALICE, ...part }, NOW, secretBytes), KeyFileError);
  const sameBytes = (count: number) => new Uint8Array(count);
  assert.equal(readFileSync(path, 'utf8'), before);
  createKey(path, ALICE, NOW, sameBytes);
  assert.throws(() => createKey(path, ALICE, NOW, sameBytes), /twice/);
  assert.equal(listKeys(path).length, 2);
});

test('the text reads back as it was, and its errors name the place and no secret', () => {
  const key: AccessKey = { id: 'AKIAIOSFODNN7EXAMPLE', ...ALICE, secret: 's3cr3t-s3cr3t-s3cr3t', createdAt: NOW };
  const full = {
    ...key,
    id: 'ASIAIOSFODNN7EXAMPLE',
    sessionToken: 't'.repeat(32),
    expiresAt: NOW + 1,
    revokedAt: NOW + 2,
  };
  assert.deepEqual(parseKeyFile(formatKeyFile([key, full])), [key, full]);
  const entry = { ...key, createdAt: '2026-03-29T01:00:00Z' };
  const broken: [unknown, RegExp][] = [
    [[], /must be \{"version"/],
    [{ version: 2, keys: [] }, /must be \{"version"/],
    [{ version: 1, keys: [1] }, /keys\[0\] must be an object/],
    [{ version: 1, keys: [{ ...entry, kind: 'root' }] }, /keys\[0\]\.kind is not valid/],
    [{ version: 1, keys: [{ ...entry, secret: 's3cr3t' }] }, /keys\[0\]\.secret is not valid/],
    [{ version: 1, keys: [{ ...entry, createdAt: NOW }] }, /keys\[0\]\.createdAt is not an ISO 8601 time/],
    [{ version: 1, keys: [{ ...entry, note: 's3cr3t' }] }, /keys\[0\] has a member that is not known here: note/],
    [{ version: 1, keys: [entry, entry] }, /twice/],
  ];
  for (const [file, message] of broken) {
    const read = (): unknown => parseKeyFile(JSON.stringify(file));
    assert.throws(read, message);
    assert.throws(read, (error: Error) => !error.message.includes('s3cr3t'));
  }
});

test('a ring reads a file that was renamed into place with the same size and time', () => {
  const first = createKey(path, ALICE, NOW, secretBytes);
  utimesSync(path, 1, 1);
  const ring = createKeyRing({ path, onUnusable: noComplaint });
  const other = join(folder, 'other.json');
  writeFileSync(other, formatKeyFile([{ ...first, principal: 'malic' }]), { mode: 0o600 });
  utimesSync(other, 1, 1);
  renameSync(other, path);
  assert.equal(ring.find(first.id)?.principal, 'malic');
});
