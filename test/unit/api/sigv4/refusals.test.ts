/** Every way in which a signature can be wrong, with the error that AWS gives it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpRequest } from '../../../../src/api/protocol/http-message.ts';
import { createSignatureVerifier } from '../../../../src/api/protocol/sigv4/verifier.ts';
import type { AccessKey } from '../../../../src/keys/access-key.ts';
import { KEY, NOW, presign, SERVICE, type SigningOptions, sign, UNSIGNED } from '../../../support/aws-signer.ts';

const TEMPORARY: AccessKey = { ...KEY, id: 'ASIAIOSFODNN7EXAMPLE', sessionToken: 'a-session-token-of-32-characters' };
const EXPIRED: AccessKey = { ...TEMPORARY, id: 'ASIAEXPIREDXXEXAMPLE', expiresAt: NOW };
const REVOKED: AccessKey = { ...KEY, id: 'AKIAREVOKEDXXEXAMPLE', revokedAt: NOW - 1 };
const KEYS = [KEY, TEMPORARY, EXPIRED, REVOKED];
const find = (id: string) => KEYS.find((key) => key.id === id);
const verify = createSignatureVerifier({ service: SERVICE });

/** A signed request, changed afterwards. */
interface Case {
  readonly why: string;
  readonly signing?: SigningOptions & { readonly expiresIn?: number };
  readonly presigned?: true;
  readonly unsigned?: typeof UNSIGNED;
  readonly change?: (request: HttpRequest) => HttpRequest;
  readonly error: string;
  readonly message: string | RegExp;
}

const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';
const INVALID_TOKEN = 'The security token included in the request is invalid.';

const setHeader = (name: string, change: (value: string) => string | undefined) => (request: HttpRequest) => {
  const { [name]: before = '', ...others } = request.headers;
  const value = change(before);
  return { ...request, headers: value === undefined ? others : { ...others, [name]: value } };
};
const setAuthorization = (change: (value: string) => string | undefined) => setHeader('authorization', change);
const setQuery = (change: (query: string) => string) => (request: HttpRequest) => ({
  ...request,
  rawQuery: change(request.rawQuery),
});

