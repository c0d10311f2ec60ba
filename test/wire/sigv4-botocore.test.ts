/** Random requests signed by botocore verify, and none does with any one thing changed. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { createSignatureVerifier } from '../../src/api/protocol/sigv4/verifier.ts';
import type { AccessKey } from '../../src/keys/access-key.ts';
import { KEY, NOW, REGION, SERVICE, type Unsigned } from '../support/aws-signer.ts';
import { BOTOCORE_MISSING, type BotocoreSigner, startBotocoreSigner } from '../support/botocore-signer.ts';
import { anUnsigned, applyMutation, mutation } from '../support/signed-requests.ts';

const verify = createSignatureVerifier({ service: SERVICE });
const TEMPORARY: AccessKey = { ...KEY, id: 'ASIAIOSFODNN7EXAMPLE', sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLE/+=token' };
const find = (id: string) => [KEY, TEMPORARY].find((key) => key.id === id);

/** botocore moves the body of a presigned request into the query and keeps one value of each name. */
const presignable = (unsigned: Unsigned): Unsigned => ({
  ...unsigned,
  body: new Uint8Array(),
  query: Object.fromEntries(Object.entries(unsigned.query).map(([name, values]) => [name, values.slice(0, 1)])),
});

let botocore: BotocoreSigner | undefined;
before(() => {
  if (BOTOCORE_MISSING === false) botocore = startBotocoreSigner();
});
after(() => botocore?.close());

for (const form of ['header', 'presigned'] as const) {
  test(`what botocore signs (${form}) verifies, and one change of anything is refused`, {
    skip: BOTOCORE_MISSING,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(anUnsigned(), mutation(), fc.boolean(), async (drawn, change, temporary) => {
        const unsigned = form === 'presigned' ? presignable(drawn) : drawn;
        const key = temporary ? TEMPORARY : KEY;
        const request = await botocore!.sign(unsigned, key, form);
        assert.deepEqual(verify(request, find, NOW), { kind: 'verified', key, region: REGION });
        const changed = applyMutation(request, change);
        assert.equal(verify(changed, find, NOW).kind, 'refused', `${change.what} changed`);
      }),
      { numRuns: 500 },
    );
  });
}
