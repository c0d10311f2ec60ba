/** Campaigns, Connect instances and profiles. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InstanceRecord } from '../../src/store/instance-store.ts';
import { aCampaign, campaignId, changeCampaign, INSTANCE, NOW, OWNER } from './fixtures.ts';
import type { Fixture } from './store.contract.ts';

const STRANGER = { account: '999999999999', region: 'us-east-1' };

export function describeCampaigns(fixture: Fixture): void {
  test('a campaign is found by its owner only, and got by anyone inside', async () => {
    const { campaigns } = fixture.store;
    assert.deepEqual(await campaigns.create(aCampaign()), { kind: 'created' });
    assert.deepEqual(await campaigns.find(OWNER, campaignId(1)), aCampaign());
    assert.equal(await campaigns.find(STRANGER, campaignId(1)), undefined);
    assert.equal(await campaigns.find({ ...OWNER, region: 'eu-west-1' }, campaignId(1)), undefined);
    assert.deepEqual(await campaigns.get(campaignId(1)), aCampaign());
    assert.equal(await campaigns.get(campaignId(2)), undefined);
  });

  test('a name is taken within owner and instance until its campaign is deleted', async () => {
    const { campaigns } = fixture.store;
    const first = aCampaign(1, { name: 'spring' });
    await campaigns.create(first);
    const second = aCampaign(2, { name: 'spring' });
    assert.deepEqual(await campaigns.create(second), { kind: 'nameTaken', existing: first });
    assert.equal(await campaigns.get(campaignId(2)), undefined);
    assert.deepEqual(await campaigns.create({ ...second, id: campaignId(3), account: STRANGER.account }), {
      kind: 'created',
    });
    assert.deepEqual(await campaigns.create({ ...second, id: campaignId(4), connectInstanceId: 'another' }), {
      kind: 'created',
    });
    await changeCampaign(fixture.store, first, { deletedAt: NOW });
    assert.deepEqual(await campaigns.create(second), { kind: 'created' });
  });

  test('a campaign cannot take the name of another by an update', async () => {
    const { campaigns } = fixture.store;
    await campaigns.create(aCampaign(1, { name: 'spring' }));
    await campaigns.create(aCampaign(2, { name: 'summer' }));
    const renamed = aCampaign(2, { name: 'spring', revision: 2 });
    assert.deepEqual(await campaigns.update(renamed, 1), { kind: 'nameTaken' });
    assert.equal((await campaigns.get(campaignId(2)))?.name, 'summer');
  });

  test('of two writers that have seen the same revision one wins, and the other is told', async () => {
    const { campaigns } = fixture.store;
    await campaigns.create(aCampaign());
    const results = await Promise.all([
      campaigns.update(aCampaign(1, { name: 'a', revision: 2 }), 1),
      campaigns.update(aCampaign(1, { name: 'b', revision: 2 }), 1),
    ]);
    assert.deepEqual(results, [{ kind: 'updated' }, { kind: 'stale' }]);
    assert.equal((await campaigns.get(campaignId(1)))?.name, 'a');
    assert.deepEqual(await campaigns.update(aCampaign(9, { revision: 2 }), 1), { kind: 'stale' });
  });

  test('campaigns are listed in the order of their ids, page by page, without the deleted', async () => {
    const { campaigns } = fixture.store;
    for (const number of [5, 3, 1, 4, 2]) await campaigns.create(aCampaign(number));
    await campaigns.create(aCampaign(6, { account: STRANGER.account }));
    await campaigns.create(aCampaign(7, { connectInstanceId: 'another' }));
    await changeCampaign(fixture.store, aCampaign(3), { deletedAt: NOW });
    const ids = async (query: Partial<Parameters<typeof campaigns.list>[0]>): Promise<string[]> =>
      (await campaigns.list({ owner: OWNER, limit: 10, ...query })).map((campaign) => campaign.id);
    assert.deepEqual(await ids({}), [1, 2, 4, 5, 7].map(campaignId));
    assert.deepEqual(await ids({ limit: 2 }), [1, 2].map(campaignId));
    assert.deepEqual(await ids({ after: campaignId(2), limit: 2 }), [4, 5].map(campaignId));
    assert.deepEqual(await ids({ after: campaignId(3), connectInstanceId: INSTANCE }), [4, 5].map(campaignId));
    assert.deepEqual(
      (await campaigns.list({ limit: 10 })).map((campaign) => campaign.id),
      [1, 2, 4, 5, 6, 7].map(campaignId),
    );
    assert.equal(await campaigns.find(OWNER, campaignId(3)), undefined);
    assert.equal((await campaigns.get(campaignId(3)))?.deletedAt, NOW);
  });

  test('campaigns of an instance are counted, and the active ones among them', async () => {
    const { campaigns } = fixture.store;
    for (const number of [1, 2, 3, 4]) await campaigns.create(aCampaign(number));
    await changeCampaign(fixture.store, aCampaign(1), { state: 'Running' });
    await changeCampaign(fixture.store, aCampaign(2), { state: 'Paused' });
    await changeCampaign(fixture.store, aCampaign(4), { deletedAt: NOW });
    assert.deepEqual(await campaigns.count(OWNER, INSTANCE), { total: 3, active: 2 });
    assert.deepEqual(await campaigns.count(STRANGER, INSTANCE), { total: 0, active: 0 });
  });

  test('an instance is written by revision', async () => {
    const { instances } = fixture.store;
    const first: InstanceRecord = { ...OWNER, connectInstanceId: INSTANCE, revision: 1, integrations: [] };
    assert.equal(await instances.find(OWNER, INSTANCE), undefined);
    assert.deepEqual(await instances.put(first, 0), { kind: 'updated' });
    assert.deepEqual(await instances.put(first, 0), { kind: 'stale' });
    const second: InstanceRecord = { ...first, revision: 2, integrations: [{ kind: 'lambda', arn: 'arn:a' }] };
    assert.deepEqual(await instances.put(second, 1), { kind: 'updated' });
    assert.deepEqual(await instances.put({ ...first, revision: 2 }, 1), { kind: 'stale' });
    assert.deepEqual(await instances.find(OWNER, INSTANCE), second);
    assert.equal(await instances.find(STRANGER, INSTANCE), undefined);
  });

  test('a profile is added, replaced and found in its account', async () => {
    const { directory } = fixture.store;
    const profile = { profileId: 'a'.repeat(32), phones: ['+15550000'], emails: [], addresses: [], attributes: {} };
    const later = { ...profile, phones: [], emails: ['a@example.com'] };
    await directory.putProfiles(OWNER.account, [profile, { ...profile, profileId: 'b'.repeat(32) }]);
    assert.deepEqual(await directory.profile(OWNER.account, profile.profileId), profile);
    await directory.putProfiles(OWNER.account, [profile, later]);
    assert.deepEqual(await directory.profile(OWNER.account, profile.profileId), later);
    assert.equal(await directory.profile(STRANGER.account, profile.profileId), undefined);
  });
}
