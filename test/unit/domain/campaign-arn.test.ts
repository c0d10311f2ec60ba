/** What a caller may write where a campaign id is asked for. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CampaignId } from '../../../src/domain/campaign.ts';
import { campaignArn, readCampaignArn, readCampaignId } from '../../../src/domain/campaign-arn.ts';

const OWNER = { account: '123456789012', region: 'eu-west-1' };
const ID = '77777777-7777-4777-8777-777777777777' as CampaignId;
const ARN = 'arn:aws:connect-campaigns:eu-west-1:123456789012:campaign/77777777-7777-4777-8777-777777777777';

test('an ARN has the namespace connect-campaigns', () => {
  assert.equal(campaignArn(OWNER, ID), ARN);
});

test('an id, the same in capitals and its ARN mean the same campaign', () => {
  const capitals = 'ABCDEF01-7777-4777-8777-777777777777';
  assert.equal(readCampaignId(OWNER, ID), ID);
  assert.equal(readCampaignId(OWNER, ARN), ID);
  assert.equal(readCampaignId(OWNER, capitals), capitals.toLowerCase());
});

test('an ARN of another account, region, service or resource means no campaign of the caller', () => {
  const others = [
    ARN.replace('123456789012', '210987654321'),
    ARN.replace('eu-west-1', 'us-east-1'),
    ARN.replace('connect-campaigns', 'connectcampaigns'),
    ARN.replace('campaign/', 'queue/'),
    ARN.replace('arn:aws:', 'arn:aws-cn:'),
    `${ARN}:1`,
    ARN.slice(0, -1),
  ];
  for (const arn of others) assert.equal(readCampaignId(OWNER, arn), undefined, arn);
});

test('what is no UUID means no campaign', () => {
  for (const text of ['', 'x', '77777777', `${ID}0`, `g${ID.slice(1)}`, ID.replaceAll('-', '')]) {
    assert.equal(readCampaignId(OWNER, text), undefined, text);
  }
});

test('where an ARN is asked for, an id alone is none', () => {
  assert.equal(readCampaignArn(OWNER, ARN), ID);
  assert.equal(readCampaignArn(OWNER, ID), undefined);
});
