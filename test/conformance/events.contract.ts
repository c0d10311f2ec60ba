/** Events: in the transaction of the change, in order, once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  aClaim,
  acceptTokens,
  anEpoch,
  aRunningCampaign,
  claimDue,
  dueKeys,
  MINUTE,
  NOW,
  requestId,
} from './fixtures.ts';
import type { Fixture } from './store.contract.ts';

export function describeEvents(fixture: Fixture): void {
  test('the life of a request is told in order', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    await acceptTokens(store, id, 'a');
    assert.deepEqual(await store.events.read(0, 10), [], 'acceptance has no event');
    assert.equal(await store.events.last(), 0);
    const epoch = await anEpoch(store);
    const [key] = await claimDue(store, id, epoch);
    await store.requests.withdraw([{ key: key!, reason: 'THROTTLED', dueAt: NOW + 1, at: NOW }]);
    await claimDue(store, id, epoch, NOW + 1);
    await store.requests.submitted([{ key: key!, reference: 'r', outcomeBy: NOW + MINUTE, at: NOW + 2 }]);
    const receipt = {
      at: NOW + 3,
      status: 'DELIVERED',
      disposition: { state: 'Succeeded', reason: 'DELIVERED', detail: 'ok' },
    } as const;
    await store.requests.receipts([{ channelSubtype: 'SMS', reference: 'r', receipt }]);
    const events = await store.events.read(0, 100);
    assert.deepEqual(
      events.map((event) => [event.at, event.fact]),
      [
        [NOW, { kind: 'attemptStarted' }],
        [NOW, { kind: 'attemptWithdrawn', because: 'THROTTLED' }],
        [NOW + 1, { kind: 'attemptStarted', isAgain: true }],
        [NOW + 2, { kind: 'attemptSubmitted' }],
        [NOW + 3, { kind: 'receiptArrived', receipt }],
        [NOW + 3, { kind: 'requestEnded', state: 'Succeeded', reason: 'DELIVERED', disposition: receipt.disposition }],
      ],
    );
    for (const event of events) {
      assert.equal(event.requestId, requestId(id, 'a'));
      assert.equal(event.campaignId, id);
      assert.equal(event.channelSubtype, 'SMS');
    }
    const sequences = events.map((event) => event.sequence);
    assert.ok(sequences.every((sequence, index) => index === 0 || sequence > sequences[index - 1]!));
    assert.equal(await store.events.last(), sequences.at(-1));
    assert.deepEqual(await store.events.read(sequences[1]!, 2), events.slice(2, 4));
  });

  test('an ending without an attempt has an event without a disposition', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    await acceptTokens(store, id, 'a', 'b');
    const [first] = await dueKeys(store, id);
    await store.requests.exclude([{ key: first!, state: 'Suppressed', reason: 'LIMIT_REACHED', at: NOW + 1 }]);
    await store.requests.expire(NOW + 60 * MINUTE, 10);
    assert.deepEqual(
      (await store.events.read(0, 10)).map((event) => event.fact),
      [
        { kind: 'requestEnded', state: 'Suppressed', reason: 'LIMIT_REACHED' },
        { kind: 'requestEnded', state: 'Expired', reason: 'EXPIRED' },
      ],
    );
  });

  test('listeners are woken after a commit that wrote events, until they unsubscribe', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    await acceptTokens(store, id, 'a', 'b');
    const epoch = await anEpoch(store);
    const [first, second] = await dueKeys(store, id);
    let woken = 0;
    const woke = new Promise<void>((resolve) => {
      const unsubscribe = store.events.onAppend(() => {
        woken += 1;
        unsubscribe();
        resolve();
      });
    });
    await store.requests.claim(aClaim(id, epoch, [first!]));
    await woke;
    await store.requests.claim(aClaim(id, epoch, [second!]));
    assert.equal(woken, 1);
  });

  test('events of purged requests go with them, and no sequence number comes again', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    await acceptTokens(store, id, 'a', 'b');
    const [first, second] = await dueKeys(store, id);
    await store.requests.exclude([{ key: first!, state: 'Suppressed', reason: 'LIMIT_REACHED', at: NOW }]);
    const last = await store.events.last();
    await store.requests.purge(NOW + 1, 10);
    assert.deepEqual(await store.events.read(0, 10), []);
    await store.requests.exclude([{ key: second!, state: 'Suppressed', reason: 'LIMIT_REACHED', at: NOW + 2 }]);
    const events = await store.events.read(0, 10);
    assert.equal(events.length, 1);
    assert.ok(events[0]!.sequence > last);
  });
}
