import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createReceived, type ReceivedAttempt } from '../../../../src/channels/loopback/received.ts';
import type { CampaignId } from '../../../../src/domain/campaign.ts';
import type { RequestId } from '../../../../src/domain/request-id.ts';

function attempt(to: string, html?: string): ReceivedAttempt {
  return {
    at: 0,
    channelSubtype: 'EMAIL',
    requestId: to as RequestId,
    campaignId: 'campaign' as CampaignId,
    to,
    content: 'arn:template',
    body: '{}',
    ...(html !== undefined && { message: { kind: 'email', subject: '', html, headers: [] } }),
  };
}

const kept = (received: ReturnType<typeof createReceived>): string[] => received.find({}).map(({ to }) => to);

test('the oldest go when there are more than it keeps', () => {
  const received = createReceived(2);
  for (const to of ['a', 'b', 'c']) received.add(attempt(to));
  assert.deepEqual(kept(received), ['b', 'c']);
  received.clear();
  assert.deepEqual(kept(received), []);
});

test('the oldest go when the words of all take too much room', () => {
  const received = createReceived();
  const html = 'x'.repeat(1024 * 1024);
  for (let number = 0; number < 40; number += 1) received.add(attempt(String(number), html));
  assert.equal(kept(received).length, 31);
  assert.equal(kept(received)[0], '9');
});
