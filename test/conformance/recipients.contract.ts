/** Contract line 4, as far as it must be counted: limits, the suppression list, and the red button. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CommunicationLimitsConfig } from '../../src/domain/campaign.ts';
import type { ChannelSubtype } from '../../src/domain/channel-subtype.ts';
import type { Disposition } from '../../src/domain/disposition.ts';
import { limitRules } from '../../src/domain/limits/limit-rules.ts';
import type { ClaimGuard, ClaimResult, RequestKey } from '../../src/store/request-store.ts';
import type { Store } from '../../src/store/store.ts';
import {
  aBatch,
  aCampaign,
  aClaim,
  acceptTokens,
  anEpoch,
  aRow,
  aRunningCampaign,
  changeCampaign,
  dueKeys,
  INSTANCE,
  NOW,
  OWNER,
  requestId,
} from './fixtures.ts';
import { countersOf, type Fixture } from './store.contract.ts';

const ADA = '+441632960001';
const BOB = '+441632960002';
const DAY = 86_400_000;

const limits = (maxCountPerRecipient: number, frequency = 1) => ({
  communicationLimitsList: [{ maxCountPerRecipient, frequency, unit: 'DAY' as const }],
});
const NO_LIMITS = limitRules(undefined, undefined);

const guardFor = (recipients: readonly string[], rules = NO_LIMITS): ClaimGuard => ({ recipients, limits: rules });

/** Keys of new requests, one for each token. */
async function put(store: Store, id: Parameters<typeof dueKeys>[1], ...tokens: string[]): Promise<RequestKey[]> {
  await acceptTokens(store, id, ...tokens);
  const records = await Promise.all(tokens.map((token) => store.requests.request(requestId(id, token))));
  return records.map((record) => record!.key);
}

function claimedBy(result: ClaimResult): readonly RequestKey[] {
  assert.equal(result.kind, 'claimed');
  return result.kind === 'claimed' ? result.keys : [];
}

