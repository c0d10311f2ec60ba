import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ChannelReceipt, UnknownReferenceError } from '../../../src/channels/channel.ts';
import type { Campaign, CampaignId } from '../../../src/domain/campaign.ts';
import type { RequestId } from '../../../src/domain/request-id.ts';
import type { RequestState } from '../../../src/domain/request-states.ts';
import { createLateReceipts, RECEIPT_BOUNDS } from '../../../src/hooks/late-receipts.ts';
import type { SuppressionChange } from '../../../src/store/recipient-store.ts';
import type { AttemptRecord, Receipt, RequestKey, RequestRecord } from '../../../src/store/request-store.ts';

const ID = '0a0a0a0a-0a0a-8a0a-8a0a-0a0a0a0a0a0a' as RequestId;
const CAMPAIGN = '77777777-7777-4777-8777-777777777777' as CampaignId;

const receipt = (status: string, members: Partial<ChannelReceipt> = {}): ChannelReceipt => ({
  ...{ channelSubtype: 'EMAIL', reference: ID, at: 7, status },
  ...members,
});

interface Known {
  /** Of the request; Succeeded when absent, 'none' when there is no such request. */
  readonly state?: RequestState | 'none';
  /** The attempt has no reference: its answer was never seen. */
  readonly isUnanswered?: boolean;
}

function attempt({ state = 'Succeeded', isUnanswered = false }: Known = {}) {
  const kept: Receipt[] = [];
  const suppressed: SuppressionChange[] = [];
  const phase = state === 'Attempting' ? 'open' : 'ended';
  const record: AttemptRecord = { startedAt: 0, phase, receipts: kept, ...(!isUnanswered && { reference: ID }) };
  const tell = createLateReceipts({
    requests: { request: async (id) => (state === 'none' || id !== ID ? undefined : requestWith(state, record)) },
    // Nothing else of it is asked for.
    campaigns: { get: async () => ({ connectInstanceId: 'instance' }) as Campaign },
    recipients: {
      async suppress(change) {
        suppressed.push(change);
        return 1;
      },
    },
    async listener(news) {
      await new Promise((resolve) => setImmediate(resolve));
      kept.push(news);
    },
  });
  return { kept, suppressed, tell };
}

function requestWith(state: RequestState, attemptRecord: AttemptRecord): RequestRecord {
  const email = { destinationEmailAddress: 'ada@example.com', templateParameters: {} };
  return {
    ...{ key: 1 as RequestKey, id: ID, campaignId: CAMPAIGN, clientToken: 'one', channelSubtype: 'EMAIL', state },
    ...{ acceptedAt: 0, dueAt: 0, expiresAt: 1, payload: Buffer.from(JSON.stringify({ email })) },
    attempts: [attemptRecord],
  };
}

test('the same bounce told twice, even at once, is kept once', async () => {
  const { kept, tell } = attempt();
  const dead = receipt('Bounce', { detail: '5.1.1' });
  await Promise.all([tell(dead), tell(dead), tell(dead)]);
  await tell(dead);
  await tell(receipt('Bounce', { detail: '5.2.2' }));
  await tell(receipt('Complaint', { detail: '5.1.1' }));
  assert.deepEqual(
    kept.map(({ status, detail }) => `${status} ${detail}`),
    ['Bounce 5.1.1', 'Bounce 5.2.2', 'Complaint 5.1.1'],
  );
});

test('no status grows beyond its bound, however often and however fast it comes', async () => {
  for (const [status, { most, isOnce }] of Object.entries(RECEIPT_BOUNDS)) {
    const { kept, tell } = attempt();
    const all = Array.from({ length: 200 }, (_, index) => receipt(status, isOnce ? { detail: `${index}` } : {}));
    await Promise.all(all.map(tell));
    assert.equal(kept.length, most, status);
  }
});

test('news of a request that is not there any more is refused at once', async () => {
  for (const status of Object.keys(RECEIPT_BOUNDS)) {
    const { kept, tell } = attempt({ state: 'none' });
    await assert.rejects(tell(receipt(status, { suppresses: true })), UnknownReferenceError);
    assert.deepEqual(kept, []);
  }
});

test('an MTA may be quicker than our own commit: the dispatcher gets what it has to keep', async () => {
  const { kept, suppressed, tell } = attempt({ state: 'Attempting', isUnanswered: true });
  await tell(receipt('Bounce', { suppresses: true }));
  assert.equal(kept.length, 1);
  assert.deepEqual(suppressed, []);
});

test('a bounce of a mail of which nobody knew whether it went out suppresses, and is no receipt', async () => {
  const { kept, suppressed, tell } = attempt({ state: 'Unknown', isUnanswered: true });
  await assert.rejects(tell(receipt('Bounce', { suppresses: true })), UnknownReferenceError);
  await assert.rejects(tell(receipt('Bounce')), UnknownReferenceError);
  assert.deepEqual(kept, []);
  const entries = [{ recipient: 'ada@example.com', channelSubtype: 'EMAIL' }];
  assert.deepEqual(suppressed, [{ connectInstanceId: 'instance', entries, at: 7 }]);
});

test('a receipt that was not kept is told to who brought it, and the next one has its turn', async () => {
  const { kept, tell } = attempt();
  let isBroken = true;
  const record = requestWith('Succeeded', { startedAt: 0, phase: 'ended', reference: ID, receipts: [] });
  const broken = createLateReceipts({
    requests: { request: async () => record },
    campaigns: { get: async () => undefined },
    recipients: { suppress: async () => 0 },
    async listener(news) {
      if (isBroken) throw new Error('disk full');
      await tell(news);
    },
  });
  const results = await Promise.allSettled([broken(receipt('Open')), broken(receipt('Click'))]);
  assert.deepEqual(
    results.map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  isBroken = false;
  await broken(receipt('Open'));
  assert.equal(kept.length, 1);
});

test('more than a thousand at once are refused until there is room', async () => {
  const held = Promise.withResolvers<undefined>();
  const tell = createLateReceipts({
    requests: { request: () => held.promise },
    campaigns: { get: async () => undefined },
    recipients: { suppress: async () => 0 },
    listener: async () => undefined,
  });
  const waiting = Array.from({ length: 1_000 }, (_, index) => tell(receipt('Open', { reference: `${index}` })));
  await assert.rejects(tell(receipt('Open')), /too many/);
  held.resolve(undefined);
  for (const { status } of await Promise.allSettled(waiting)) assert.equal(status, 'rejected');
  await assert.rejects(tell(receipt('Open')), UnknownReferenceError);
});

test('a status that does not come from outside is a bug', async () => {
  await assert.rejects(attempt().tell(receipt('Delivery')), TypeError);
});
