import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskedDestination } from '../../../src/admin/masking.ts';

test('a number shows its length and the two digits that tell test recipients apart', () => {
  assert.equal(maskedDestination('+15550001101'), '+*********01');
});

test('an address shows its first letter', () => {
  assert.equal(maskedDestination('anna@example.com'), 'a***@***');
  assert.equal(maskedDestination('@'), '***@***');
});