export function describeRecipients(fixture: Fixture): void {
  test('twenty simultaneous claims for one recipient, of two campaigns, with two allowed by the instance, grant two', async () => {
    const { store } = fixture;
    const campaigns = [await aRunningCampaign(store, 1), await aRunningCampaign(store, 2)];
    const epoch = await anEpoch(store);
    const rules = limitRules(limits(2), undefined);
    const tokens = Array.from({ length: 10 }, (_, index) => `t${index}`);
    const keys = await Promise.all(campaigns.map(({ id }) => put(store, id, ...tokens)));
    const results = await Promise.all(
      campaigns.flatMap(({ id }, index) =>
        keys[index]!.map((key) => store.requests.claim({ ...aClaim(id, epoch, [key]), guard: guardFor([ADA], rules) })),
      ),
    );
    assert.equal(results.flatMap(claimedBy).length, 2);
    const suppressed = results.flatMap((result) => (result.kind === 'claimed' ? (result.suppressed ?? []) : []));
    assert.equal(suppressed.length, 18);
    for (const { id } of campaigns) {
      const { requests } = await store.requests.requests({ campaignId: id, limit: 100 });
      for (const { state, reason, endedAt, attempts } of requests) {
        if (state === 'Attempting') continue;
        assert.deepEqual(
          { state, reason, endedAt, attempts },
          { state: 'Suppressed', reason: 'LIMIT_REACHED', endedAt: NOW, attempts: [] },
        );
      }
    }
    const hits = await store.recipients.hits({ campaignId: campaigns[0]!.id, recipient: ADA, since: NOW });
    assert.deepEqual(
      hits.map(({ at, isShared }) => ({ at, isShared })),
      Array(2).fill({ at: NOW, isShared: true }),
    );
  });

  test('within one claim each recipient is counted, and an ending by a limit is in the counters and the events', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    const epoch = await anEpoch(store);
    const keys = await put(store, id, 'a', 'b', 'c', 'd');
    const guard = guardFor([ADA, BOB, ADA, BOB], limitRules(limits(1), undefined));
    const result = await store.requests.claim({ ...aClaim(id, epoch, keys), guard });
    assert.deepEqual(result, { kind: 'claimed', keys: keys.slice(0, 2), suppressed: keys.slice(2) });
    assert.deepEqual(await countersOf(store, id), { accepted: 4, attempting: 2, suppressed: 2 });
    const facts = (await store.events.read(0, 100)).map(({ fact }) => fact.kind);
    assert.deepEqual(facts.sort(), ['attemptStarted', 'attemptStarted', 'requestEnded', 'requestEnded']);
  });

  test('a day of a limit is the 24 hours before, to the millisecond', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    const epoch = await anEpoch(store);
    const guard = guardFor([ADA], limitRules(limits(1, 2), undefined));
    const claimAt = async (token: string, at: number): Promise<number> => {
      await store.requests.accept(aBatch(id, [aRow(id, token, { expiresAt: NOW + 90 * DAY })]));
      const key = (await store.requests.request(requestId(id, token)))!.key;
      return claimedBy(await store.requests.claim({ ...aClaim(id, epoch, [key], at), guard })).length;
    };
    assert.equal(await claimAt('a', NOW), 1);
    assert.equal(await claimAt('b', NOW + 2 * DAY - 1), 0);
    assert.equal(await claimAt('c', NOW + 2 * DAY), 1);
    // Past 30 days nothing looks back to the first ones, and they are forgotten on the way.
    assert.equal(await claimAt('d', NOW + 40 * DAY), 1);
    const hits = await store.recipients.hits({ campaignId: id, recipient: ADA, since: 0 });
    assert.deepEqual(
      hits.map(({ at }) => at),
      [NOW + 40 * DAY],
    );
  });

  const CAMPAIGN_LIMITS: Record<string, { override: CommunicationLimitsConfig; second: number }> = {
    'of the campaign itself count only its own': { override: { allChannelSubtypes: limits(1) }, second: 1 },
    'are ignored by OPT_OUT, which is not counted either': {
      override: { instanceLimitsHandling: 'OPT_OUT' },
      second: 1,
    },
    'of the instance hold beside those of the campaign': { override: { allChannelSubtypes: limits(5) }, second: 0 },
  };
  for (const [name, { override, second }] of Object.entries(CAMPAIGN_LIMITS)) {
    test(`limits ${name}`, async () => {
      const { store } = fixture;
      const first = await aRunningCampaign(store, 1);
      const other = await aRunningCampaign(store, 2);
      const epoch = await anEpoch(store);
      const instance = name.startsWith('of the campaign itself') ? undefined : limits(1);
      const rules = limitRules(instance, override);
      const [one] = await put(store, first.id, 'a');
      const [two] = await put(store, other.id, 'a');
      const claim = async (id: typeof first.id, key: RequestKey) =>
        claimedBy(await store.requests.claim({ ...aClaim(id, epoch, [key]), guard: guardFor([ADA], rules) })).length;
      assert.equal(await claim(first.id, one!), 1);
      assert.equal(await claim(other.id, two!), second);
      if (override.instanceLimitsHandling !== 'OPT_OUT') return;
      const [three] = await put(store, other.id, 'b');
      const limited = guardFor([ADA], limitRules(limits(1), undefined));
      assert.equal(
        claimedBy(await store.requests.claim({ ...aClaim(other.id, epoch, [three!]), guard: limited })).length,
        1,
      );
    });
  }

  test('communications of a campaign that is over no longer count towards the limits of the instance', async () => {
    const { store } = fixture;
    let first = await aRunningCampaign(store, 1);
    const other = await aRunningCampaign(store, 2);
    const epoch = await anEpoch(store);
    const guard = guardFor([ADA], limitRules(limits(1), undefined));
    const claimOther = async (token: string): Promise<number> => {
      const [key] = await put(store, other.id, token);
      return claimedBy(await store.requests.claim({ ...aClaim(other.id, epoch, [key!]), guard })).length;
    };
    const [key] = await put(store, first.id, 'a');
    await store.requests.claim({ ...aClaim(first.id, epoch, [key!]), guard });
    first = await changeCampaign(store, first, { state: 'Paused' });
    assert.equal(await claimOther('b'), 0);
    await changeCampaign(store, first, { state: 'Stopped' });
    assert.equal(await claimOther('c'), 1);
  });

  const OUTCOMES: Record<string, { disposition: Disposition; isGivenBack: boolean }> = {
    'a delivery': { disposition: { state: 'Succeeded', reason: 'DELIVERED' }, isGivenBack: false },
    'an unknown outcome': { disposition: { state: 'Unknown', reason: 'NO_CARRIER_ANSWER' }, isGivenBack: false },
    'a number that does not exist': {
      disposition: { state: 'Failed', reason: 'INVALID_DESTINATION' },
      isGivenBack: true,
    },
  };
  for (const [name, { disposition, isGivenBack }] of Object.entries(OUTCOMES)) {
    test(`${name} is ${isGivenBack ? 'taken out of the count' : 'counted'}, also when it comes as a receipt`, async () => {
      const { store } = fixture;
      const { id } = await aRunningCampaign(store);
      const epoch = await anEpoch(store);
      const guard = guardFor([ADA], limitRules(limits(1), undefined));
      const keys = await put(store, id, 'a', 'b', 'c');
      const claim = async (key: RequestKey) =>
        claimedBy(await store.requests.claim({ ...aClaim(id, epoch, [key]), guard })).length;
      await claim(keys[0]!);
      await store.requests.finish([{ key: keys[0]!, disposition, at: NOW }]);
      assert.equal(await claim(keys[1]!), isGivenBack ? 1 : 0);
      if (!isGivenBack) return;
      await store.requests.submitted([{ key: keys[1]!, reference: 'r', outcomeBy: NOW + 1, at: NOW }]);
      const receipt = { at: NOW, status: 'FAILED', disposition };
      await store.requests.receipts([{ channelSubtype: 'SMS', reference: 'r', receipt }]);
      assert.equal(await claim(keys[2]!), 1);
    });
  }

  test('a withdrawn attempt is taken out of the count, and counted again with the next one', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    const epoch = await anEpoch(store);
    const guard = guardFor([ADA], limitRules(limits(1), undefined));
    const [key, next] = await put(store, id, 'a', 'b');
    const claim = async (one: RequestKey) => store.requests.claim({ ...aClaim(id, epoch, [one]), guard });
    await claim(key!);
    await store.requests.withdraw([{ key: key!, reason: 'THROTTLED', dueAt: NOW, at: NOW }]);
    assert.deepEqual(await store.recipients.hits({ campaignId: id, recipient: ADA, since: 0 }), []);
    assert.deepEqual(claimedBy(await claim(key!)), [key]);
    assert.deepEqual(claimedBy(await claim(next!)), []);
  });

  test('limits that an instance gets later look back: what was sent before is counted when they are put', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    const apart = aCampaign(2, {
      state: 'Running',
      definition: { type: 'MANAGED', communicationLimitsOverride: { instanceLimitsHandling: 'OPT_OUT' } },
    });
    await store.campaigns.create(apart);
    const epoch = await anEpoch(store);
    const smsTo = (destinationPhoneNumber: string) =>
      Buffer.from(JSON.stringify({ sms: { destinationPhoneNumber, templateParameters: {} } }));
    const send = async (token: string, recipient: string, campaign = id) => {
      await store.requests.accept(aBatch(campaign, [aRow(campaign, token, { payload: smsTo(recipient) })]));
      const key = (await store.requests.request(requestId(campaign, token)))!.key;
      await store.requests.claim({ ...aClaim(campaign, epoch, [key]), guard: guardFor([recipient]) });
      return key;
    };
    // More than one step of the counting.
    for (let index = 0; index < 120; index += 1) await send(`t${index}`, `+4420000${1000 + index}`);
    await send('ada', ADA);
    await send('apart', ADA, apart.id);
    const invalid = { state: 'Failed', reason: 'INVALID_DESTINATION' } as const;
    await store.requests.finish([{ key: await send('back', BOB), disposition: invalid, at: NOW }]);
    await store.requests.withdraw([{ key: await send('withdrawn', BOB), reason: 'THROTTLED', dueAt: NOW, at: NOW }]);
    const counted = async (recipient: string) =>
      (await store.recipients.hits({ campaignId: id, recipient, since: 0 })).length;
    assert.equal(await counted(ADA), 0);
    const record = { ...OWNER, connectInstanceId: INSTANCE, integrations: [] };
    const communicationLimits = { allChannelSubtypes: limits(1) };
    await store.instances.put({ ...record, revision: 1, communicationLimits }, 0);
    assert.deepEqual([await counted(ADA), await counted(BOB), await counted('+44200001119')], [1, 0, 1]);
    await store.instances.put({ ...record, revision: 2 }, 1);
    await send('later', BOB);
    assert.equal(await counted(BOB), 1, 'and from then on everything is counted');
    await store.instances.put({ ...record, revision: 3, communicationLimits }, 2);
    assert.deepEqual([await counted(ADA), await counted(BOB)], [1, 1]);
  });

  test('nothing is counted while no limit holds, nor for what is not claimed', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    const other = await aRunningCampaign(store, 2);
    const epoch = await anEpoch(store);
    const [key] = await put(store, id, 'a');
    const [stranger] = await put(store, other.id, 'a');
    await store.requests.claim({ ...aClaim(id, epoch, [key!]), guard: guardFor([ADA]) });
    const rules = limitRules(limits(1), undefined);
    const guard = guardFor([ADA, ADA], rules);
    assert.deepEqual(claimedBy(await store.requests.claim({ ...aClaim(id, epoch, [key!, stranger!]), guard })), []);
    assert.deepEqual(await store.recipients.hits({ campaignId: id, recipient: ADA, since: 0 }), []);
    assert.deepEqual(await countersOf(store, other.id), { accepted: 1, buffered: 1 });
  });

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
