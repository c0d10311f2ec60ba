/** What a verifier lets in: the edges of time, both forms, temporary keys, repeated headers, keys that change. */
import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { test } from 'node:test';
import type { HttpRequest } from '../../../../src/api/protocol/http-message.ts';
import { canonicalPath, canonicalQuery } from '../../../../src/api/protocol/sigv4/canonical-request.ts';
import { createSignatureVerifier } from '../../../../src/api/protocol/sigv4/verifier.ts';
import type { AccessKey } from '../../../../src/keys/access-key.ts';
import { KEY, NOW, presign, REGION, SERVICE, sign, UNSIGNED } from '../../../support/aws-signer.ts';

const TEMPORARY: AccessKey = { ...KEY, id: 'ASIAIOSFODNN7EXAMPLE', sessionToken: 'a-session-token-of-32-characters' };
const find = (id: string) => [KEY, TEMPORARY].find((key) => key.id === id);
const verify = createSignatureVerifier({ service: SERVICE });
const isVerified = (request: HttpRequest, now = NOW): boolean => verify(request, find, now).kind === 'verified';

test('a signature holds for five minutes around its time, and not a second longer', async () => {
  const request = await sign(UNSIGNED);
  assert.deepEqual(
    [-301_000, -300_000, 0, 300_000, 301_000].map((offset) => isVerified(request, NOW + offset)),
    [false, true, true, true, false],
  );
});

test('a presigned URL holds for as long as it says, up to a week', async () => {
  const week = await presign(UNSIGNED, { expiresIn: 604_800 });
  assert.deepEqual(
    [-301_000, -300_000, 604_800_000, 604_801_000].map((offset) => isVerified(week, NOW + offset)),
    [false, true, true, false],
  );
});

test('a presigned URL that does not say for how long holds for five minutes', () => {
  const silent = presignedWithoutExpires();
  assert.deepEqual(
    [-301_000, -300_000, 300_000, 301_000].map((offset) => isVerified(silent, NOW + offset)),
    [false, true, true, false],
  );
});

test('a temporary key works with its session token in either form, until it expires', async () => {
  const expiring = (id: string): AccessKey | undefined =>
    id === TEMPORARY.id ? { ...TEMPORARY, expiresAt: NOW + 1 } : undefined;
  for (const request of [await sign(UNSIGNED, { key: TEMPORARY }), await presign(UNSIGNED, { key: TEMPORARY })]) {
    assert.equal(verify(request, expiring, NOW).kind, 'verified');
    assert.equal(verify(request, expiring, NOW + 1).kind, 'refused');
  }
});

test('a replaced secret counts at once, also where the old signing key was kept', async () => {
  const request = await sign(UNSIGNED);
  const rotated = { ...KEY, secret: 'another-secret-of-40-characters-XXXXXXXX' };
  assert.equal(verify(request, () => KEY, NOW).kind, 'verified');
  assert.equal(verify(request, () => rotated, NOW).kind, 'refused');
  assert.equal(verify(await sign(UNSIGNED, { key: rotated }), () => rotated, NOW).kind, 'verified');
  assert.equal(verify(request, () => KEY, NOW).kind, 'verified');
});

test('only the regions that are served are let in, when they are listed', async () => {
  const narrow = createSignatureVerifier({ service: SERVICE, regions: new Set(['us-east-1']) });
  assert.equal(narrow(await sign(UNSIGNED), find, NOW).kind, 'refused');
  const verified = narrow(await sign(UNSIGNED, { region: 'us-east-1' }), find, NOW);
  assert.deepEqual(verified, { kind: 'verified', key: KEY, region: 'us-east-1' });
});

test('the values of a repeated header are covered in their order, joined by a bare comma', async () => {
  const headers = { ...UNSIGNED.headers, 'x-list': 'one,two' };
  const request = await sign({ ...UNSIGNED, headers });
  assert.ok(isVerified(request));
  assert.ok(!isVerified({ ...request, headers: { ...request.headers, 'x-list': 'two,one' } }));
});

test('blanks around and runs of blanks inside a header value do not matter', async () => {
  const request = await sign({ ...UNSIGNED, headers: { ...UNSIGNED.headers, 'x-blanks': 'a b c' } });
  assert.ok(isVerified({ ...request, headers: { ...request.headers, 'x-blanks': ' \ta  b \t c ' } }));
  assert.ok(!isVerified({ ...request, headers: { ...request.headers, 'x-blanks': 'a bc' } }));
});

