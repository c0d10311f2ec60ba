/** The profile directory, its segments, and how far campaigns have come with them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Profile } from '../../src/domain/profile.ts';
import type { Segment } from '../../src/domain/segments/segment.ts';
import type { Snapshot } from '../../src/store/directory-store.ts';
import { aRunningCampaign, campaignId, NOW, OWNER } from './fixtures.ts';
import type { Fixture } from './store.contract.ts';

const { account } = OWNER;
const ELSEWHERE = '999999999999';

const person = (number: number, name = 'Ada'): Profile => ({
  profileId: number.toString(16).padStart(32, '0'),
  phones: [],
  emails: [],
  addresses: [],
  attributes: { name },
});
const ids = (profiles: readonly Profile[]): number[] => profiles.map(({ profileId }) => Number.parseInt(profileId, 16));

const aSegment = (name: string, changes: Partial<Segment> = {}): Segment => ({
  ...{ account, name, changedAt: NOW },
  definition: { kind: 'filter', conditions: [{ attribute: 'name', equals: 'Ada' }] },
  ...changes,
});

const aSnapshot = (changes: Partial<Snapshot> = {}): Snapshot => ({
  ...{ campaignId: campaignId(1), snapshotAt: NOW, after: '', isDone: false },
  definition: { kind: 'list', profileIds: [person(1).profileId] },
  ...changes,
});

export function describeDirectory(fixture: Fixture): void {
  test('profiles are paged by id, of one account, and the later of two is kept', async () => {
    const { directory } = fixture.store;
    await directory.putProfiles(
      account,
      [5, 3, 1, 4, 2].map((number) => person(number)),
    );
    await directory.putProfiles(ELSEWHERE, [person(9)]);
    await directory.putProfiles(account, [person(3, 'Bob')]);
    const first = await directory.profiles({ account, limit: 3 });
    assert.deepEqual(ids(first), [1, 2, 3]);
    assert.equal(first[2]?.attributes['name'], 'Bob');
    const after = first.at(-1)?.profileId ?? '';
    assert.deepEqual(ids(await directory.profiles({ account, after, limit: 3 })), [4, 5]);
    const among = [9, 4, 1].map((number) => person(number).profileId);
    assert.deepEqual(ids(await directory.profiles({ account, among })), [1, 4]);
  });

  test('segments are put, replaced, listed by name, and deleted once', async () => {
    const { directory } = fixture.store;
    await directory.putSegment(aSegment('b'));
    await directory.putSegment(aSegment('c'));
    await directory.putSegment(aSegment('a', { account: ELSEWHERE }));
    const replaced = aSegment('b', { changedAt: NOW + 1, definition: { kind: 'list', profileIds: [] } });
    await directory.putSegment(replaced);
    assert.deepEqual(await directory.segment(account, 'b'), replaced);
    assert.equal(await directory.segment(account, 'a'), undefined);
    const names = async (after?: string) =>
      (await directory.segments({ account, limit: 1, ...(after !== undefined && { after }) })).map(({ name }) => name);
    assert.deepEqual([await names(), await names('b'), await names('c')], [['b'], ['c'], []]);
    assert.equal(await directory.deleteSegment(account, 'b'), true);
    assert.equal(await directory.deleteSegment(account, 'b'), false);
  });

  test('a campaign has one snapshot: the latest that was noted', async () => {
    const { directory } = fixture.store;
    await aRunningCampaign(fixture.store);
    assert.equal(await directory.snapshot(campaignId(1)), undefined);
    assert.equal(await directory.snapshot(campaignId(2)), undefined);
    await directory.noteSnapshot(aSnapshot());
    const done = aSnapshot({ after: person(1).profileId, isDone: true });
    await directory.noteSnapshot(done);
    assert.deepEqual(await directory.snapshot(campaignId(1)), done);
  });
}

export function describeReopenedDirectory(fixture: Fixture): void {
  test('profiles, segments and snapshots are there after a restart', async () => {
    await aRunningCampaign(fixture.store);
    await fixture.store.directory.putProfiles(account, [person(1)]);
    await fixture.store.directory.putSegment(aSegment('a'));
    await fixture.store.directory.noteSnapshot(aSnapshot());
    const { directory } = await fixture.reopen();
    assert.deepEqual(ids(await directory.profiles({ account, limit: 9 })), [1]);
    assert.deepEqual(await directory.segment(account, 'a'), aSegment('a'));
    assert.deepEqual(await directory.snapshot(campaignId(1)), aSnapshot());
  });
}
