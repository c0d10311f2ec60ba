/** What is there after the store was closed and opened again: everything. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  aBatch,
  aClaim,
  acceptTokens,
  anEpoch,
  aRow,
  aRunningCampaign,
  claimDue,
  dueKeys,
  LEASE,
  MINUTE,
  NOW,
  OWNER,
} from './fixtures.ts';
import { countersOf, type Fixture } from './store.contract.ts';

export function describeReopening(fixture: Fixture): void {
  test('campaigns, requests, counters, events and epochs are there after a restart', async () => {
    const { id } = await aRunningCampaign(fixture.store);
    await acceptTokens(fixture.store, id, 'a', 'b', 'c');
    const epoch = await anEpoch(fixture.store);
    const keys = await dueKeys(fixture.store, id);
    await fixture.store.requests.claim(aClaim(id, epoch, keys.slice(0, 2)));
    await fixture.store.requests.finish([
      { key: keys[0]!, disposition: { state: 'Failed', reason: 'BUSY' }, at: NOW + 1 },
    ]);
    const before = await fixture.store.requests.requests({ campaignId: id, limit: 10 });
    const events = await fixture.store.events.read(0, 10);

    const store = await fixture.reopen();
    assert.equal((await store.campaigns.find(OWNER, id))?.state, 'Running');
    assert.deepEqual(await store.requests.requests({ campaignId: id, limit: 10 }), before);
    assert.deepEqual(await countersOf(store, id), { accepted: 3, buffered: 1, attempting: 1, failed: 1 });
    assert.deepEqual(await store.events.read(0, 10), events);
    assert.equal(await store.events.last(), events.at(-1)?.sequence);
    const again = await store.leases.acquire({ name: LEASE, holder: 'me', now: NOW, until: NOW + MINUTE });
    assert.deepEqual(again, { kind: 'acquired', epoch: epoch + 1 });
    assert.equal(await store.requests.closeOrphans({ epoch: epoch + 1, dyingChannels: [], now: NOW, limit: 9 }), 1);
  });

  test('tokens are known after a restart, purged ones too, and keys go on rising', async () => {
    const { id } = await aRunningCampaign(fixture.store);
    await acceptTokens(fixture.store, id, 'a');
    await acceptTokens(fixture.store, id, 'b', 'c');
    const [first] = await dueKeys(fixture.store, id);
    await fixture.store.requests.exclude([{ key: first!, state: 'Suppressed', reason: 'LIMIT_REACHED', at: NOW }]);
    assert.equal(await fixture.store.requests.purge(NOW + 1, 10), 1);
    const keys = await dueKeys(fixture.store, id);

    const store = await fixture.reopen();
    const rows = [
      aRow(id, 'a'),
      aRow(id, 'a', { content: 'x' }),
      aRow(id, 'c'),
      aRow(id, 'b', { content: 'x' }),
      aRow(id, 'd'),
    ];
    assert.deepEqual(await store.requests.accept(aBatch(id, rows)), {
      kind: 'accepted',
      rows: ['replayed', 'conflicting', 'replayed', 'conflicting', 'created'],
    });
    const later = (await dueKeys(store, id)).at(-1)!;
    assert.ok(keys.every((key) => key < later));
  });

  test('requests expire after a restart, those that came back in between too', async () => {
    const { id } = await aRunningCampaign(fixture.store);
    const at = (token: string, afterMs: number) => aRow(id, token, { expiresAt: NOW + afterMs });
    await fixture.store.requests.accept(
      aBatch(id, [at('early', 1_000), at('withdrawn', 20_000), at('same minute', 40_000), at('late', 5 * MINUTE)]),
    );
    const [, key] = await dueKeys(fixture.store, id);
    await fixture.store.requests.claim(aClaim(id, await anEpoch(fixture.store), [key!]));
    assert.equal(await fixture.store.requests.expire(NOW + 10_000, 10), 1);
    await fixture.store.requests.withdraw([{ key: key!, reason: 'X', dueAt: NOW, at: NOW + 10_000 }]);

    const store = await fixture.reopen();
    assert.ok(((await store.requests.nextExpiry()) ?? Number.POSITIVE_INFINITY) <= NOW + 20_000);
    assert.equal(await store.requests.expire(NOW + 20_000, 10), 1);
    assert.equal(await store.requests.expire(NOW + 40_000, 10), 1);
    assert.equal(await store.requests.expire(NOW + 5 * MINUTE, 10), 1);
    assert.deepEqual(await countersOf(store, id), { accepted: 4, expired: 4 });
  });

  test('a request accepted after the clock was set back still expires after a restart', async () => {
    const { id } = await aRunningCampaign(fixture.store);
    await fixture.store.requests.accept(aBatch(id, [aRow(id, 'a', { expiresAt: NOW + 1 })]));
    assert.equal(await fixture.store.requests.expire(NOW + 30 * MINUTE, 10), 1);
    await fixture.store.requests.accept(aBatch(id, [aRow(id, 'b', { expiresAt: NOW + MINUTE })]));
    const store = await fixture.reopen();
    assert.equal(await store.requests.expire(NOW + 31 * MINUTE, 10), 1);
    assert.deepEqual(await claimDue(store, id, await anEpoch(store)), []);
  });
}
