import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CampaignId } from '../../../src/domain/campaign.ts';
import type { RequestId } from '../../../src/domain/request-id.ts';
import { renderEvent } from '../../../src/events/render.ts';
import type { EventFact, StoredEvent } from '../../../src/store/event-store.ts';

const stored = (fact: EventFact): StoredEvent => ({
  sequence: 12,
  at: 1_000,
  campaignId: '77777777-7777-4777-8777-777777777777' as CampaignId,
  requestId: '820df110-774e-84cf-a92e-7e7f9d9ed01c' as RequestId,
  channelSubtype: 'SMS',
  fact,
});

test('an end carries its state, reason and the sentence that explains it', () => {
  const event = renderEvent(stored({ kind: 'requestEnded', state: 'Expired', reason: 'EXPIRED' }));
  assert.deepEqual(event, {
    sequence: '12',
    at: 1_000,
    kind: 'requestEnded',
    campaignId: '77777777-7777-4777-8777-777777777777',
    requestId: '820df110-774e-84cf-a92e-7e7f9d9ed01c',
    channelSubtype: 'SMS',
    state: 'Expired',
    reason: 'EXPIRED',
    explanation: 'The expiration time passed before an attempt could be made.',
  });
});

test('a withdrawal says why, a receipt what the carrier said', () => {
  assert.equal(renderEvent(stored({ kind: 'attemptWithdrawn', because: 'THROTTLED' })).because, 'THROTTLED');
  const receipt = { at: 5, status: 'DELIVERED' };
  assert.deepEqual(renderEvent(stored({ kind: 'receiptArrived', receipt })).receipt, receipt);
});
