/** The memory of refused requests is bounded and tells the newest first. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CampaignId } from '../../../src/domain/campaign.ts';
import { EMPTY_CLIENT_TOKEN, EXPIRATION_PASSED } from '../../../src/domain/rejection.ts';
import { createRejectionLog } from '../../../src/domain/rejection-log.ts';
import type { RequestId } from '../../../src/domain/request-id.ts';

const campaign = (number: number) => `campaign-${number}` as CampaignId;
const rejected = (number: number) => ({ ...EXPIRATION_PASSED, at: number, id: `request-${number}` as RequestId });

test('a campaign without rejections has none', () => {
  assert.deepEqual(createRejectionLog().recent(campaign(1)), []);
});

test('rejections come back with code, sentence, instant and id, the newest first', () => {
  const log = createRejectionLog();
  log.add(campaign(1), rejected(1));
  log.add(campaign(1), { ...EMPTY_CLIENT_TOKEN, at: 2, id: 'request-2' as RequestId });
  log.add(campaign(2), rejected(3));
  assert.deepEqual(log.recent(campaign(1)), [
    { code: 'EMPTY_CLIENT_TOKEN', sentence: 'The client token is empty.', at: 2, id: 'request-2' },
    rejected(1),
  ]);
});

test('the last 1,000 of a campaign are kept', () => {
  const log = createRejectionLog();
  for (let number = 1; number <= 2_500; number += 1) log.add(campaign(1), rejected(number));
  const kept = log.recent(campaign(1));
  assert.equal(kept.length, 1_000);
  assert.deepEqual(
    kept.map(({ at }) => at),
    Array.from({ length: 1_000 }, (_, index) => 2_500 - index),
  );
});

test('a hundred campaigns are remembered; the oldest gives way', () => {
  const log = createRejectionLog();
  for (let number = 1; number <= 101; number += 1) log.add(campaign(number), rejected(number));
  assert.deepEqual(log.recent(campaign(1)), []);
  assert.equal(log.recent(campaign(2)).length, 1);
  assert.equal(log.recent(campaign(101)).length, 1);
});
