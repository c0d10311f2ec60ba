/** The evidence about live answers: durable, settled once, summed up by steps. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatRequestId } from '../../src/domain/request-id.ts';
import type { LiveAnswer } from '../../src/store/evidence-store.ts';
import type { RequestKey } from '../../src/store/request-store.ts';
import type { Store } from '../../src/store/store.ts';
import { aRunningCampaign, campaignId, identify, MINUTE, NOW } from './fixtures.ts';
import type { Fixture } from './store.contract.ts';

function anAnswer(number: number, changes: Partial<LiveAnswer> = {}): LiveAnswer {
  const at = NOW + number * 1_000;
  return {
    key: number as RequestKey,
    requestId: formatRequestId(identify(campaignId(1), `token ${number}`)),
    campaignId: campaignId(1),
    answeredAt: at,
    clockStartedAt: at + 500,
    outcome: 'connected',
    settledAt: at + 700,
    agentId: 'ann',
    ...changes,
  };
}

function aWaitingAnswer(number: number): LiveAnswer {
  const { settledAt: _settledAt, agentId: _agentId, ...answer } = anAnswer(number);
  return { ...answer, outcome: 'waiting' };
}

const all = (store: Store, limit = 100) => store.evidence.answers({ campaignId: campaignId(1), since: 0, limit });

export function describeEvidence(fixture: Fixture): void {
  test('live answers come back as they were recorded, page by page in the order of their clocks', async () => {
    const { store } = fixture;
    await aRunningCampaign(store);
    const answers = [anAnswer(1), aWaitingAnswer(2), anAnswer(3, { outcome: 'abandoned' })];
    await store.evidence.record(answers.toReversed());
    assert.deepEqual(await all(store), answers);
    const [first] = await all(store, 1);
    assert.deepEqual(first, answers[0]);
    const query = { campaignId: campaignId(1), since: 0, limit: 10 };
    assert.deepEqual(await store.evidence.answers({ ...query, cursor: anAnswer(1) }), answers.slice(1));
    assert.deepEqual(await store.evidence.answers({ ...query, since: anAnswer(1).clockStartedAt }), answers.slice(1));
    assert.deepEqual(await store.evidence.answers({ ...query, campaignId: campaignId(2) }), []);
  });

  test('an answer that waits is settled once; later news changes nothing', async () => {
    const { store } = fixture;
    await aRunningCampaign(store);
    await store.evidence.record([aWaitingAnswer(1)]);
    await store.evidence.record([anAnswer(1, { outcome: 'abandoned' })]);
    await store.evidence.record([anAnswer(1, { outcome: 'connected' })]);
    assert.deepEqual(await all(store), [anAnswer(1, { outcome: 'abandoned' })]);
  });

  test('the history counts what was never settled as abandoned, and nothing before its beginning', async () => {
    const { store } = fixture;
    await aRunningCampaign(store);
    await store.evidence.record([
      anAnswer(-3_600),
      anAnswer(1),
      aWaitingAnswer(2),
      anAnswer(61, { outcome: 'abandoned' }),
    ]);
    const query = { campaignId: campaignId(1), since: NOW, stepMs: MINUTE };
    assert.deepEqual(await store.evidence.history(query), [
      { at: NOW, answered: 2, abandoned: 1 },
      { at: NOW + MINUTE, answered: 1, abandoned: 1 },
    ]);
  });
}

export function describeReopenedEvidence(fixture: Fixture): void {
  test('evidence outlives the process', async () => {
    await aRunningCampaign(fixture.store);
    await fixture.store.evidence.record([anAnswer(1), aWaitingAnswer(2)]);
    assert.deepEqual(await all(await fixture.reopen()), [anAnswer(1), aWaitingAnswer(2)]);
  });

  test('evidence older than is asked for goes, of every campaign, as much at once as is asked for', async () => {
    const { store } = fixture;
    await aRunningCampaign(store);
    const answers = [1, 2, 3, 4].map((number) => anAnswer(number));
    await store.evidence.record(answers);
    const before = anAnswer(4).clockStartedAt;
    assert.equal(await store.evidence.prune(before, 2), 2);
    assert.deepEqual(await all(store), answers.slice(2));
    assert.equal(await store.evidence.prune(before, 2), 1);
    assert.equal(await store.evidence.prune(before, 2), 0);
    assert.deepEqual(await all(await fixture.reopen()), answers.slice(3));
  });

  test('what a pacer has learned is kept for its campaign in place of what was, until it is older than is asked for', async () => {
    const { store } = fixture;
    await aRunningCampaign(store);
    assert.equal(await store.evidence.learned(campaignId(1)), undefined);
    await store.evidence.keepLearned({ campaignId: campaignId(1), tables: 'first', now: NOW });
    await store.evidence.keepLearned({ campaignId: campaignId(1), tables: 'second', now: NOW + MINUTE });
    const reopened = await fixture.reopen();
    assert.equal(await reopened.evidence.learned(campaignId(1)), 'second');
    assert.equal(await reopened.evidence.learned(campaignId(2)), undefined);
    assert.equal(await reopened.evidence.prune(NOW + MINUTE, 10), 0);
    assert.equal(await reopened.evidence.prune(NOW + MINUTE + 1, 10), 1);
    assert.equal(await reopened.evidence.learned(campaignId(1)), undefined);
  });
}
