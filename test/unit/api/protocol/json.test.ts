/** JSON from untrusted bytes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../../../../src/api/protocol/errors.ts';
import { parseJson } from '../../../../src/api/protocol/json.ts';

const parse = (text: string): unknown => parseJson(Buffer.from(text));
const isSerializationError = (error: unknown): boolean =>
  error instanceof ApiError && error.name === 'SerializationException' && !error.message.includes('canary');

test('JSON is parsed, the last of repeated keys counts, and __proto__ is a key', () => {
  assert.deepEqual(parse('{"a":1,"a":2}'), { a: 2 });
  assert.deepEqual(Object.keys(Object(parse('{"__proto__":{"x":1}}'))), ['__proto__']);
});

test('a view into a larger buffer is read where it lies', () => {
  assert.deepEqual(parseJson(new Uint8Array(Buffer.from('xx{"a":1}yy')).subarray(2, 9)), { a: 1 });
});

test('what is no JSON is a serialization error that quotes nothing of it', () => {
  for (const text of ['', '{', '{"canary":}', '{"a":1,}', "{'canary':1}", '// canary\n{}', 'NaN', '\ufeff{}', 'canary'])
    assert.throws(() => parse(text), isSerializationError, text);
});

test('bytes that are no UTF-8 are a serialization error', () => {
  assert.throws(() => parseJson(Buffer.from([0x22, 0xff, 0x22])), isSerializationError);
  assert.throws(() => parseJson(Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])), isSerializationError);
});

test('a large body that nests too deeply is refused before it is parsed, and brackets in strings do not count', () => {
  const padding = ' '.repeat(70_000);
  assert.throws(() => parse(`${'['.repeat(65)}${']'.repeat(65)}${padding}`), /more than 64 levels/);
  assert.deepEqual(parse(`${'['.repeat(64)}${']'.repeat(64)}${padding}`), parse(`${'['.repeat(64)}${']'.repeat(64)}`));
  assert.throws(() => parse('{"a":'.repeat(800_000)), /more than 64 levels/);
  const text = `${'[{\\"'.repeat(20_000)}`;
  assert.deepEqual(parse(`{"a":"${text}"}`), { a: text.replaceAll('\\"', '"') });
  assert.equal(Array.isArray(parse(`[${'[],'.repeat(30_000)}[]]`)), true);
});

test('a small body may nest as it likes: parsing it is cheap', () => {
  assert.equal(Array.isArray(parse('['.repeat(30_000) + ']'.repeat(30_000))), true);
});
