/** Contract line 5: every request ends once, with a reason; what nobody waits for is done in bounded pieces. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  aBatch,
  aClaim,
  acceptTokens,
  anEpoch,
  aRow,
  aRunningCampaign,
  changeCampaign,
  claimDue,
  dueKeys,
  MINUTE,
  NOW,
  requestId,
} from './fixtures.ts';
import { countersOf, type Fixture } from './store.contract.ts';

export function describeEndings(fixture: Fixture): void {
  test('a request expires at its instant, not at its minute', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    const at = (token: string, afterMs: number) => aRow(id, token, { expiresAt: NOW + afterMs });
    await store.requests.accept(aBatch(id, [at('a', 1_000), at('b', 2_000), at('c', 90_000)]));
    const next = async (): Promise<number> => (await store.requests.nextExpiry()) ?? Number.POSITIVE_INFINITY;
    assert.ok((await next()) <= NOW + 1_000);
    assert.equal(await store.requests.expire(NOW + 999, 10), 0);
    assert.ok((await next()) > NOW + 999 && (await next()) <= NOW + 1_000, 'it knows the instant after it has looked');
    assert.equal(await store.requests.expire(NOW + 1_000, 10), 1);
    assert.equal((await store.requests.request(requestId(id, 'a')))?.reason, 'EXPIRED');
    assert.equal(await store.requests.expire(NOW + 1_999, 10), 0);
    assert.equal(await store.requests.expire(NOW + 89_999, 10), 1);
    assert.equal(await store.requests.expire(NOW + 90_000, 10), 1);
    assert.equal(await store.requests.nextExpiry(), undefined);
    assert.deepEqual(await countersOf(store, id), { accepted: 3, expired: 3 });
  });

  test('expiry takes no more than its limit and says when that was not all', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    const rows = Array.from({ length: 25 }, (_, number) => aRow(id, `t${number}`, { expiresAt: NOW + number }));
    await store.requests.accept(aBatch(id, rows));
    assert.equal(await store.requests.expire(NOW + MINUTE, 10), 10);
    assert.equal(await store.requests.expire(NOW + MINUTE, 10), 10);
    assert.equal(await store.requests.expire(NOW + MINUTE, 10), 5);
  });

  test('an attempt under way does not expire, and one that comes back in time still does', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    await store.requests.accept(aBatch(id, [aRow(id, 'a', { expiresAt: NOW + 30_000 })]));
    const [key] = await claimDue(store, id, await anEpoch(store));
    assert.equal(await store.requests.expire(NOW + 29_000, 10), 0);
    await store.requests.withdraw([{ key: key!, reason: 'THROTTLED', dueAt: NOW + 29_500, at: NOW + 29_000 }]);
    assert.ok(((await store.requests.nextExpiry()) ?? Number.POSITIVE_INFINITY) <= NOW + 30_000);
    assert.equal(await store.requests.expire(NOW + 30_000, 10), 1);
  });

  test('waiting requests of a stopped campaign are cancelled in pieces, those of a paused one are not', async () => {
    const { store } = fixture;
    let campaign = await aRunningCampaign(store);
    const tokens = Array.from({ length: 25 }, (_, number) => `t${number}`);
    await acceptTokens(store, campaign.id, ...tokens);
    const [first] = await dueKeys(store, campaign.id);
    await store.requests.claim(aClaim(campaign.id, await anEpoch(store), [first!]));
    const cancel = () =>
      store.requests.cancel({ campaignId: campaign.id, reason: 'CAMPAIGN_STOPPED', now: NOW, limit: 10 });
    campaign = await changeCampaign(store, campaign, { state: 'Paused' });
    assert.equal(await cancel(), 0);
    campaign = await changeCampaign(store, campaign, { state: 'Stopped' });
    assert.equal(await cancel(), 10);
    assert.equal(await cancel(), 10);
    assert.equal(await cancel(), 4);
    assert.deepEqual(await countersOf(store, campaign.id), { accepted: 25, attempting: 1, cancelled: 24 });
    assert.equal((await store.requests.request(requestId(campaign.id, 't5')))?.reason, 'CAMPAIGN_STOPPED');
  });

  test('a waiting request can be excluded, an attempt under way cannot', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    await acceptTokens(store, id, 'a', 'b', 'c');
    const [a, b, c] = await dueKeys(store, id);
    await store.requests.claim(aClaim(id, await anEpoch(store), [c!]));
    await store.requests.exclude([
      { key: a!, state: 'Suppressed', reason: 'SUPPRESSED_RECIPIENT', at: NOW },
      { key: b!, state: 'Failed', reason: 'UNKNOWN_TEMPLATE', at: NOW + 1 },
      { key: c!, state: 'Suppressed', reason: 'LIMIT_REACHED', at: NOW },
      { key: a!, state: 'Failed', reason: 'UNKNOWN_TEMPLATE', at: NOW },
    ]);
    assert.deepEqual(await countersOf(store, id), { accepted: 3, attempting: 1, failed: 1, suppressed: 1 });
    assert.equal((await store.requests.request(requestId(id, 'a')))?.reason, 'SUPPRESSED_RECIPIENT');
    assert.equal((await store.requests.request(requestId(id, 'b')))?.endedAt, NOW + 1);
  });

  test('only open attempts of older epochs, and submitted ones of dying channels, are orphans', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    const on = (token: string, channelSubtype: 'SMS' | 'TELEPHONY') => aRow(id, token, { channelSubtype });
    const rows = [on('open', 'SMS'), on('sms', 'SMS'), on('call', 'TELEPHONY'), on('new', 'SMS'), on('waits', 'SMS')];
    await store.requests.accept(aBatch(id, rows));
    const keys = await dueKeys(store, id);
    const old = await anEpoch(store);
    await store.requests.claim(aClaim(id, old, keys.slice(0, 3)));
    const submit = (key: number, reference: string) => ({
      key: keys[key]!,
      reference,
      outcomeBy: NOW + MINUTE,
      at: NOW,
    });
    await store.requests.submitted([submit(1, 'r-1'), submit(2, 'r-2')]);
    const epoch = await anEpoch(store);
    await store.requests.claim(aClaim(id, epoch, keys.slice(3, 4)));
    const orphans = { epoch, dyingChannels: ['TELEPHONY'] as const, now: NOW + 5 };
    assert.equal(await store.requests.closeOrphans({ ...orphans, limit: 1 }), 1);
    assert.equal(await store.requests.closeOrphans({ ...orphans, limit: 10 }), 1);
    assert.equal(await store.requests.closeOrphans({ ...orphans, limit: 10 }), 0);
    assert.deepEqual(await countersOf(store, id), { accepted: 5, buffered: 1, attempting: 2, unknown: 2 });
    for (const token of ['open', 'call']) {
      const request = await store.requests.request(requestId(id, token));
      assert.deepEqual([request?.state, request?.reason, request?.endedAt], ['Unknown', 'INTERRUPTED', NOW + 5]);
      assert.deepEqual(request?.attempts[0]?.disposition, { state: 'Unknown', reason: 'INTERRUPTED' });
    }
  });

  test('a submitted attempt without news becomes Unknown when its time is over, and news after that only adds', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    await acceptTokens(store, id, 'a', 'b', 'c');
    const keys = await claimDue(store, id, await anEpoch(store));
    assert.equal(await store.requests.nextOverdue(), undefined);
    await store.requests.submitted(
      [MINUTE, 2 * MINUTE].map((after, number) => ({
        key: keys[number]!,
        reference: `r-${number}`,
        outcomeBy: NOW + after,
        at: NOW,
      })),
    );
    assert.equal(await store.requests.nextOverdue(), NOW + MINUTE);
    assert.equal(await store.requests.closeOverdue(NOW + MINUTE - 1, 10), 0);
    assert.equal(await store.requests.closeOverdue(NOW + MINUTE, 10), 1);
    assert.equal(await store.requests.nextOverdue(), NOW + 2 * MINUTE);
    assert.equal(await store.requests.closeOverdue(NOW + MINUTE, 10), 0);
    assert.equal((await store.requests.request(requestId(id, 'a')))?.reason, 'NO_RECEIPT');
    const receipt = {
      at: NOW + 3 * MINUTE,
      status: 'DELIVERED',
      disposition: { state: 'Succeeded', reason: 'DELIVERED' },
    } as const;
    assert.deepEqual(await store.requests.receipts([{ channelSubtype: 'SMS', reference: 'r-0', receipt }]), [
      'appended',
    ]);
    const request = await store.requests.request(requestId(id, 'a'));
    assert.equal(request?.state, 'Unknown');
    assert.deepEqual(request?.attempts[0]?.receipts, [receipt]);
    assert.deepEqual(await countersOf(store, id), { accepted: 3, attempting: 2, unknown: 1 });
  });

  test('a purge deletes what ended before, keeps the counters, and its tokens stay taken', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    await acceptTokens(store, id, 'a', 'b', 'c', 'd');
    const keys = await dueKeys(store, id);
    await store.requests.claim(aClaim(id, await anEpoch(store), keys.slice(0, 3)));
    const finish = (number: number, at: number) => ({
      key: keys[number]!,
      disposition: { state: 'Succeeded', reason: 'DELIVERED' } as const,
      at,
    });
    await store.requests.finish([finish(0, NOW + 1), finish(1, NOW + 2)]);
    assert.equal(await store.requests.purge(NOW + 2, 10), 1);
    assert.equal(await store.requests.purge(NOW + 2, 10), 0);
    assert.equal(await store.requests.request(requestId(id, 'a')), undefined);
    assert.equal((await store.requests.request(requestId(id, 'b')))?.state, 'Succeeded');
    const rows = [aRow(id, 'a'), aRow(id, 'a', { content: 'other' }), aRow(id, 'b')];
    assert.deepEqual(await store.requests.accept(aBatch(id, rows)), {
      kind: 'accepted',
      rows: ['replayed', 'conflicting', 'replayed'],
    });
    assert.deepEqual(await countersOf(store, id), { accepted: 4, buffered: 1, attempting: 1, succeeded: 2 });
  });
}
