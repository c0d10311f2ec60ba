/** Comparing what callers sent: order of members and prototypes do not count. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSameJson } from '../../../src/domain/same-json.ts';

test('the order of members and the prototype do not count', () => {
  const bare: Record<string, unknown> = Object.assign(Object.create(null), { b: [1, { c: null }], a: 'x' });
  assert.ok(isSameJson({ a: 'x', b: [1, { c: null }] }, bare));
});

test('a value, a member, a type and the order of a list count', () => {
  const one = { a: 'x', b: [1, 2] };
  for (const other of [
    { a: 'y', b: [1, 2] },
    { a: 'x' },
    { ...one, c: 1 },
    { a: 'x', b: [2, 1] },
    { a: 'x', b: { 0: 1, 1: 2 } },
    null,
    'x',
  ]) {
    assert.equal(isSameJson(one, other), false, JSON.stringify(other));
    assert.equal(isSameJson(other, one), false, JSON.stringify(other));
  }
});

test('a member called __proto__ is a member', () => {
  assert.equal(isSameJson(JSON.parse('{"__proto__": "x"}'), {}), false);
  assert.ok(isSameJson(JSON.parse('{"__proto__": "x"}'), JSON.parse('{"__proto__": "x"}')));
});
