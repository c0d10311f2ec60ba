import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBoundedReceipts, RECEIPT_BOUNDS } from '../../../src/channels/bounded-receipts.ts';
import { type ChannelReceipt, UnknownReferenceError } from '../../../src/channels/channel.ts';

const receipt = (status: string, detail?: string): ChannelReceipt => ({
  channelSubtype: 'EMAIL',
  reference: 'one',
  at: 0,
  status,
  ...(detail !== undefined && { detail }),
});

function attempt(options: { readonly isUnknown?: boolean } = {}) {
  const kept: ChannelReceipt[] = [];
  const tell = createBoundedReceipts({
    async listener(news) {
      await new Promise((resolve) => setImmediate(resolve));
      kept.push(news);
    },
    receiptsOf: async () => (options.isUnknown === true ? undefined : kept),
  });
  return { kept, tell };
}

test('the same bounce told twice, even at once, is kept once', async () => {
  const { kept, tell } = attempt();
  await Promise.all([1, 2, 3].map(() => tell(receipt('Bounce', '5.1.1'))));
  await tell(receipt('Bounce', '5.1.1'));
  await tell(receipt('Bounce', '5.2.2'));
  await tell(receipt('Complaint', '5.1.1'));
  assert.deepEqual(
    kept.map(({ status, detail }) => `${status} ${detail}`),
    ['Bounce 5.1.1', 'Bounce 5.2.2', 'Complaint 5.1.1'],
  );
});

test('no status grows beyond its bound, however often and however fast it comes', async () => {
  for (const [status, { most, isOnce }] of Object.entries(RECEIPT_BOUNDS)) {
    const { kept, tell } = attempt();
    await Promise.all(
      Array.from({ length: 200 }, (_, index) => tell(receipt(status, isOnce ? `${index}` : undefined))),
    );
    assert.equal(kept.length, most, status);
  }
});

test('what a person does to an attempt that nobody knows is refused; an MTA may be early', async () => {
  const { kept, tell } = attempt({ isUnknown: true });
  for (const status of ['Open', 'Click', 'Subscription'])
    await assert.rejects(tell(receipt(status)), UnknownReferenceError);
  for (const status of ['Bounce', 'Complaint', 'DeliveryDelay']) await tell(receipt(status));
  assert.equal(kept.length, 3);
});

test('a receipt that was not kept is told to who brought it, and the next one has its turn', async () => {
  let isBroken = true;
  const kept: string[] = [];
  const tell = createBoundedReceipts({
    async listener({ status }) {
      if (isBroken) throw new Error('disk full');
      kept.push(status);
    },
    receiptsOf: async () => [],
  });
  const first = tell(receipt('Open'));
  const second = tell(receipt('Click'));
  await assert.rejects(first, /disk full/);
  await assert.rejects(second, /disk full/);
  isBroken = false;
  await tell(receipt('Open'));
  assert.deepEqual(kept, ['Open']);
});

test('more than a thousand at once are refused until there is room', async () => {
  const held = Promise.withResolvers<void>();
  const tell = createBoundedReceipts({ listener: () => held.promise, receiptsOf: async () => [] });
  const waiting = Array.from({ length: 1_000 }, (_, index) => tell({ ...receipt('Open'), reference: `${index}` }));
  await assert.rejects(tell(receipt('Open')), /too many/);
  held.resolve();
  await Promise.all(waiting);
  await tell(receipt('Open'));
});

test('a status that does not come from outside is a bug', async () => {
  await assert.rejects(attempt().tell(receipt('Delivery')), TypeError);
});
