import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePrivateListenAddress } from '../../../src/lib/listen-address.ts';

test('only this machine and private networks can reach what is listened on', () => {
  assert.deepEqual(parsePrivateListenAddress('127.0.0.1:2525'), { host: '127.0.0.1', port: 2525 });
  assert.deepEqual(parsePrivateListenAddress('[::1]:24'), { host: '::1', port: 24 });
  assert.deepEqual(parsePrivateListenAddress('localhost:0'), { host: 'localhost', port: 0 });
  for (const host of ['10.1.2.3', '172.31.0.1', '192.168.0.1']) {
    assert.deepEqual(parsePrivateListenAddress(`${host}:24`), { host, port: 24 });
  }
  assert.deepEqual(parsePrivateListenAddress('[fd00::1]:24'), { host: 'fd00::1', port: 24 });
  for (const text of [
    '0.0.0.0:24',
    '[::]:24',
    '8.8.8.8:24',
    '172.32.0.1:24',
    'example.com:24',
    '127.0.0.1',
    ':24',
    '',
  ]) {
    assert.equal(parsePrivateListenAddress(text), undefined, text);
  }
  for (const text of ['127.0.0.1:65536', '127.0.0.1:-1', '127.0.0.1:x', '::1:24', '[::1', '127.0.0.1:24:24']) {
    assert.equal(parsePrivateListenAddress(text), undefined, text);
  }
});
