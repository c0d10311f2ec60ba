/** Contract lines 3 and 4: one attempt, only while the campaign runs, and back only on proof that nothing left. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CampaignState } from '../../src/domain/campaign-states.ts';
import type { Disposition } from '../../src/domain/disposition.ts';
import type { RequestKey } from '../../src/store/request-store.ts';
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
  LEASE,
  MINUTE,
  NOW,
  requestId,
} from './fixtures.ts';
import { countersOf, type Fixture } from './store.contract.ts';

const DELIVERED: Disposition = { state: 'Succeeded', reason: 'DELIVERED', detail: '250 2.0.0' };
const NO_ANSWER: Disposition = {
  state: 'Failed',
  reason: 'NO_ANSWER',
  disconnectReason: 'OTHER',
  answeringMachineDetectionStatus: 'AMD_UNANSWERED',
};

export function describeAttempts(fixture: Fixture): void {
  test('a claimed request is Attempting with one open attempt, and cannot be claimed again', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    await acceptTokens(store, id, 'a', 'b');
    const epoch = await anEpoch(store);
    const keys = await dueKeys(store, id);
    assert.deepEqual(await store.requests.claim(aClaim(id, epoch, keys.slice(0, 1))), {
      kind: 'claimed',
      keys: keys.slice(0, 1),
    });
    assert.deepEqual(await store.requests.claim(aClaim(id, epoch, keys)), { kind: 'claimed', keys: keys.slice(1) });
    assert.deepEqual(await store.requests.claim(aClaim(id, epoch, keys)), { kind: 'claimed', keys: [] });
    assert.deepEqual(await countersOf(store, id), { accepted: 2, attempting: 2 });
    assert.deepEqual(await dueKeys(store, id), []);
    const request = await store.requests.request(requestId(id, 'a'));
    assert.equal(request?.state, 'Attempting');
    assert.deepEqual(request?.attempts, [{ startedAt: NOW, phase: 'open', receipts: [] }]);
  });

  test('of two concurrent claims of the same requests each request goes to one', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    await acceptTokens(store, id, 'a', 'b', 'c');
    const epoch = await anEpoch(store);
    const keys = await dueKeys(store, id);
    const results = await Promise.all([1, 2, 3].map(() => store.requests.claim(aClaim(id, epoch, keys))));
    const claimed = results.flatMap((result) => (result.kind === 'claimed' ? result.keys : []));
    assert.deepEqual(claimed.sort(), keys);
  });

  test('nothing is claimed unless the campaign is Running, also when both come together', async () => {
    const { store } = fixture;
    let campaign = await aRunningCampaign(store);
    await acceptTokens(store, campaign.id, 'a');
    const epoch = await anEpoch(store);
    const keys = await dueKeys(store, campaign.id);
    const [paused, claim] = await Promise.all([
      changeCampaign(store, campaign, { state: 'Paused' }),
      store.requests.claim(aClaim(campaign.id, epoch, keys)),
    ]);
    campaign = paused;
    assert.deepEqual(claim, { kind: 'notRunning' });
    for (const state of ['Stopped', 'Completed', 'Failed'] satisfies CampaignState[]) {
      campaign = await changeCampaign(store, campaign, { state });
      assert.deepEqual(await store.requests.claim(aClaim(campaign.id, epoch, keys)), { kind: 'notRunning' });
    }
    assert.deepEqual(await countersOf(store, campaign.id), { accepted: 1, buffered: 1 });
  });

  test('nothing is claimed under an epoch that is not the current one', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    await acceptTokens(store, id, 'a');
    const keys = await dueKeys(store, id);
    assert.deepEqual(await store.requests.claim(aClaim(id, 1, keys)), { kind: 'leaseLost' });
    const old = await anEpoch(store);
    const epoch = await anEpoch(store);
    assert.deepEqual(await store.requests.claim(aClaim(id, old, keys)), { kind: 'leaseLost' });
    await store.leases.release(LEASE, epoch);
    assert.deepEqual(await store.requests.claim(aClaim(id, epoch, keys)), { kind: 'leaseLost' });
  });

  test('an expired request and one of another campaign are not claimed', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    const other = await aRunningCampaign(store, 2);
    await store.requests.accept(aBatch(id, [aRow(id, 'a', { expiresAt: NOW + 10 }), aRow(id, 'b')]));
    await acceptTokens(store, other.id, 'x');
    const epoch = await anEpoch(store);
    const keys = [...(await dueKeys(store, id)), ...(await dueKeys(store, other.id))];
    const result = await store.requests.claim(aClaim(id, epoch, keys, NOW + 10));
    assert.deepEqual(result, { kind: 'claimed', keys: keys.slice(1, 2) });
  });

  test('an attempt is submitted, then finished, and nothing changes it afterwards', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    await acceptTokens(store, id, 'a');
    const [key] = await claimDue(store, id, await anEpoch(store));
    await store.requests.submitted([{ key: key!, reference: 'r-1', outcomeBy: NOW + MINUTE, at: NOW + 1 }]);
    const submitted = (await store.requests.request(requestId(id, 'a')))?.attempts;
    assert.deepEqual(submitted, [
      {
        ...{ startedAt: NOW, phase: 'submitted', submittedAt: NOW + 1, outcomeBy: NOW + MINUTE },
        ...{ reference: 'r-1', receipts: [] },
      },
    ]);
    assert.deepEqual(await store.requests.finish([{ key: key!, disposition: NO_ANSWER, at: NOW + 2 }]), ['finished']);
    assert.deepEqual(await store.requests.finish([{ key: key!, disposition: DELIVERED, at: NOW + 3 }]), [
      'notAttempting',
    ]);
    await store.requests.submitted([{ key: key!, reference: 'r-2', outcomeBy: NOW + MINUTE, at: NOW + 4 }]);
    await store.requests.withdraw([{ key: key!, reason: 'THROTTLED', dueAt: NOW, at: NOW + 4 }]);
    const request = await store.requests.request(requestId(id, 'a'));
    assert.equal(request?.state, 'Failed');
    assert.equal(request?.reason, 'NO_ANSWER');
    assert.equal(request?.endedAt, NOW + 2);
    assert.deepEqual(request?.attempts, [
      {
        ...{ startedAt: NOW, submittedAt: NOW + 1, endedAt: NOW + 2, phase: 'ended', reference: 'r-1' },
        ...{ disposition: NO_ANSWER, receipts: [] },
      },
    ]);
    assert.deepEqual(await countersOf(store, id), { accepted: 1, failed: 1 });
  });

  test('a request that waits, or was never accepted, cannot be finished', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    await acceptTokens(store, id, 'a');
    const [key] = await dueKeys(store, id);
    const nobody = 4_711 as RequestKey;
    assert.deepEqual(
      await store.requests.finish([key!, nobody].map((each) => ({ key: each, disposition: DELIVERED, at: NOW }))),
      ['notAttempting', 'notAttempting'],
    );
    assert.deepEqual(await countersOf(store, id), { accepted: 1, buffered: 1 });
  });

  test('a receipt finds its attempt by channel and reference, settles it once, and is kept', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    await acceptTokens(store, id, 'a');
    const [key] = await claimDue(store, id, await anEpoch(store));
    await store.requests.submitted([{ key: key!, reference: 'r-1', outcomeBy: NOW + MINUTE, at: NOW }]);
    const sent = { at: NOW + 1, status: 'SENT' };
    const delivered = { at: NOW + 2, status: 'DELIVERED', disposition: DELIVERED };
    const late = { at: NOW + 3, status: 'FAILED', disposition: NO_ANSWER };
    const sms = { channelSubtype: 'SMS', reference: 'r-1' } as const;
    assert.deepEqual(
      await store.requests.receipts([
        { ...sms, receipt: sent },
        { ...sms, channelSubtype: 'EMAIL', receipt: delivered },
        { ...sms, reference: 'r-2', receipt: delivered },
        { ...sms, receipt: delivered },
        { ...sms, receipt: late },
      ]),
      ['appended', 'unknownReference', 'unknownReference', 'finished', 'appended'],
    );
    const request = await store.requests.request(requestId(id, 'a'));
    assert.equal(request?.state, 'Succeeded');
    assert.deepEqual(request?.attempts[0]?.disposition, DELIVERED);
    assert.deepEqual(request?.attempts[0]?.receipts, [sent, delivered, late]);
    assert.deepEqual(await countersOf(store, id), { accepted: 1, succeeded: 1 });
  });

  test('an attempt that is over at once keeps its reference, is told as taken, and hears the receipts that come later', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    await acceptTokens(store, id, 'a', 'b');
    const [first, second] = await claimDue(store, id, await anEpoch(store));
    const ended = { disposition: DELIVERED, at: NOW + 1 };
    await store.requests.finish([
      { ...ended, key: first!, reference: 'r-1' },
      { ...ended, key: second! },
    ]);
    const bounce = { at: NOW + 2, status: 'Bounce', disposition: NO_ANSWER };
    assert.deepEqual(await store.requests.receipts([{ channelSubtype: 'SMS', reference: 'r-1', receipt: bounce }]), [
      'appended',
    ]);
    const request = await store.requests.request(requestId(id, 'a'));
    assert.equal(request?.state, 'Succeeded');
    assert.deepEqual(request?.attempts, [
      {
        ...{ startedAt: NOW, submittedAt: NOW + 1, endedAt: NOW + 1, phase: 'ended', reference: 'r-1' },
        ...{ disposition: DELIVERED, receipts: [bounce] },
      },
    ]);
    const events = await store.events.read(0, 100);
    const kindsOf = (token: string) =>
      events.filter((event) => event.requestId === requestId(id, token)).map(({ fact }) => fact.kind);
    assert.deepEqual(kindsOf('a'), ['attemptStarted', 'attemptSubmitted', 'requestEnded', 'receiptArrived']);
    assert.deepEqual(kindsOf('b'), ['attemptStarted', 'requestEnded']);
  });

  test('the id of a request names its attempt, whatever the carrier has answered, unless nothing left', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    await acceptTokens(store, id, 'open', 'unknown', 'withdrawn');
    const [, unknown, withdrawn] = await claimDue(store, id, await anEpoch(store));
    const disposition: Disposition = { state: 'Unknown', reason: 'INTERRUPTED' };
    await store.requests.finish([{ key: unknown!, disposition, at: NOW + 1 }]);
    await store.requests.withdraw([{ key: withdrawn!, reason: 'THROTTLED', dueAt: NOW + 1, at: NOW + 1 }]);
    const tell = (channelSubtype: 'SMS' | 'EMAIL', token: string) =>
      store.requests.receipts([
        { channelSubtype, reference: requestId(id, token), receipt: { at: NOW + 2, status: 'Bounce' } },
      ]);
    assert.deepEqual(await tell('SMS', 'open'), ['appended']);
    assert.deepEqual(await tell('SMS', 'unknown'), ['appended']);
    assert.deepEqual(await tell('SMS', 'withdrawn'), ['unknownReference']);
    assert.deepEqual(await tell('SMS', 'never accepted'), ['unknownReference']);
    assert.deepEqual(await tell('EMAIL', 'open'), ['unknownReference']);
    const statuses = (await store.requests.request(requestId(id, 'unknown')))?.attempts[0]?.receipts;
    assert.deepEqual(statuses, [{ at: NOW + 2, status: 'Bounce' }]);
  });

  test('receipts are kept with their attempt up to a length, and each has its event all the same', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    await acceptTokens(store, id, 'a');
    const [key] = await claimDue(store, id, await anEpoch(store));
    await store.requests.submitted([{ key: key!, reference: 'r-1', outcomeBy: NOW + MINUTE, at: NOW }]);
    const opened = (index: number) => ({ at: NOW + index, status: 'Open', detail: 'x'.repeat(100) });
    const arrived = Array.from({ length: 1_000 }, (_, index) => opened(index));
    await store.requests.receipts(
      arrived.map((receipt) => ({ channelSubtype: 'SMS', reference: 'r-1', receipt }) as const),
    );
    const kept = (await store.requests.request(requestId(id, 'a')))?.attempts[0]?.receipts ?? [];
    assert.deepEqual(kept, arrived.slice(0, kept.length));
    const keptCharacters = JSON.stringify(kept).length;
    assert.ok(keptCharacters > 16_000 && keptCharacters < 17_000, `${keptCharacters} characters`);
    const events = await store.events.read(0, 2_000);
    assert.equal(events.filter(({ fact }) => fact.kind === 'receiptArrived').length, arrived.length);
  });

  test('a withdrawn request is due again with its attempt on record, five times, and then Failed', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    await acceptTokens(store, id, 'a');
    const epoch = await anEpoch(store);
    for (let time = 1; time <= 5; time += 1) {
      const [key] = await claimDue(store, id, epoch, NOW + time);
      await store.requests.withdraw([{ key: key!, reason: 'THROTTLED', dueAt: NOW + time + 1, at: NOW + time }]);
      const { requests } = await store.requests.peek({ campaignId: id, limit: 1, now: NOW + time + 1 });
      assert.equal(requests[0]?.withdrawals, time);
      assert.deepEqual(await countersOf(store, id), { accepted: 1, buffered: 1 });
    }
    const [key] = await claimDue(store, id, epoch, NOW + 6);
    await store.requests.withdraw([{ key: key!, reason: 'THROTTLED', dueAt: NOW + 7, at: NOW + 6 }]);
    const request = await store.requests.request(requestId(id, 'a'));
    assert.equal(request?.state, 'Failed');
    assert.equal(request?.reason, 'WITHDRAWN_TOO_OFTEN');
    assert.deepEqual(
      request?.attempts.map((attempt) => attempt.phase),
      Array(6).fill('withdrawn'),
    );
    assert.equal(request?.attempts[0]?.withdrawnBecause, 'THROTTLED');
    assert.deepEqual(await countersOf(store, id), { accepted: 1, failed: 1 });
  });

  test('what we take back ourselves is not counted, and leaves its place on the record to the next attempt', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    await acceptTokens(store, id, 'a');
    const epoch = await anEpoch(store);
    const takeBack = async (at: number, changes: { reason: string; isOurs?: true }): Promise<void> => {
      const [key] = await claimDue(store, id, epoch, at);
      await store.requests.withdraw([{ key: key!, dueAt: at, at, ...changes }]);
    };
    for (let time = 1; time <= 10; time += 1) await takeBack(NOW + time, { reason: 'ABORTED', isOurs: true });
    await takeBack(NOW + 11, { reason: 'THROTTLED' });
    await takeBack(NOW + 12, { reason: 'TOO_LATE', isOurs: true });
    const { requests } = await store.requests.peek({ campaignId: id, limit: 1, now: NOW + 12 });
    assert.equal(requests[0]?.withdrawals, 1);
    const request = await store.requests.request(requestId(id, 'a'));
    const withdrawn = { phase: 'withdrawn', receipts: [] };
    assert.deepEqual(request?.attempts, [
      { ...withdrawn, startedAt: NOW + 11, endedAt: NOW + 11, withdrawnBecause: 'THROTTLED' },
      { ...withdrawn, startedAt: NOW + 12, endedAt: NOW + 12, withdrawnBecause: 'TOO_LATE' },
    ]);
    const [key] = await claimDue(store, id, epoch, NOW + 13);
    await store.requests.finish([{ key: key!, disposition: DELIVERED, at: NOW + 14 }]);
    const ended = (await store.requests.request(requestId(id, 'a')))?.attempts.at(-1);
    assert.deepEqual(ended, {
      ...{ startedAt: NOW + 13, endedAt: NOW + 14, phase: 'ended', receipts: [], disposition: DELIVERED },
    });
    const starts = (await store.events.read(0, 100)).flatMap(({ fact }) =>
      fact.kind === 'attemptStarted' ? [fact.isAgain ?? false] : [],
    );
    assert.deepEqual(starts, [false, ...Array(12).fill(true)]);
    assert.deepEqual(await countersOf(store, id), { accepted: 1, succeeded: 1 });
  });

  test('what the carrier took is not withdrawn, and what waits is not either', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    await acceptTokens(store, id, 'a', 'b');
    const epoch = await anEpoch(store);
    const [first, second] = await dueKeys(store, id);
    await store.requests.claim(aClaim(id, epoch, [first!]));
    await store.requests.submitted([{ key: first!, reference: 'r', outcomeBy: NOW + MINUTE, at: NOW }]);
    await store.requests.withdraw([first!, second!].map((key) => ({ key, reason: 'X', dueAt: NOW, at: NOW })));
    assert.deepEqual(await countersOf(store, id), { accepted: 2, buffered: 1, attempting: 1 });
  });

  test('a request that is withdrawn after its time is Expired at once', async () => {
    const { store } = fixture;
    const { id } = await aRunningCampaign(store);
    await store.requests.accept(aBatch(id, [aRow(id, 'a', { expiresAt: NOW + 10 })]));
    const [key] = await claimDue(store, id, await anEpoch(store));
    assert.equal(await store.requests.expire(NOW + 5 * MINUTE, 10), 0);
    await store.requests.withdraw([{ key: key!, reason: 'THROTTLED', dueAt: NOW + 11, at: NOW + 9 }]);
    assert.equal((await store.requests.request(requestId(id, 'a')))?.state, 'Expired');
    assert.deepEqual(await countersOf(store, id), { accepted: 1, expired: 1 });
  });
}
