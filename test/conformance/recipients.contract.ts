/** Contract line 4, beside the limits: the suppression list, the red button, and people who are in a campaign already. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChannelSubtype } from '../../src/domain/channel-subtype.ts';
import { limitRules } from '../../src/domain/limits/limit-rules.ts';
import type { RequestKey } from '../../src/store/request-store.ts';
import {
  aBatch,
  aClaim,
  anEpoch,
  aRow,
  aRunningCampaign,
  changeCampaign,
  dueKeys,
  INSTANCE,
  NOW,
  requestId,
} from './fixtures.ts';
import { ADA, BOB, claimedBy, guardFor, limits, put } from './recipient-fixtures.ts';
import { countersOf, type Fixture } from './store.contract.ts';

export function describeRecipients(fixture: Fixture): void {
  test('a suppressed recipient is not attempted, on the channel or on every channel, in that instance alone', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    const epoch = await anEpoch(store);
    const suppress = (recipient: string, channelSubtype?: ChannelSubtype, connectInstanceId = INSTANCE) =>
      store.recipients.suppress({
        connectInstanceId,
        entries: [{ recipient, ...(channelSubtype !== undefined && { channelSubtype }) }],
        at: NOW,
      });
    assert.equal(await suppress('+1', 'SMS'), 1);
    assert.equal(await suppress('+1', 'SMS'), 0);
    await suppress('+2', 'EMAIL');
    await suppress('+3');
    await suppress('+4', 'SMS', 'another instance');
    const keys = await put(store, id, 'a', 'b', 'c', 'd');
    const result = await store.requests.claim({
      ...aClaim(id, epoch, keys),
      guard: guardFor(['+1', '+2', '+3', '+4']),
    });
    assert.deepEqual(result, { kind: 'claimed', keys: [keys[1], keys[3]], suppressed: [keys[0], keys[2]] });
    const first = await store.requests.request(requestId(id, 'a'));
    assert.deepEqual([first?.state, first?.reason], ['Suppressed', 'SUPPRESSED_RECIPIENT']);
    const off = { connectInstanceId: INSTANCE, entries: [{ recipient: '+3' }, { recipient: '+9' }] };
    assert.equal(await store.recipients.unsuppress(off), 1);
    const [again] = await put(store, id, 'e');
    assert.deepEqual(
      claimedBy(await store.requests.claim({ ...aClaim(id, epoch, [again!]), guard: guardFor(['+3']) })),
      [again],
    );
  });

  test('a receipt that suppresses puts its recipient on the list of that instance and channel, and is told twice in vain', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    const keys = await put(store, id, 'a', 'b');
    const epoch = await anEpoch(store);
    await store.requests.claim(aClaim(id, epoch, keys));
    await store.requests.submitted([{ key: keys[0]!, reference: 'r-1', outcomeBy: NOW + 1, at: NOW }]);
    const receipt = { at: NOW + 5, status: 'Bounce' };
    const bounce = { channelSubtype: 'SMS', reference: 'r-1', receipt, suppresses: ADA } as const;
    const stranger = { ...bounce, reference: 'r-2', suppresses: BOB };
    assert.deepEqual(await store.requests.receipts([bounce, stranger]), ['appended', 'unknownReference']);
    assert.deepEqual(await store.requests.receipts([bounce]), ['appended']);
    const of = (recipient: string) => store.recipients.suppressionsOf({ connectInstanceId: INSTANCE, recipient });
    assert.deepEqual(await of(ADA), [{ since: NOW + 5, channelSubtype: 'SMS' }]);
    assert.deepEqual(await of(BOB), []);
    assert.deepEqual(await store.recipients.suppressionCounts(INSTANCE), {
      ...{ total: 1, everyChannel: 0, byChannel: { SMS: 1 } },
    });
    const request = await store.requests.request(requestId(id, 'a'));
    assert.deepEqual(request?.attempts[0]?.receipts, [receipt, receipt]);
    const [next] = await put(store, id, 'c');
    const result = await store.requests.claim({ ...aClaim(id, epoch, [next!], NOW + 6), guard: guardFor([ADA]) });
    assert.deepEqual(result, { kind: 'claimed', keys: [], suppressed: [next] });
  });

  test('requests are found by what their carriers call them', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    const keys = await put(store, id, 'a', 'b');
    await store.requests.claim(aClaim(id, await anEpoch(store), keys));
    await store.requests.submitted([{ key: keys[0]!, reference: 'r-1', outcomeBy: NOW + 1, at: NOW }]);
    const found = await store.requests.byReference([
      { channelSubtype: 'SMS', reference: 'r-1' },
      { channelSubtype: 'EMAIL', reference: 'r-1' },
      { channelSubtype: 'SMS', reference: requestId(id, 'b') },
    ]);
    assert.deepEqual(
      found.map((request) => request?.id),
      [requestId(id, 'a'), undefined, requestId(id, 'b')],
    );
  });

  test('a suppression list is listed page by page, by channel if wanted, and counted', async () => {
    const { recipients } = fixture.store;
    const entries = [
      { recipient: 'c@example.com' },
      { recipient: 'a@example.com', channelSubtype: 'EMAIL' as const },
      { recipient: ADA, channelSubtype: 'SMS' as const },
      { recipient: ADA, channelSubtype: 'TELEPHONY' as const },
      { recipient: ADA },
    ];
    assert.equal(await recipients.suppress({ connectInstanceId: INSTANCE, entries, at: NOW }), 5);
    const listed: object[] = [];
    for (let page = await recipients.suppressed({ connectInstanceId: INSTANCE, limit: 2 }); page.length > 0; ) {
      listed.push(...page);
      page = await recipients.suppressed({ connectInstanceId: INSTANCE, after: page.at(-1)!, limit: 2 });
    }
    assert.deepEqual(listed, [
      { recipient: ADA },
      { recipient: ADA, channelSubtype: 'TELEPHONY' },
      { recipient: ADA, channelSubtype: 'SMS' },
      { recipient: 'a@example.com', channelSubtype: 'EMAIL' },
      { recipient: 'c@example.com' },
    ]);
    assert.deepEqual(await recipients.suppressed({ connectInstanceId: INSTANCE, channelSubtype: 'SMS', limit: 9 }), [
      { recipient: ADA, channelSubtype: 'SMS' },
    ]);
    assert.deepEqual(await recipients.suppressionCounts(INSTANCE), {
      total: 5,
      everyChannel: 2,
      byChannel: { TELEPHONY: 1, SMS: 1, EMAIL: 1 },
    });
    assert.deepEqual(await recipients.suppressed({ connectInstanceId: 'other', limit: 9 }), []);
    assert.deepEqual(await recipients.suppressionCounts('other'), { total: 0, everyChannel: 0, byChannel: {} });
  });

  test('an addition that was answered holds for a claim that was asked before', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    const epoch = await anEpoch(store);
    const keys = await put(store, id, ...Array.from({ length: 40 }, (_, index) => `t${index}`));
    let isAdded = false;
    const adding = store.recipients
      .suppress({ connectInstanceId: INSTANCE, entries: [{ recipient: ADA }], at: NOW })
      .then(() => {
        isAdded = true;
      });
    for (const key of keys) {
      const wasAdded = isAdded;
      const result = await store.requests.claim({ ...aClaim(id, epoch, [key]), guard: guardFor([ADA]) });
      if (wasAdded) assert.deepEqual(claimedBy(result), []);
    }
    await adding;
    assert.ok(isAdded);
  });

  test('the red button: no attempt is committed after its answer, on a channel or on all', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    const epoch = await anEpoch(store);
    await store.requests.accept(aBatch(id, [aRow(id, 'sms'), aRow(id, 'mail', { channelSubtype: 'EMAIL' })]));
    const keys = await dueKeys(store, id);
    const claim = (wanted: RequestKey[]) => store.requests.claim(aClaim(id, epoch, wanted));
    assert.deepEqual(await store.dispatch.stops(), { channels: [] });
    const bySms = { channelSubtype: 'SMS' as const, since: NOW };
    assert.deepEqual(await store.dispatch.stop('SMS', NOW), { channels: [bySms] });
    assert.deepEqual(await store.dispatch.stop('SMS', NOW + 1), { channels: [bySms] });
    assert.deepEqual(await claim([keys[0]!]), { kind: 'stopped' });
    const [stopped, result] = await Promise.all([store.dispatch.stop(undefined, NOW + 2), claim(keys)]);
    assert.deepEqual(stopped, { everything: NOW + 2, channels: [bySms] });
    assert.deepEqual(result, { kind: 'stopped' });
    assert.deepEqual(await countersOf(store, id), { accepted: 2, buffered: 2 });
    assert.deepEqual(await store.dispatch.start('SMS'), { everything: NOW + 2, channels: [] });
    await store.dispatch.stop('EMAIL', NOW + 3);
    assert.deepEqual(await store.dispatch.start(undefined), { channels: [] });
    await store.dispatch.stop('EMAIL', NOW + 4);
    assert.deepEqual(await claim(keys), { kind: 'claimed', keys: [keys[0]] });
  });

  test('a profile enters a campaign once at a time', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    const accept = async (token: string, profileId: string, now = NOW) => {
      const entries = { profileIds: [profileId], limits: { maxEntryCount: 2, minEntryInterval: 'PT1M' } };
      const result = await store.requests.accept(aBatch(id, [aRow(id, token)], { entries, now }));
      return result.kind === 'accepted' ? result.rows[0] : result.kind;
    };
    const end = async () => {
      const exclusion = { state: 'Suppressed', reason: 'MISSING_TIMEZONE', at: NOW } as const;
      await store.requests.exclude((await dueKeys(store, id)).map((key) => ({ ...exclusion, key })));
    };
    const twice = await Promise.all([accept('a', 'p'), accept('b', 'p'), accept('c', 'q')]);
    assert.deepEqual(twice, ['created', 'inside', 'created']);
    await end();
    assert.equal(await accept('b', 'p', NOW + 59_999), 'entryLimit');
    assert.equal(await accept('b', 'p', NOW + 60_000), 'created');
    assert.equal(await accept('a', 'p', NOW + 60_000), 'replayed');
    await end();
    assert.equal(await store.requests.purge(NOW + 1, 10), 3);
    assert.equal(await accept('d', 'p', NOW + 600_000), 'entryLimit');
    assert.deepEqual(await countersOf(store, id), { accepted: 3, suppressed: 3 });
  });

  test('who entered is forgotten when the campaign is over, and no earlier', async () => {
    const { store } = fixture;
    const campaign = await aRunningCampaign(store);
    const { id } = campaign;
    const accept = (token: string, profileId: string, now: number) =>
      store.requests.accept(aBatch(id, [aRow(id, token)], { entries: { profileIds: [profileId] }, now }));
    await accept('a', 'p', NOW);
    await accept('b', 'q', NOW);
    await accept('c', 'r', NOW + 1);
    assert.equal(await store.requests.purgeEntries(NOW + 1, 10), 0);
    await changeCampaign(store, campaign, { state: 'Stopped' });
    assert.equal(await store.requests.purgeEntries(NOW + 1, 1), 1);
    assert.equal(await store.requests.purgeEntries(NOW + 1, 10), 1);
    assert.equal(await store.requests.purgeEntries(NOW + 1, 10), 0);
    assert.equal(await store.requests.purgeEntries(NOW + 2, 10), 1);
  });
}

/** Where something is durable. */
export function describeReopenedRecipients(fixture: Fixture): void {
  test('counted communications, the suppression list and the red button are there after a reopening', async () => {
    const { id } = await aRunningCampaign(fixture.store);
    const guard = guardFor([ADA], limitRules(limits(1), undefined));
    const [first, second, third] = await put(fixture.store, id, 'a', 'b', 'c');
    const epoch = await anEpoch(fixture.store);
    await fixture.store.requests.claim({ ...aClaim(id, epoch, [first!]), guard });
    await fixture.store.recipients.suppress({ connectInstanceId: INSTANCE, entries: [{ recipient: BOB }], at: NOW });
    await fixture.store.dispatch.stop(undefined, NOW);
    const store = await fixture.reopen();
    assert.deepEqual(await store.dispatch.stops(), { everything: NOW, channels: [] });
    assert.equal((await store.recipients.suppressionCounts(INSTANCE)).total, 1);
    const next = await anEpoch(store);
    // What a crash cut off may have gone out: it stays counted.
    await store.requests.closeOrphans({ epoch: next, dyingChannels: [], now: NOW, limit: 10 });
    const both = { ...aClaim(id, next, [second!, third!]), guard: guardFor([ADA, BOB], guard.limits) };
    assert.deepEqual(await store.requests.claim(both), { kind: 'stopped' });
    await store.dispatch.start(undefined);
    assert.deepEqual(await store.requests.claim(both), { kind: 'claimed', keys: [], suppressed: [second, third] });
    const reasons = await Promise.all(['b', 'c'].map((token) => store.requests.request(requestId(id, token))));
    assert.deepEqual(
      reasons.map((record) => record?.reason),
      ['LIMIT_REACHED', 'SUPPRESSED_RECIPIENT'],
    );
  });
}
