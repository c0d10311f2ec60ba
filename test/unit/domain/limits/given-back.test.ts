import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DisconnectReason } from '../../../../src/domain/disposition.ts';
import { END_REASONS, type EndReason } from '../../../../src/domain/end-reasons.ts';
import { isGivenBack } from '../../../../src/domain/limits/given-back.ts';

test('what the recipient certainly did not notice is given back', () => {
  const unnoticed: EndReason[] = ['INVALID_DESTINATION', 'REJECTED', 'BOUNCED', 'EXPIRED', 'WITHDRAWN_TOO_OFTEN'];
  for (const reason of unnoticed) assert.ok(isGivenBack({ state: 'Failed', reason }), reason);
  const calls: DisconnectReason[] = [
    'OUTBOUND_DESTINATION_ENDPOINT_ERROR',
    'OUTBOUND_RESOURCE_ERROR',
    'OUTBOUND_ATTEMPT_FAILED',
  ];
  for (const disconnectReason of calls) {
    assert.ok(isGivenBack({ state: 'Failed', reason: 'TELECOM_PROBLEM', disconnectReason }), disconnectReason);
  }
});

test('a busy line, a call that rang out, an abandoned one and a network problem without proof stay counted', () => {
  const counted: EndReason[] = ['BUSY', 'NO_ANSWER', 'ABANDONED', 'SILENCE', 'FAX_MACHINE', 'AMD_UNRESOLVED'];
  for (const reason of counted) assert.ok(!isGivenBack({ state: 'Failed', reason, disconnectReason: 'OTHER' }), reason);
  assert.ok(!isGivenBack({ state: 'Failed', reason: 'TELECOM_PROBLEM', disconnectReason: 'TELECOM_PROBLEM' }));
});

test('no success and no unknown outcome is ever given back, whatever its reason', () => {
  for (const reason of Object.keys(END_REASONS) as EndReason[]) {
    assert.ok(!isGivenBack({ state: 'Succeeded', reason }), reason);
    assert.ok(!isGivenBack({ state: 'Unknown', reason, disconnectReason: 'OUTBOUND_ATTEMPT_FAILED' }), reason);
  }
});
