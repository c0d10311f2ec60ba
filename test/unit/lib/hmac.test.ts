/** HMAC-SHA256 spelled out: the same as the platform's, whatever the key and the length of the message. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { createHmacSha256 } from '../../../src/lib/hmac.ts';

test('an HMAC is that of the published test case', () => {
  // RFC 4231 section 4.3: a key shorter than the digest.
  assert.equal(
    createHmacSha256(Buffer.from('Jefe'))('what do ya want for nothing?', 'hex'),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
});

test('messages of every length and alphabet have the HMAC that the platform makes', () => {
  const keys = [
    Buffer.alloc(0),
    Buffer.alloc(32, 0xff),
    Buffer.from(Array.from({ length: 64 }, (_, index) => index * 3)),
  ];
  const lengths = [0, 1, 55, 56, 64, 341, 1_023, 1_024, 1_025, 5_000];
  for (const key of keys) {
    const hmac = createHmacSha256(key);
    for (const letter of ['a', 'é', '€', '😀']) {
      for (const length of lengths) {
        const message = letter.repeat(length);
        const expected = createHmac('sha256', key).update(message).digest();
        assert.equal(hmac(message, 'hex'), expected.toString('hex'), `${length} x ${letter}`);
        assert.deepEqual(Buffer.from(hmac(message, 'binary'), 'latin1'), expected);
      }
    }
  }
});

test('a message leaves nothing behind for the next one', () => {
  const hmac = createHmacSha256(Buffer.alloc(32, 1));
  const short = hmac('short', 'hex');
  hmac('a longer message that covers more of the room', 'hex');
  createHmacSha256(Buffer.alloc(32, 2))('x', 'hex');
  assert.equal(hmac('short', 'hex'), short);
});

test('a key longer than a block is refused, since it would have to be hashed first', () => {
  assert.throws(() => createHmacSha256(Buffer.alloc(65)), RangeError);
});
