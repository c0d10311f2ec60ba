import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createTimingWheel } from '../../../../src/store/sqlite/timing-wheel.ts';

test('gives each key once, no earlier than its tick and in the order of the ticks', () => {
  const call = fc.oneof(
    fc.record({ add: fc.integer({ min: 0, max: 2_000 }) }),
    fc.record({ take: fc.integer({ min: 0, max: 2_000 }) }),
  );
  fc.assert(
    fc.property(fc.array(call, { maxLength: 300 }), fc.constantFrom(1, 60), (calls, tickMs) => {
      const wheel = createTimingWheel(tickMs);
      const model = new Map<number, number>();
      let key = 0;
      const tickOf = (at: number): number => Math.floor(at / tickMs) * tickMs;
      for (const each of calls) {
        if ('add' in each) {
          key += 1;
          wheel.add(each.add, key);
          model.set(key, tickOf(each.add));
        } else {
          const earliest = Math.min(...model.values());
          const taken = wheel.take(each.take);
          if (earliest > each.take) assert.equal(taken, 0);
          else {
            assert.equal(model.get(taken), earliest);
            model.delete(taken);
          }
        }
        assert.equal(wheel.size, model.size);
        assert.equal(wheel.next(), model.size === 0 ? undefined : Math.min(...model.values()));
      }
    }),
  );
});

test('takes at most 10 bytes a key when it is large', () => {
  const wheel = createTimingWheel(60_000);
  for (let key = 1; key <= 100_000; key += 1) wheel.add(key * 1_000, key);
  assert.ok(wheel.bytes / wheel.size <= 10);
});
