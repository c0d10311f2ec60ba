import assert from 'node:assert/strict';
import { test } from 'node:test';
import { notRendered } from '../../../src/channels/rendering.ts';

test('an attempt that could not be filled in says which placeholders, at a length that can be kept', () => {
  const end = { state: 'Failed', reason: 'RENDERING_FAILURE' };
  assert.deepEqual(notRendered({ kind: 'unresolved', names: ['name', 'city'] }), { ...end, detail: 'name city' });
  assert.deepEqual(notRendered({ kind: 'unresolved', names: [] }), end);
  assert.equal(notRendered({ kind: 'unresolved', names: ['x'.repeat(40_000)] }).detail?.length, 200);
});
