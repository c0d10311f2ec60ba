/** Contract line 4, as far as it must be counted: communication limits, in the commit of the attempt. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CommunicationLimitsConfig } from '../../src/domain/campaign.ts';
import type { Disposition } from '../../src/domain/disposition.ts';
import { limitRules } from '../../src/domain/limits/limit-rules.ts';
import type { RequestKey } from '../../src/store/request-store.ts';
import {
  aBatch,
  aCampaign,
  aClaim,
  anEpoch,
  aRow,
  aRunningCampaign,
  changeCampaign,
  INSTANCE,
  NOW,
  OWNER,
  requestId,
} from './fixtures.ts';
import { ADA, BOB, claimedBy, guardFor, limits, put } from './recipient-fixtures.ts';
import { countersOf, type Fixture } from './store.contract.ts';

const DAY = 86_400_000;

export function describeLimits(fixture: Fixture): void {
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
}
