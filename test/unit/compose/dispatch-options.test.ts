import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dispatchOptions } from '../../../src/compose/dispatch-options.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { defined } from '../../../src/lib/assert.ts';

function configured(environment: Record<string, string>) {
  const loaded = loadConfig({ flags: { data: ':memory:' }, environment, file: null });
  return dispatchOptions(defined(loaded.kind === 'loaded' ? loaded.config : undefined, 'a configuration'), []);
}

test('Nobody is hung up on, and no answer is charged unseen, unless the operator says so', () => {
  const options = configured({});
  assert.deepEqual([options.mayCancelRinging, options.amdFalsePositiveEstimate], [false, 0]);
});

test('The settings of the predictive pacer reach the dispatcher', () => {
  const options = configured({
    CAMPANILE_PACING_MAY_CANCEL_RINGING: 'true',
    CAMPANILE_PACING_AMD_FALSE_POSITIVE_ESTIMATE: '0.04',
  });
  assert.deepEqual([options.mayCancelRinging, options.amdFalsePositiveEstimate], [true, 0.04]);
});

test('An estimate that is no share is refused', () => {
  const loaded = loadConfig({
    flags: { data: ':memory:', 'pacing.amdFalsePositiveEstimate': '4' },
    environment: {},
    file: null,
  });
  assert.equal(loaded.kind, 'refused');
});
