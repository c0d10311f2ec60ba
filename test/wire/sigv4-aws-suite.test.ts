/** AWS's own Signature Version 4 test suite, as the npm package @smithy/signature-v4 carries it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpRequest } from '../../src/api/protocol/http-message.ts';
import { createSignatureVerifier } from '../../src/api/protocol/sigv4/verifier.ts';
import type { AccessKey } from '../../src/keys/access-key.ts';
import { encode } from '../support/aws-signer.ts';

/** What the fixture exports, of which the package ships no types beside the code. */
interface Suite {
  readonly region: string;
  readonly service: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly signingDate: Date;
  readonly requests: readonly {
    readonly name: string;
    readonly request: {
      readonly method: string;
      readonly path: string;
      readonly query: Readonly<Record<string, string>>;
      readonly headers: Readonly<Record<string, string>>;
      readonly body?: string;
    };
    readonly authorization: string;
  }[];
}

const suite: Suite = await import(import.meta.resolve('@smithy/signature-v4/dist-es/suite.fixture.js'));

/** The suite's key; with the session token of the case that sends one. */
function keyFor(request: HttpRequest): AccessKey {
  const sessionToken = request.headers['x-amz-security-token'];
  return {
    id: suite.credentials.accessKeyId,
    secret: suite.credentials.secretAccessKey,
    kind: 'api',
    account: '123456789012',
    principal: 'aws',
    createdAt: 0,
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
}

/** The request as node:http would hand it on: one character per byte. */
function wireForm({ request, authorization }: Suite['requests'][number]): HttpRequest {
  return {
    method: request.method,
    rawPath: Buffer.from(request.path).toString('latin1'),
    rawQuery: Object.entries(request.query)
      .map(([name, value]) => `${encode(name)}=${encode(value)}`)
      .join('&'),
    headers: { ...request.headers, authorization },
    body: Buffer.from(request.body ?? ''),
  };
}

test('the suite is there', () => {
  assert.ok(suite.requests.length >= 24, `only ${suite.requests.length} cases`);
});

for (const one of suite.requests) {
  const verify = createSignatureVerifier({ service: suite.service });
  const now = suite.signingDate.getTime();

  test(`AWS's case ${one.name} verifies, and not with another body`, () => {
    const request = wireForm(one);
    const key = keyFor(request);
    const find = (id: string): AccessKey | undefined => (id === key.id ? key : undefined);
    assert.deepEqual(verify(request, find, now), { kind: 'verified', key, region: suite.region });
    const changed = verify({ ...request, body: Buffer.from('other') }, find, now);
    assert.equal(changed.kind, 'refused');
  });
}
