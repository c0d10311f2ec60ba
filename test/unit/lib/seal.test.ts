import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createSeal } from '../../../src/lib/seal.ts';

const seal = createSeal(Buffer.alloc(32, 1));

test('what was sealed is opened, and equal contents have equal tokens', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (content) => {
      const token = seal.seal(content);
      assert.deepEqual(seal.open(token), Buffer.from(content));
      assert.equal(seal.seal(content), token);
      assert.match(token, /^[A-Za-z0-9_-]+$/);
    }),
  );
});

test('a token with any character changed, added or left out opens for nobody', () => {
  const token = seal.seal(Buffer.from('somebody@example.com'));
  for (let at = 0; at < token.length; at += 1) {
    for (const other of ['A', 'z', '0', '_', '.', '']) {
      if (token[at] === other) continue;
      const altered = token.slice(0, at) + other + token.slice(at + 1);
      assert.equal(seal.open(altered), undefined, `${at} ${other}`);
    }
  }
  for (const more of ['A', '=', '==', ' ', '\n', '+']) {
    assert.equal(seal.open(token + more), undefined);
    assert.equal(seal.open(more + token), undefined);
  }
});

test('a token of another key, a cut one and an empty one open for nobody', () => {
  const token = seal.seal(Buffer.from('content'));
  assert.equal(createSeal(Buffer.alloc(32, 2)).open(token), undefined);
  for (let length = 0; length < token.length; length += 1) assert.equal(seal.open(token.slice(0, length)), undefined);
});

test('a token shows nothing of what it seals', () => {
  const secret = 'somebody@example.com';
  const token = seal.seal(Buffer.from(secret));
  const bytes = Buffer.from(token, 'base64url').toString('latin1');
  assert.ok(!bytes.includes('somebody') && !bytes.includes('example') && !token.includes('somebody'));
});