const CASES: Case[] = [
  {
    why: 'no signature at all',
    change: setAuthorization(() => undefined),
    error: 'MissingAuthenticationTokenException',
    message: 'Missing Authentication Token',
  },
  {
    why: 'another scheme',
    change: setAuthorization(() => 'Basic YWxpY2U6c2VjcmV0'),
    error: 'MissingAuthenticationTokenException',
    message: 'Missing Authentication Token',
  },
  {
    why: 'both forms at once',
    change: setQuery(() => 'X-Amz-Algorithm=AWS4-HMAC-SHA256'),
    error: 'InvalidSignatureException',
    message: "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
  },
  {
    why: 'an asymmetric signature',
    change: setAuthorization((value) => value.replace('HMAC-SHA256', 'ECDSA-P256-SHA256')),
    error: 'IncompleteSignatureException',
    message: "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256'.",
  },
  {
    why: 'nothing but the algorithm',
    change: setAuthorization(() => 'AWS4-HMAC-SHA256'),
    error: 'IncompleteSignatureException',
    message:
      "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter.",
  },
  {
    why: 'no date',
    change: setHeader('x-amz-date', () => undefined),
    error: 'IncompleteSignatureException',
    message: "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
  },
  {
    why: 'a date in another format',
    change: setHeader('x-amz-date', () => '2026-03-29T00:59:30Z'),
    error: 'IncompleteSignatureException',
    message: "Date must be in ISO-8601 'basic format'. See http://en.wikipedia.org/wiki/ISO_8601",
  },
  {
    why: 'a day that does not exist',
    change: setHeader('x-amz-date', () => '20260230T005930Z'),
    error: 'IncompleteSignatureException',
    message: "Date must be in ISO-8601 'basic format'. See http://en.wikipedia.org/wiki/ISO_8601",
  },
  {
    why: 'no equal-sign',
    change: setAuthorization((value) => value.replace('Credential=', 'Credential ')),
    error: 'IncompleteSignatureException',
    message: 'Not a valid key=value pair (missing equal-sign) in Authorization header.',
  },
  {
    why: 'two signatures',
    change: setAuthorization((value) => `${value}, Signature=00`),
    error: 'IncompleteSignatureException',
    message: "Found 'Signature' more than once.",
  },
  {
    why: 'four parts of a credential',
    change: setAuthorization((value) => value.replace('/aws4_request', '')),
    error: 'IncompleteSignatureException',
    message: 'Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.',
  },
  {
    why: 'signed headers out of order',
    change: setAuthorization((value) => value.replace('content-type;host', 'host;content-type')),
    error: 'IncompleteSignatureException',
    message: "'SignedHeaders' must name headers in lower case, in ascending order and once each.",
  },
  {
    why: 'a signed header twice',
    change: setAuthorization((value) => value.replace(';host;', ';host;host;')),
    error: 'IncompleteSignatureException',
    message: "'SignedHeaders' must name headers in lower case, in ascending order and once each.",
  },
  {
    why: 'the host not signed',
    change: setAuthorization((value) => value.replace(';host;', ';')),
    error: 'IncompleteSignatureException',
    message: "'host' must be a 'SignedHeader' in the AWS Authorization.",
  },
  {
    why: 'the date not signed',
    change: setAuthorization((value) => value.replace(';x-amz-date', '')),
    error: 'IncompleteSignatureException',
    message: "'x-amz-date' must be a 'SignedHeader' in the AWS Authorization.",
  },
  {
    why: 'a session token that is not signed',
    change: setHeader('x-amz-security-token', () => 'a-session-token-of-32-characters'),
    error: 'IncompleteSignatureException',
    message: "'x-amz-security-token' must be a 'SignedHeader' in the AWS Authorization.",
  },
  {
    why: 'a signed header that was not sent',
    change: setHeader('content-type', () => undefined),
    error: 'InvalidSignatureException',
    message: MISMATCH,
  },
  {
    why: 'a signed header named as a member of every object',
    change: setAuthorization((value) => value.replace('=content-type', '=constructor;content-type')),
    error: 'InvalidSignatureException',
    message: MISMATCH,
  },
  {
    why: 'another secret',
    signing: { key: { ...KEY, secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEx' } },
    error: 'InvalidSignatureException',
    message: MISMATCH,
  },
  {
    why: 'a signature of another length',
    change: setAuthorization((value) => value.slice(0, -2)),
    error: 'InvalidSignatureException',
    message: MISMATCH,
  },
  {
    why: 'a body hash of another body',
    change: (request) => ({ ...request, body: Buffer.from('{}') }),
    error: 'InvalidSignatureException',
    message: "The provided 'x-amz-content-sha256' header does not match what was computed.",
  },
  {
    why: 'a payload that is not signed, although the signature is right',
    unsigned: { ...UNSIGNED, headers: { ...UNSIGNED.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } },
    error: 'InvalidSignatureException',
    message: "The provided 'x-amz-content-sha256' header does not match what was computed.",
  },
  {
    why: 'another service',
    signing: { service: 'execute-api' },
    error: 'InvalidSignatureException',
    message: "Credential should be scoped to correct service: 'connect-campaigns'.",
  },
  {
    why: 'no region',
    signing: { region: 'eu_west_2' },
    error: 'InvalidSignatureException',
    message: "Credential should be scoped to a valid region, not 'eu_west_2'.",
  },
  {
    why: 'another terminator',
    change: setAuthorization((value) => value.replace('aws4_request', 'aws5_request')),
    error: 'InvalidSignatureException',
    message: "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'.",
  },
  {
    why: 'the scope of the day before',
    change: setAuthorization((value) => value.replace('/20260329/', '/20260328/')),
    error: 'InvalidSignatureException',
    message:
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20260328' != '20260329', from '20260329T005930Z'.",
  },
  {
    why: 'the scope of a whole month',
    change: setAuthorization((value) => value.replace('/20260329/', '/202603/')),
    error: 'InvalidSignatureException',
    message: /^Date in Credential scope does not match YYYYMMDD .*: '202603' != '20260329'/,
  },
  {
    why: 'a clock that is slow',
    signing: { at: NOW - 301_000 },
    error: 'InvalidSignatureException',
    message: 'Signature expired: 20260329T005429Z is now earlier than 20260329T005430Z (20260329T005930Z - 5 min.)',
  },
  {
    why: 'a clock that is fast',
    signing: { at: NOW + 301_000 },
    error: 'InvalidSignatureException',
    message:
      'Signature not yet current: 20260329T010431Z is still later than 20260329T010430Z (20260329T005930Z + 5 min.)',
  },
  {
    why: 'an unknown key',
    signing: { key: { ...KEY, id: 'AKIAUNKNOWNXXEXAMPLE' } },
    error: 'UnrecognizedClientException',
    message: INVALID_TOKEN,
  },
  { why: 'a revoked key', signing: { key: REVOKED }, error: 'UnrecognizedClientException', message: INVALID_TOKEN },
  {
    why: 'a session token of a key that has none',
    signing: { key: { ...KEY, sessionToken: 'made-up' } },
    error: 'UnrecognizedClientException',
    message: INVALID_TOKEN,
  },
  {
    why: 'another session token',
    signing: { key: { ...TEMPORARY, sessionToken: 'a-session-token-of-32-characterZ' } },
    error: 'UnrecognizedClientException',
    message: INVALID_TOKEN,
  },
  {
    why: 'no session token of a key that has one',
    signing: { key: { ...KEY, id: TEMPORARY.id } },
    error: 'UnrecognizedClientException',
    message: INVALID_TOKEN,
  },
  {
    why: 'an expired key',
    signing: { key: EXPIRED },
    error: 'ExpiredTokenException',
    message: 'The security token included in the request is expired',
  },
  {
    why: 'a presigned URL without its other parameters',
    change: (request) => setQuery(() => 'X-Amz-Signature=00')(setAuthorization(() => undefined)(request)),
    error: 'IncompleteSignatureException',
    message:
      "AWS query-string parameters must include 'X-Amz-Algorithm'. AWS query-string parameters must include 'X-Amz-Credential'. AWS query-string parameters must include 'X-Amz-SignedHeaders'. AWS query-string parameters must include 'X-Amz-Date'. Re-examine the query-string parameters.",
  },
  {
    why: 'a presigned URL with two dates',
    presigned: true,
    change: setQuery((query) => `${query}&X-Amz-Date=20260329T005930Z`),
    error: 'IncompleteSignatureException',
    message: "Found 'X-Amz-Date' more than once.",
  },
  {
    why: 'a presigned URL and another session token in a header',
    presigned: true,
    signing: { key: TEMPORARY },
    change: setHeader('x-amz-security-token', () => 'another'),
    error: 'IncompleteSignatureException',
    message: "Found 'X-Amz-Security-Token' more than once.",
  },
  ...(
    [
      ['abc', 'X-Amz-Expires should be a number'],
      ['-1', 'X-Amz-Expires must be non-negative'],
      [
        '604801',
        'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
      ],
    ] as const
  ).map(
    ([expires, message]): Case => ({
      why: `a presigned URL that lives ${expires} seconds`,
      presigned: true,
      change: setQuery((query) => query.replace('X-Amz-Expires=900', `X-Amz-Expires=${expires}`)),
      error: 'IncompleteSignatureException',
      message,
    }),
  ),
  {
    why: 'a presigned URL whose life was made longer',
    presigned: true,
    change: setQuery((query) => query.replace('X-Amz-Expires=900', 'X-Amz-Expires=901')),
    error: 'InvalidSignatureException',
    message: MISMATCH,
  },
  {
    why: 'a presigned URL after its time',
    presigned: true,
    signing: { at: NOW - 901_000 },
    error: 'InvalidSignatureException',
    message: 'Signature expired: 20260329T004429Z is now earlier than 20260329T004430Z (20260329T005930Z - 900 sec.)',
  },
  {
    why: 'a presigned URL from the future',
    presigned: true,
    signing: { at: NOW + 301_000 },
    error: 'InvalidSignatureException',
    message: /^Signature not yet current: /,
  },
  {
    why: 'a presigned URL whose session token was taken out',
    presigned: true,
    signing: { key: TEMPORARY },
    change: setQuery((query) => query.replace(/X-Amz-Security-Token=[^&]*&?/, '')),
    error: 'UnrecognizedClientException',
    message: INVALID_TOKEN,
  },
];

for (const {
  why,
  signing,
  presigned,
  unsigned = UNSIGNED,
  change = (request: HttpRequest) => request,
  error,
  message,
} of CASES) {
  test(`${why} is refused with ${error}`, async () => {
    const signed = presigned ? await presign(unsigned, signing) : await sign(unsigned, signing);
    const outcome = verify(change(signed), find, NOW);
    assert.equal(outcome.kind, 'refused');
    assert.equal(outcome.error.name, error);
    if (typeof message === 'string') assert.equal(outcome.error.message, message);
    else assert.match(outcome.error.message, message);
    assert.equal(outcome.error.shape.status, 403);
  });
}

test('several wrong parts of a scope are told together', async () => {
  const request = await sign(UNSIGNED, { service: 'sts', region: 'X' });
  const outcome = verify(request, find, NOW);
  assert.equal(outcome.kind, 'refused');
  assert.equal(
    outcome.error.message,
    "Credential should be scoped to a valid region, not 'X'. Credential should be scoped to correct service: 'connect-campaigns'.",
  );
});

test('of several wrong things the first is told: form, coverage, time, scope, key and token, expiry, signature', async () => {
  const wrongs: { key?: Partial<AccessKey>; signing?: SigningOptions; change?: Case['change']; told: RegExp }[] = [
    { change: setAuthorization((value) => value.replace('Signature=', 'Signature ')), told: /^Not a valid key=value/ },
    { change: setAuthorization((value) => value.replace(';host;', ';')), told: /^'host' must be a 'SignedHeader'/ },
    { signing: { at: NOW - 301_000 }, told: /^Signature expired/ },
    { signing: { service: 'sts' }, told: /^Credential should be scoped to correct service/ },
    { key: { sessionToken: 'another' }, told: /token included in the request is invalid/ },
    { key: { id: EXPIRED.id }, told: /token included in the request is expired/ },
    { key: { secret: 'another' }, told: /^The request signature we calculated does not match/ },
  ];
  for (const [index, { told }] of wrongs.entries()) {
    const left = wrongs.slice(index);
    const key: AccessKey = Object.assign({}, TEMPORARY, ...left.map((wrong) => wrong.key));
    const signing: SigningOptions = Object.assign({ key }, ...left.map((wrong) => wrong.signing));
    const signed = await sign(UNSIGNED, signing);
    const request = left.reduce((spoilt, { change }) => change?.(spoilt) ?? spoilt, signed);
    const outcome = verify(request, find, NOW);
    assert.equal(outcome.kind, 'refused');
    assert.match(outcome.error.message, told);
  }
});

test('no error repeats what could be a secret', async () => {
  const request = setAuthorization(() => `AWS4-HMAC-SHA256 ${KEY.secret}, Credential=${KEY.secret}, SignedHeaders=`)(
    await sign(UNSIGNED),
  );
  const outcome = verify(request, find, NOW);
  assert.equal(outcome.kind, 'refused');
  assert.ok(!outcome.error.message.includes(KEY.secret.slice(0, 8)));
});
