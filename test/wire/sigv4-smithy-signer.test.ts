/** Random requests signed by AWS's signer for JavaScript verify, and none does with any one thing changed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createSignatureVerifier } from '../../src/api/protocol/sigv4/verifier.ts';
import { KEY, NOW, presign, REGION, SERVICE, sign } from '../support/aws-signer.ts';
import { anUnsigned, applyMutation, mutation } from '../support/signed-requests.ts';

const verify = createSignatureVerifier({ service: SERVICE });
const find = (id: string) => (id === KEY.id ? KEY : undefined);
const VERIFIED = { kind: 'verified', key: KEY, region: REGION };

test('what the signer signs in a header verifies, and one change of anything is refused', async () => {
  await fc.assert(
    fc.asyncProperty(anUnsigned(), mutation(), async (unsigned, change) => {
      const request = await sign(unsigned);
      assert.deepEqual(verify(request, find, NOW), VERIFIED);
      const changed = applyMutation(request, change);
      assert.equal(verify(changed, find, NOW).kind, 'refused', `${change.what} changed`);
    }),
    { numRuns: 500 },
  );
});

test('what the signer presigns verifies, and one change of anything is refused', async () => {
  await fc.assert(
    fc.asyncProperty(anUnsigned(), mutation(), async (unsigned, change) => {
      const request = await presign(unsigned);
      assert.deepEqual(verify(request, find, NOW), VERIFIED);
      const changed = applyMutation(request, change);
      assert.equal(verify(changed, find, NOW).kind, 'refused', `${change.what} changed`);
    }),
    { numRuns: 500 },
  );
});

test('no single bit of a body may change', async () => {
  const request = await sign({
    method: 'PUT',
    segments: ['v2', 'campaigns'],
    query: {},
    headers: { host: 'localhost' },
    body: Buffer.from('{"name":"campaign"}'),
  });
  for (let bit = 0; bit < request.body.length * 8; bit += 1) {
    const body = Uint8Array.from(request.body, (byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
    assert.equal(verify({ ...request, body }, find, NOW).kind, 'refused', `bit ${bit}`);
  }
});
