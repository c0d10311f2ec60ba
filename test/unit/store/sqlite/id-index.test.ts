import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createIdIndex } from '../../../../src/store/sqlite/id-index.ts';

const word = fc.oneof(fc.integer({ min: 0, max: 0xffff_ffff }), fc.integer({ min: 0, max: 3 }));

test('finds what was added under an id, and offers every candidate of a shared prefix', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(word, word), { maxLength: 2_000 }), fc.nat(5_000), (ids, expected) => {
      const index = createIdIndex(expected);
      const keys = new Map<string, number[]>();
      for (const [at, [high, low]] of ids.entries()) {
        index.add(high, low, at + 1);
        keys.set(`${high}/${low}`, [...(keys.get(`${high}/${low}`) ?? []), at + 1]);
      }
      assert.equal(index.size, ids.length);
      for (const [high, low] of ids) {
        const offered: number[] = [];
        assert.equal(
          index.find(high, low, (key) => offered.push(key) === 0),
          0,
        );
        assert.deepEqual(
          offered.sort((a, b) => a - b),
          keys.get(`${high}/${low}`),
        );
      }
      assert.equal(
        index.find(0xdead_beef, 0x1234_5678, () => true),
        0,
      );
    }),
    { numRuns: 50 },
  );
});

test('takes at most 36 bytes a request, grown or made to measure', () => {
  const count = 200_000;
  const grown = createIdIndex();
  const measured = createIdIndex(count);
  let high = 1;
  for (let key = 1; key <= count; key += 1) {
    high = Math.imul(high, 1_664_525) + 1_013_904_223;
    const low = Math.imul(key, 0x9e37_79b1) >>> 0;
    grown.add(high >>> 0, low, key);
    measured.add(high >>> 0, low, key);
  }
  assert.ok(grown.bytes / count <= 36, `${grown.bytes / count}`);
  assert.ok(measured.bytes / count <= 36, `${measured.bytes / count}`);
});
