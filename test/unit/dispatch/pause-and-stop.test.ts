/** Pause, resume and stop: nobody is lost, nobody is contacted twice, and calls that are live come to their end. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ABORTED } from '../../../src/channels/not-sent.ts';
import type { CampaignId } from '../../../src/domain/campaign.ts';
import type { RequestStore } from '../../../src/store/request-store.ts';
import {
  call,
  countBy,
  type DispatchWorld,
  inWorld,
  MINUTE,
  numbers,
  SECOND,
  sms,
  startWorld,
  withSms,
} from './dispatch-world.ts';

test('pausing and resuming at any moment loses nobody and repeats nobody', () =>
  inWorld(async (world) => {
    const campaign = await world.campaign();
    const contents = [...numbers(300).map(sms), ...numbers(100, '00').map(call)];
    const ids = await world.put(campaign.id, contents);
    for (let round = 0; round < 12; round += 1) {
      await world.advance(37 + round * 61);
      await world.act(campaign.id, 'pause');
      await world.clock.settled();
      const before = world.loopback.received({}).length;
      await world.advance(3 * SECOND);
      assert.equal(world.loopback.received({}).length, before, 'nothing is handed over while paused');
      await world.act(campaign.id, 'resume');
    }
    await world.advance(MINUTE);
    assert.deepEqual(countBy(await world.all(campaign.id)), {
      'Succeeded DELIVERED': 300,
      'Succeeded HUMAN_ANSWERED': 100,
    });
    const times = attemptsAtCarrier(world, campaign.id);
    assert.equal(times.size, ids.length);
    assert.ok([...times.values()].every((count) => count === 1));
  }));

test('a pause withdraws what is claimed and not handed over, and lets live calls go on', () =>
  inWorld(async (world) => {
    const campaign = await world.campaign();
    const [id] = await world.put(campaign.id, [call('+441632960000')]);
    await world.advance(SECOND);
    await world.act(campaign.id, 'pause');
    await world.advance(MINUTE);
    assert.equal((await world.request(id!)).state, 'Succeeded');
  }));

test('a claim that a pause overtakes before it is handed over comes back and is made after the resume', async () => {
  // A slow carrier whose hand-over waits, and obeys the signal: what the port asks of every channel.
  const handedOver: string[] = [];
  let isSlow = true;
  const wrap = withSms((real) => ({
    submit(attempt, notAfter, signal) {
      if (!isSlow) {
        handedOver.push(attempt.requestId);
        return real.submit(attempt, notAfter, signal);
      }
      return new Promise((resolve) =>
        signal.addEventListener('abort', () => resolve({ kind: 'notSent', reason: 'ABORTED' })),
      );
    },
  }));
  await inWorld(
    async (world) => {
      const campaign = await world.campaign();
      const ids = await world.put(campaign.id, numbers(20).map(sms));
      await world.advance(SECOND);
      assert.equal(world.dispatcher.figures().openAttempts, 20);
      await world.act(campaign.id, 'pause');
      await world.advance(SECOND);
      assert.deepEqual(countBy(await world.all(campaign.id)), { Buffered: 20 });
      isSlow = false;
      await world.act(campaign.id, 'resume');
      await world.advance(2 * SECOND);
      assert.deepEqual(countBy(await world.all(campaign.id)), { 'Succeeded DELIVERED': 20 });
      assert.deepEqual(handedOver.sort(), [...ids].sort());
    },
    { wrap },
  );
});

test('however often a pause takes a request back, it is never given up for that', async () => {
  let isSlow = true;
  const wrap = withSms((real) => ({
    submit(attempt, notAfter, signal) {
      if (!isSlow) return real.submit(attempt, notAfter, signal);
      return new Promise((resolve) =>
        signal.addEventListener('abort', () => resolve({ kind: 'notSent', reason: ABORTED })),
      );
    },
  }));
  await inWorld(
    async (world) => {
      const campaign = await world.campaign();
      await world.put(campaign.id, numbers(20).map(sms));
      for (let pause = 1; pause <= 7; pause += 1) {
        await world.advance(SECOND);
        assert.equal(world.dispatcher.figures().openAttempts, 20, `handed over before pause ${pause}`);
        await world.act(campaign.id, 'pause');
        await world.advance(SECOND);
        assert.deepEqual(countBy(await world.all(campaign.id)), { Buffered: 20 });
        await world.act(campaign.id, 'resume');
      }
      isSlow = false;
      await world.advance(SECOND);
      await world.act(campaign.id, 'pause');
      await world.act(campaign.id, 'resume');
      await world.advance(2 * SECOND);
      assert.deepEqual(countBy(await world.all(campaign.id)), { 'Succeeded DELIVERED': 20 });
    },
    { wrap },
  );
});

test('claims that a pause refuses give their places at the carrier back', async () => {
  let beforeClaim = async (): Promise<void> => undefined;
  const wrapRequests = (requests: RequestStore): RequestStore => ({
    ...requests,
    async claim(claim) {
      await beforeClaim();
      return requests.claim(claim);
    },
  });
  await inWorld(
    async (world) => {
      const campaign = await world.campaign();
      let refusals = 0;
      beforeClaim = async () => {
        if ((await world.store.campaigns.get(campaign.id))?.state !== 'Running') return;
        refusals += 1;
        await world.act(campaign.id, 'pause');
      };
      await world.put(campaign.id, numbers(10).map(sms));
      await world.advance(SECOND);
      while (refusals < 10) {
        await world.act(campaign.id, 'resume');
        await world.advance(SECOND);
        assert.equal(world.loopback.received({}).length, 0);
      }
      beforeClaim = async () => undefined;
      await world.act(campaign.id, 'resume');
      await world.advance(2 * SECOND);
      assert.deepEqual(countBy(await world.all(campaign.id)), { 'Succeeded DELIVERED': 10 });
    },
    { wrapRequests, loopback: { messageWindow: 3 } },
  );
});

test('a stop cancels all that waits, also thousands, and lets live calls end', () =>
  inWorld(async (world) => {
    const campaign = await world.campaign();
    await world.put(campaign.id, numbers(3_000, '00').map(call));
    await world.advance(SECOND);
    await world.act(campaign.id, 'stop');
    await world.advance(MINUTE);
    const counts = countBy(await world.all(campaign.id));
    const answered = counts['Succeeded HUMAN_ANSWERED'] ?? 0;
    assert.ok(answered >= 50 && answered <= 60, `${answered} calls in the first second`);
    assert.deepEqual(counts, {
      'Succeeded HUMAN_ANSWERED': answered,
      'Cancelled CAMPAIGN_STOPPED': 3_000 - answered,
    });
  }));

test('what a stopped campaign gets back from a carrier is cancelled too', () =>
  inWorld(async (world) => {
    const campaign = await world.campaign();
    const [id] = await world.put(campaign.id, [sms('+441632960007')]);
    await world.advance(10);
    await world.act(campaign.id, 'stop');
    await world.advance(SECOND);
    const { state, reason } = await world.request(id!);
    assert.deepEqual([state, reason], ['Cancelled', 'CAMPAIGN_STOPPED']);
  }));

test('a cancellation that a crash has cut off goes on at the next start', async () => {
  const first = await startWorld();
  const campaign = await first.campaign();
  await first.put(campaign.id, numbers(50, '00').map(call));
  await first.dispatcher.stop();
  const { revision } = (await first.store.campaigns.get(campaign.id))!;
  await first.store.campaigns.update({ ...campaign, state: 'Stopped', revision: revision + 1 }, revision);
  await inWorld(
    async (world) => {
      await world.advance(SECOND);
      const { buffered, cancelled } = await world.store.requests.counters(campaign.id);
      assert.equal(buffered, 0);
      assert.ok(cancelled > 0);
    },
    { after: first },
  );
});

function attemptsAtCarrier(world: DispatchWorld, campaign: CampaignId): Map<string, number> {
  const times = new Map<string, number>();
  for (const { requestId } of world.loopback.received({ campaign })) {
    times.set(requestId, (times.get(requestId) ?? 0) + 1);
  }
  return times;
}