test('a header that is not signed may be anything, so that proxies can add theirs', async () => {
  const request = await sign(UNSIGNED);
  assert.ok(isVerified({ ...request, headers: { ...request.headers, 'x-amzn-trace-id': 'Root=1', via: '1.1 proxy' } }));
});

test('a body hash that is sent but not signed must still be true', async () => {
  const request = signedWithDateHeader();
  const bodyHash = createHash('sha256').update(request.body).digest('hex');
  const withHash = (value: string) => ({ ...request, headers: { ...request.headers, 'x-amz-content-sha256': value } });
  assert.ok(isVerified(withHash(bodyHash)));
  assert.ok(!isVerified(withHash(bodyHash.replaceAll('0', '1'))));
  assert.ok(!isVerified(withHash('UNSIGNED-PAYLOAD')));
});

test('a Date header dates a signature where there is no X-Amz-Date, in both of its forms', async () => {
  assert.ok(isVerified(signedWithDateHeader()));
  assert.ok(isVerified(signedWithDateHeader('20260329T005930Z')));
  const later = signedWithDateHeader('Sun, 29 Mar 2026 00:59:31 GMT');
  assert.ok(!isVerified(later), 'the signature is of a second earlier');
});

test('the path is encoded once more, without dot segments and empty ones', () => {
  assert.equal(canonicalPath('/v2/tags/arn%3Aaws%3Acampaign%2F1'), '/v2/tags/arn%253Aaws%253Acampaign%252F1');
  const folded = { '': '/', '/': '/', '//a//b/': '/a/b/', '/a/./b': '/a/b', '/a/../b/..': '/', '/..a/.b': '/..a/.b' };
  for (const [path, canonical] of Object.entries(folded)) assert.equal(canonicalPath(path), canonical, path);
});

test('a query is sorted by name, then by value, each in its one spelling', () => {
  assert.equal(canonicalQuery('b=2&a-=1&a=2&a=1'), 'a=1&a=2&a-=1&b=2');
  assert.equal(canonicalQuery('tagKeys=a%20b&tagKeys=c%2fd&x=%7e%41+'), 'tagKeys=a%20b&tagKeys=c%2Fd&x=~A%2B');
  assert.equal(canonicalQuery('flag&&empty='), 'empty=&flag=');
  assert.equal(canonicalQuery('broken=%zz%'), 'broken=%25zz%25');
  assert.equal(canonicalQuery('bytes=\u00e9%ff'), 'bytes=%E9%FF');
});

const SCOPE = ['20260329', REGION, SERVICE, 'aws4_request'];
const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** By the steps of the AWS page, for what the signer for JavaScript never sends. Signed at 00:59:30. */
function signatureOf(canonical: string): string {
  const signingKey = SCOPE.reduce<Buffer>(
    (key, part) => createHmac('sha256', key).update(part).digest(),
    Buffer.from(`AWS4${KEY.secret}`),
  );
  const stringToSign = `AWS4-HMAC-SHA256\n20260329T005930Z\n${SCOPE.join('/')}\n${sha256(canonical)}`;
  return createHmac('sha256', signingKey).update(stringToSign).digest('hex');
}

/** A request dated by its Date header alone, where the signer always writes X-Amz-Date. */
function signedWithDateHeader(date = 'Sun, 29 Mar 2026 00:59:30 GMT'): HttpRequest {
  const body = Buffer.from('{}');
  const signature = signatureOf(
    `POST\n/v2/campaigns-summary\n\ndate:${date}\nhost:localhost\n\ndate;host\n${sha256(body)}`,
  );
  const authorization = `AWS4-HMAC-SHA256 Credential=${KEY.id}/${SCOPE.join('/')},SignedHeaders=date;host,Signature=${signature}`;
  return {
    method: 'POST',
    rawPath: '/v2/campaigns-summary',
    rawQuery: '',
    headers: { host: 'localhost', date, authorization },
    body,
  };
}

/** A presigned URL without X-Amz-Expires, which the signer always writes. */
function presignedWithoutExpires(): HttpRequest {
  const credential = encodeURIComponent(`${KEY.id}/${SCOPE.join('/')}`);
  const query = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${credential}&X-Amz-Date=20260329T005930Z&X-Amz-SignedHeaders=host`;
  const signature = signatureOf(`GET\n/v2/campaigns/x/state\n${query}\nhost:localhost\n\nhost\n${sha256('')}`);
  return {
    method: 'GET',
    rawPath: '/v2/campaigns/x/state',
    rawQuery: `${query}&X-Amz-Signature=${signature}`,
    headers: { host: 'localhost' },
    body: new Uint8Array(),
  };
}
