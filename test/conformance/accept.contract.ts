/** Contract lines 1 and 2: what is accepted is there, once, under the id that its token has. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CampaignState } from '../../src/domain/campaign-states.ts';
import {
  aBatch,
  aCampaign,
  acceptTokens,
  aRow,
  aRunningCampaign,
  campaignId,
  changeCampaign,
  dueKeys,
  MINUTE,
  NOW,
  requestId,
} from './fixtures.ts';
import { countersOf, type Fixture } from './store.contract.ts';

export function describeAccept(fixture: Fixture): void {
  test('an accepted request can be read as it was put', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    const row = aRow(id, 'tøken-✓', { dueAt: NOW + 5, expiresAt: NOW + 77_777, channelSubtype: 'EMAIL' });
    assert.deepEqual(await store.requests.accept(aBatch(id, [row])), { kind: 'accepted', rows: ['created'] });
    const request = await store.requests.request(requestId(id, 'tøken-✓'));
    assert.ok(request !== undefined);
    const { key, payload, ...rest } = request;
    assert.equal(typeof key, 'number');
    assert.deepEqual(Buffer.from(payload), Buffer.from(row.payload));
    assert.deepEqual(rest, {
      id: requestId(id, 'tøken-✓'),
      campaignId: id,
      clientToken: 'tøken-✓',
      channelSubtype: 'EMAIL',
      state: 'Buffered',
      acceptedAt: NOW,
      dueAt: NOW + 5,
      expiresAt: NOW + 77_777,
      attempts: [],
    });
    assert.equal(await store.requests.request(requestId(id, 'other')), undefined);
  });

  test('a request without a channel is kept without one', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    const { channelSubtype: _none, ...row } = aRow(id, 'nobody');
    await store.requests.accept(aBatch(id, [row]));
    assert.equal((await store.requests.request(requestId(id, 'nobody')))?.channelSubtype, undefined);
    const { requests } = await store.requests.peek({ campaignId: id, limit: 1, now: NOW });
    assert.equal(requests[0] !== undefined && 'channelSubtype' in requests[0], false);
  });

  test('the same token with the same content is a replay, with other content a conflict, whatever else differs', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    await acceptTokens(store, id, 'a', 'b');
    const again = [
      aRow(id, 'a', { expiresAt: NOW + 999 * MINUTE }),
      aRow(id, 'b', { content: 'other' }),
      aRow(id, 'a', { admissible: false }),
      aRow(id, 'b', { admissible: false, content: 'other' }),
      aRow(id, 'c', { admissible: false }),
      aRow(id, 'd'),
    ];
    assert.deepEqual(await store.requests.accept(aBatch(id, again)), {
      kind: 'accepted',
      rows: ['replayed', 'conflicting', 'replayed', 'conflicting', 'inadmissible', 'created'],
    });
    assert.deepEqual(await countersOf(store, id), { accepted: 3, buffered: 3 });
    assert.equal((await store.requests.request(requestId(id, 'a')))?.expiresAt, NOW + 60 * MINUTE);
    assert.equal(await store.requests.request(requestId(id, 'c')), undefined);
  });

  test('a token twice in one batch is created once', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    const rows = [aRow(id, 'a'), aRow(id, 'a'), aRow(id, 'a', { content: 'other' })];
    assert.deepEqual(await store.requests.accept(aBatch(id, rows)), {
      kind: 'accepted',
      rows: ['created', 'replayed', 'conflicting'],
    });
    assert.deepEqual(await countersOf(store, id), { accepted: 1, buffered: 1 });
  });

  test('a token in many concurrent batches is created once', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, number) =>
        store.requests.accept(aBatch(id, [aRow(id, 'same'), aRow(id, `own-${number}`)])),
      ),
    );
    const created = results.filter((result) => result.kind === 'accepted' && result.rows[0] === 'created');
    assert.equal(created.length, 1);
    assert.ok(results.every((result) => result.kind === 'accepted' && result.rows[1] === 'created'));
    assert.deepEqual(await countersOf(store, id), { accepted: 41, buffered: 41 });
  });

  test('two campaigns may use the same token', async () => {
    const { store } = fixture;
    const first = await aRunningCampaign(store, 1);
    const second = await aRunningCampaign(store, 2);
    await acceptTokens(store, first.id, 'a');
    await acceptTokens(store, second.id, 'a');
    assert.equal((await store.requests.request(requestId(first.id, 'a')))?.campaignId, first.id);
    assert.equal((await store.requests.request(requestId(second.id, 'a')))?.campaignId, second.id);
  });

  test('ids that share their first 8 bytes are told apart', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    const twin = (token: string, last: number) => {
      const bytes = Buffer.alloc(16, 7);
      bytes[15] = last;
      return aRow(id, token, { id: bytes });
    };
    const rows = [twin('a', 1), twin('b', 2)];
    assert.deepEqual(await store.requests.accept(aBatch(id, rows)), { kind: 'accepted', rows: ['created', 'created'] });
    const again = [twin('b', 2), twin('a', 1), twin('c', 3)];
    assert.deepEqual(await store.requests.accept(aBatch(id, again)), {
      kind: 'accepted',
      rows: ['replayed', 'replayed', 'created'],
    });
    const keys = await dueKeys(store, id);
    await store.requests.exclude(
      keys.map((key) => ({ key, state: 'Suppressed' as const, reason: 'LIMIT_REACHED' as const, at: NOW })),
    );
    assert.equal(await store.requests.purge(NOW + 1, 10), 3);
    assert.deepEqual(await store.requests.accept(aBatch(id, [twin('c', 3), twin('d', 4)])), {
      kind: 'accepted',
      rows: ['replayed', 'created'],
    });
  });

  test('no more than the buffer limit is stored, and known tokens are answered all the same', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    await acceptTokens(store, id, 'a', 'b');
    const rows = ['a', 'c', 'd', 'b'].map((token) => aRow(id, token));
    assert.deepEqual(await store.requests.accept(aBatch(id, rows, { bufferLimit: 3 })), {
      kind: 'accepted',
      rows: ['replayed', 'created', 'bufferFull', 'replayed'],
    });
    assert.deepEqual(await countersOf(store, id), { accepted: 3, buffered: 3 });
    assert.deepEqual(await store.requests.accept(aBatch(id, [aRow(id, 'd')], { bufferLimit: 4 })), {
      kind: 'accepted',
      rows: ['created'],
    });
  });

  test('only a Running campaign accepts', async () => {
    const { store } = fixture;
    let campaign = aCampaign();
    await store.campaigns.create(campaign);
    const put = () => store.requests.accept(aBatch(campaign.id, [aRow(campaign.id, 'a')]));
    assert.deepEqual(await put(), { kind: 'notAccepting', state: 'Initialized' });
    for (const state of ['Paused', 'Stopped', 'Completed', 'Failed'] satisfies CampaignState[]) {
      campaign = await changeCampaign(store, campaign, { state });
      assert.deepEqual(await put(), { kind: 'notAccepting', state });
    }
    campaign = await changeCampaign(store, campaign, { state: 'Running' });
    assert.deepEqual(await put(), { kind: 'accepted', rows: ['created'] });
    await changeCampaign(store, campaign, { deletedAt: NOW });
    assert.deepEqual(await put(), { kind: 'notAccepting', state: 'missing' });
    assert.deepEqual(await store.requests.accept(aBatch(campaignId(9), [aRow(campaignId(9), 'a')])), {
      kind: 'notAccepting',
      state: 'missing',
    });
  });

  test('what is due is peeked by due instant and then by acceptance, page by page', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    const due = { a: NOW, b: NOW - 5, c: NOW, d: NOW + 1, e: NOW - 5, f: NOW } as const;
    const rows = Object.entries(due).map(([token, dueAt]) => aRow(id, token, { dueAt }));
    await store.requests.accept(aBatch(id, rows));
    const tokens: string[] = [];
    let cursor: Awaited<ReturnType<typeof store.requests.peek>>['cursor'];
    do {
      const page = await store.requests.peek({ campaignId: id, limit: 2, now: NOW, ...(cursor && { cursor }) });
      assert.ok(page.requests.length <= 2);
      for (const request of page.requests) tokens.push(request.id);
      cursor = page.cursor;
    } while (cursor !== undefined);
    assert.deepEqual(
      tokens,
      ['b', 'e', 'a', 'c', 'f'].map((token) => requestId(id, token)),
    );
    assert.equal(await store.requests.nextDue(id), NOW - 5);
    assert.equal(await store.requests.nextDue(campaignId(7)), undefined);
    assert.equal((await dueKeys(store, id, NOW + 1)).length, 6);
  });

  test('a deferred request is due later', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    await acceptTokens(store, id, 'a', 'b');
    const [first] = await dueKeys(store, id);
    await store.requests.defer([{ key: first!, dueAt: NOW + 100 }]);
    assert.equal((await dueKeys(store, id)).length, 1);
    assert.equal((await dueKeys(store, id, NOW + 100)).length, 2);
    assert.equal((await store.requests.request(requestId(id, 'a')))?.dueAt, NOW + 100);
  });

  test('requests are listed in the order of acceptance, by state if wanted', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    const other = await aRunningCampaign(store, 2);
    await acceptTokens(store, id, 'a', 'b');
    await acceptTokens(store, other.id, 'x');
    await acceptTokens(store, id, 'c');
    const [first] = await dueKeys(store, id);
    await store.requests.exclude([{ key: first!, state: 'Suppressed', reason: 'LIMIT_REACHED', at: NOW }]);
    const list = async (query: object): Promise<string[]> => {
      const tokens: string[] = [];
      let cursor: number | undefined;
      do {
        const page = await store.requests.requests({
          campaignId: id,
          limit: 1,
          ...query,
          ...(cursor !== undefined && { cursor }),
        });
        tokens.push(...page.requests.map((request) => request.clientToken));
        cursor = page.cursor;
      } while (cursor !== undefined);
      return tokens;
    };
    assert.deepEqual(await list({}), ['a', 'b', 'c']);
    assert.deepEqual(await list({ state: 'Buffered' }), ['b', 'c']);
    assert.deepEqual(await list({ state: 'Suppressed', limit: 5 }), ['a']);
    assert.deepEqual(await list({ state: 'Failed' }), []);
  });
}
