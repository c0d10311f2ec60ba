/** Kept signing keys: the same one again, of the same secret, and never more than a thousand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSigningKeys, deriveSigningKey } from '../../../../src/api/protocol/sigv4/signing-key.ts';

const scopeOf = (region: string) => ({ date: '20150830', region, service: 'iam', terminator: 'aws4_request' });
const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';

test("a signing key is that of AWS's published example", () => {
  // "Deriving the signing key" of the AWS General Reference.
  const expected = 'c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9';
  assert.equal(deriveSigningKey(SECRET, scopeOf('us-east-1')).toString('hex'), expected);
});

test('a kept key is handed out again, for its own secret only', () => {
  const signingKeys = createSigningKeys();
  const derived = signingKeys.get('AKIA', SECRET, scopeOf('us-east-1'));
  signingKeys.keep('AKIA', SECRET, scopeOf('us-east-1'), derived);
  assert.equal(signingKeys.get('AKIA', SECRET, scopeOf('us-east-1')), derived);
  assert.notDeepEqual(signingKeys.get('AKIA', 'another', scopeOf('us-east-1')), derived);
  assert.notDeepEqual(signingKeys.get('AKIA', SECRET, scopeOf('us-east-2')), derived);
});

test('of more than a thousand keys the oldest is let go', () => {
  const signingKeys = createSigningKeys();
  const kept = Array.from({ length: 1_001 }, (_, index) => {
    const scope = scopeOf(`region-${index}`);
    const signingKey = signingKeys.get('AKIA', SECRET, scope);
    signingKeys.keep('AKIA', SECRET, scope, signingKey);
    return signingKey;
  });
  const isKept = (index: number) => signingKeys.get('AKIA', SECRET, scopeOf(`region-${index}`)) === kept[index];
  assert.deepEqual([0, 1, 1_000].map(isKept), [false, true, true]);
});
