/** Continuation tokens. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ApiError } from '../../../../src/api/protocol/errors.ts';
import { createPagination } from '../../../../src/api/protocol/pagination.ts';

const pagination = createPagination(Buffer.alloc(32, 7));
const scope = ['ListCampaigns', '000000000000', 'us-east-1', 'instance-1'];
const isValidationError = (error: unknown): boolean =>
  error instanceof ApiError && error.name === 'ValidationException';

test('a token gives its cursor back, to the listing that it was made for', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.string({ unit: 'grapheme', maxLength: 100 }), (anyScope, cursor) => {
      const token = pagination.tokenFor(anyScope, cursor);
      assert.match(token, /^[A-Za-z0-9_-]{1,1000}$/);
      assert.equal(pagination.cursorOf(anyScope, token), cursor);
    }),
  );
});

test('a token of another listing is refused', () => {
  const token = pagination.tokenFor(scope, 'cursor');
  for (const other of [['ListTags', ...scope.slice(1)], scope.slice(0, 3), [...scope, ''], [scope.join('')]])
    assert.throws(() => pagination.cursorOf(other, token), isValidationError);
  assert.throws(() => createPagination(Buffer.alloc(32, 8)).cursorOf(scope, token), isValidationError);
});

test('a token with any character changed, added or lost is refused', () => {
  const token = pagination.tokenFor(scope, 'a cursor');
  for (let at = 0; at <= token.length; at += 1) {
    const changed = token.at(at) === 'A' ? 'B' : 'A';
    for (const spoilt of [
      token.slice(0, at) + changed + token.slice(at + 1),
      token.slice(0, at) + changed + token.slice(at),
      token.slice(0, at) + token.slice(at + 1),
    ])
      if (spoilt !== token) assert.throws(() => pagination.cursorOf(scope, spoilt), isValidationError, spoilt);
  }
  for (const text of ['', '=', `${token}=`, `${token} `, '\u0000', 'x'.repeat(1000)])
    assert.throws(() => pagination.cursorOf(scope, text), isValidationError);
});
