/** The two auth modes and the admin door: whom they let in, as whom, and whom not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bearerToken, createAdminAuthenticator } from '../../../../src/api/protocol/authenticate/admin.ts';
import { createOpenAuthenticator } from '../../../../src/api/protocol/authenticate/open.ts';
import { createStrictAuthenticator } from '../../../../src/api/protocol/authenticate/strict.ts';
import type { HttpRequest } from '../../../../src/api/protocol/http-message.ts';
import type { AccessKey } from '../../../../src/keys/access-key.ts';
import { KEY, NOW, presign, SERVICE, sign, UNSIGNED } from '../../../support/aws-signer.ts';

const ADMIN: AccessKey = {
  ...KEY,
  id: 'AKIAADMINXXXXEXAMPLE',
  kind: 'admin',
  account: '210987654321',
  principal: 'root',
};
const OTHERS: AccessKey[] = [
  { ...ADMIN, id: 'AKIAREVOKEDXXEXAMPLE', revokedAt: NOW - 1 },
  { ...ADMIN, id: 'AKIAEXPIREDXXEXAMPLE', expiresAt: NOW },
  { ...ADMIN, id: 'ASIATEMPORARYEXAMPLE', sessionToken: 'a-session-token-of-32-characters' },
];
const keys = { find: (id: string) => [KEY, ADMIN, ...OTHERS].find((key) => key.id === id) };
const wallClock = { now: () => NOW };
const NAKED: HttpRequest = {
  method: 'GET',
  rawPath: '/',
  rawQuery: '',
  headers: { host: 'localhost' },
  body: new Uint8Array(),
};
const bearer = (token: string): HttpRequest => ({ ...NAKED, headers: { authorization: `Bearer ${token}` } });

test('open auth takes anybody, as account 000000000000 in us-east-1', () => {
  const open = createOpenAuthenticator();
  const anybody = {
    kind: 'authenticated',
    principalArn: 'arn:aws:iam::000000000000:user/open',
    account: '000000000000',
    region: 'us-east-1',
  };
  assert.deepEqual(open(NAKED), anybody);
  assert.deepEqual(open(bearer('x')), anybody);
  for (const authorization of [
    '',
    'AWS4-HMAC-SHA256',
    'AWS4-HMAC-SHA256 Credential=',
    'AWS4-HMAC-SHA256 Credential=a//:/x',
  ])
    assert.deepEqual(open({ ...NAKED, headers: { authorization } }), anybody, authorization);
});

test('open auth takes the account from a key id of 12 digits and the region from the scope, in both forms', async () => {
  const open = createOpenAuthenticator();
  const key = { ...KEY, id: '123456789012', secret: 'whatever' };
  const caller = {
    kind: 'authenticated',
    principalArn: 'arn:aws:iam::123456789012:user/open',
    account: '123456789012',
    region: 'ap-southeast-2',
  };
  const signing = { key, region: 'ap-southeast-2', service: 'any', at: 0 };
  assert.deepEqual(open(await sign(UNSIGNED, signing)), caller);
  assert.deepEqual(open(await presign(UNSIGNED, signing)), caller);
});

test('strict auth takes the account from the key and the region from the signed scope', async () => {
  const strict = createStrictAuthenticator({ keys, wallClock }, { service: SERVICE });
  assert.deepEqual(strict(await sign(UNSIGNED, { region: 'eu-central-1' })), {
    kind: 'authenticated',
    principalArn: 'arn:aws:iam::123456789012:user/alice',
    account: '123456789012',
    region: 'eu-central-1',
  });
  assert.equal(strict(NAKED).kind, 'refused');
  assert.equal(strict(bearer(bearerToken(KEY))).kind, 'refused');
});

test('a key opens only the door of its kind', async () => {
  const strict = createStrictAuthenticator({ keys, wallClock }, { service: SERVICE });
  const admin = createAdminAuthenticator({ keys, wallClock }, { service: SERVICE });
  const outcomes = [
    strict(await sign(UNSIGNED, { key: ADMIN })),
    admin(await sign(UNSIGNED)),
    admin(bearer(bearerToken(KEY))),
  ];
  for (const outcome of outcomes) {
    assert.equal(outcome.kind, 'refused');
    assert.equal(outcome.error.name, 'AccessDeniedException');
  }
});

test('an admin key signs or is a bearer token', async () => {
  const admin = createAdminAuthenticator({ keys, wallClock }, { service: SERVICE });
  const root = { kind: 'authenticated', principalArn: 'arn:aws:iam::210987654321:user/root', account: '210987654321' };
  assert.deepEqual(admin(await sign(UNSIGNED, { key: ADMIN })), { ...root, region: 'eu-west-2' });
  assert.deepEqual(admin(bearer(bearerToken(ADMIN))), { ...root, region: 'us-east-1' });
});

test('a bearer token that is wrong, revoked, expired or of a temporary key is refused', () => {
  const admin = createAdminAuthenticator({ keys, wallClock }, { service: SERVICE });
  const wrong = [
    ADMIN.id,
    ADMIN.secret,
    `${ADMIN.id}.`,
    `.${ADMIN.secret}`,
    `${bearerToken(ADMIN)}x`,
    `X${bearerToken(ADMIN)}`,
  ];
  const names = [...wrong, ...OTHERS.map(bearerToken)].map((token) => {
    const outcome = admin(bearer(token));
    return outcome.kind === 'refused' ? outcome.error.name : outcome.kind;
  });
  const unrecognized = 'UnrecognizedClientException';
  assert.deepEqual(names, [...wrong.map(() => unrecognized), unrecognized, 'ExpiredTokenException', unrecognized]);
});
