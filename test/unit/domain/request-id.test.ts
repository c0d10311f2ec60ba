import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import type { CampaignId } from '../../../src/domain/campaign.ts';
import { createRequestIdentifier, formatRequestId, parseRequestId } from '../../../src/domain/request-id.ts';

const campaign = '77777777-7777-4777-8777-777777777777' as CampaignId;

test('the id of the published test vector is reproduced', () => {
  const identify = createRequestIdentifier(Buffer.alloc(32));
  assert.equal(formatRequestId(identify(campaign, 'tok-1')), '820df110-774e-84cf-a92e-7e7f9d9ed01c');
});

test('the spelled-out HMAC is the HMAC of the platform for any key and token', () => {
  for (let round = 0; round < 200; round += 1) {
    const key = randomBytes(32);
    const token = randomBytes(round).toString('hex').slice(0, 200);
    const expected = createHmac('sha256', key).update(`${campaign}\n${token}`).digest().subarray(0, 16);
    expected[6] = (expected[6]! & 0x0f) | 0x80;
    expected[8] = (expected[8]! & 0x3f) | 0x80;
    assert.deepEqual(createRequestIdentifier(key)(campaign, token), expected);
  }
});

test('an id survives its text form, and what is no UUID is refused', () => {
  const id = createRequestIdentifier(Buffer.alloc(32, 7))(campaign, 'x');
  assert.deepEqual(parseRequestId(formatRequestId(id)), id);
  assert.equal(parseRequestId('not-an-id'), undefined);
});
