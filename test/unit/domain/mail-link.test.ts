import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CampaignId } from '../../../src/domain/campaign.ts';
import { createMailLinkSeal, type MailLink } from '../../../src/domain/mail-link.ts';
import { formatRequestId } from '../../../src/domain/request-id.ts';

const seal = createMailLinkSeal(Buffer.alloc(32, 1));
const requestId = formatRequestId(Buffer.alloc(16, 0xab));
const campaignId = '77777777-7777-4777-8777-777777777777' as CampaignId;

const LINKS: readonly MailLink[] = [
  { kind: 'unsubscribe', requestId, campaignId, address: 'somebody@example.com' },
  { kind: 'unsubscribe', requestId, campaignId, address: 'jemand@bücher.example' },
  { kind: 'open', requestId },
  { kind: 'click', requestId, url: 'https://example.com/?a=1&b=2#c' },
];

test('a link reads as it was written, and the same link has the same token', () => {
  for (const link of LINKS) {
    assert.deepEqual(seal.read(seal.write(link)), link);
    assert.equal(seal.write(link), seal.write(link));
  }
});

test('a token of an address fits into a header line, and one of nobody else is read', () => {
  const address = `${'a'.repeat(64)}@${'b'.repeat(180)}.example`;
  const token = seal.write({ kind: 'unsubscribe', requestId, campaignId, address });
  assert.ok(token.length < 450);
  assert.equal(createMailLinkSeal(Buffer.alloc(32, 2)).read(token), undefined);
  assert.equal(seal.read('a'.repeat(1_000_000)), undefined);
});
