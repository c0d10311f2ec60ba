/** The counts of campaigns that need agents, many campaigns or much time. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CampaignId } from '../../../src/domain/campaign.ts';
import type { RequestId } from '../../../src/domain/request-id.ts';
import { createActivityCounter } from '../../../src/events/campaign-activity.ts';
import type { EventFact, StoredEvent } from '../../../src/store/event-store.ts';

const NOW = Date.parse('2026-03-02T10:00:00Z');
let sequence = 0;

function event(campaign: string, seconds: number, fact: EventFact, request = 'r'): StoredEvent {
  sequence += 1;
  return {
    sequence,
    at: NOW + seconds * 1_000,
    campaignId: campaign as CampaignId,
    requestId: request as RequestId,
    channelSubtype: 'TELEPHONY',
    fact,
  };
}

const step = (status: string): EventFact => ({ kind: 'receiptArrived', receipt: { at: 0, status } });

test('the wait from answer to agent is a mean over the calls that reached one', () => {
  const counter = createActivityCounter();
  for (const [request, waited] of [
    ['a', 2],
    ['b', 4],
  ] as const) {
    counter.count(event('c', 0, step('CONNECTED_TO_SYSTEM'), request));
    counter.count(event('c', waited, step('CONNECTED_TO_AGENT'), request));
  }
  counter.count(event('c', 9, step('CONNECTED_TO_SYSTEM'), 'never'));
  assert.equal(counter.mostActive(1, NOW)[0]?.averageWaitSeconds, 3);
});

test('an abandoned call was connected, and its share can be told', () => {
  const counter = createActivityCounter();
  const ended = (reason: 'ABANDONED' | 'HUMAN_ANSWERED'): EventFact => ({
    kind: 'requestEnded',
    state: reason === 'ABANDONED' ? 'Failed' : 'Succeeded',
    reason,
    disposition: {
      state: reason === 'ABANDONED' ? 'Failed' : 'Succeeded',
      reason,
      answeringMachineDetectionStatus: 'HUMAN_ANSWERED',
    },
  });
  counter.count(event('c', 0, ended('ABANDONED')));
  for (let count = 0; count < 3; count += 1) counter.count(event('c', 0, ended('HUMAN_ANSWERED')));
  const [activity] = counter.mostActive(1, NOW);
  assert.deepEqual([activity?.abandoned, activity?.connected, activity?.humanAnswered], [1, 4, 4]);
});

test('dials are averaged over the last five minutes and forgotten then', () => {
  const counter = createActivityCounter();
  for (let minute = 0; minute < 10; minute += 1) {
    for (let dial = 0; dial < 6; dial += 1) counter.count(event('c', minute * 60, { kind: 'attemptStarted' }));
  }
  assert.equal(counter.mostActive(1, NOW + 9 * 60_000)[0]?.dialsPerMinute, 6);
  assert.equal(counter.mostActive(1, NOW + 12 * 60_000)[0]?.dialsPerMinute, 2.4);
  assert.equal(counter.mostActive(1, NOW + 60 * 60_000)[0]?.dialsPerMinute, 0);
});

test('of more campaigns than are counted, the one that was longest silent is forgotten', () => {
  const counter = createActivityCounter();
  for (let number = 0; number <= 1_000; number += 1) counter.count(event(`c-${number}`, 0, { kind: 'attemptStarted' }));
  const known = counter.mostActive(2_000, NOW).map(({ campaignId }) => String(campaignId));
  assert.equal(known.length, 1_000);
  assert.ok(!known.includes('c-0') && known.includes('c-1') && known.includes('c-1000'));
});
