/** How many requests go and whose: rates and room of the channels, shares of the campaigns, the oldest first. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_RATES } from '../../../src/dispatch/options.ts';
import type { CampaignId } from '../../../src/domain/campaign.ts';
import type { RequestId } from '../../../src/domain/request-id.ts';
import type { RequestStore } from '../../../src/store/request-store.ts';
import { CHANNELS, call, countBy, inWorld, MINUTE, numbers, SECOND, sms, withSms } from './dispatch-world.ts';

test('calls begin at the rate of their lane, never more at once than it allows', () =>
  inWorld(
    async (world) => {
      const campaign = await world.campaign();
      await world.put(campaign.id, numbers(1_000, '00').map(call));
      let most = 0;
      for (let step = 0; step < 100; step += 1) {
        await world.advance(100);
        most = Math.max(most, world.dispatcher.figures().liveCalls);
      }
      assert.equal(most, 120);
      const starts = world.loopback.received({}).map(({ at }) => at);
      for (const [index, at] of starts.entries()) {
        const inSecond = starts.slice(index).filter((other) => other <= at + SECOND).length;
        assert.ok(inSecond <= 55, `${inSecond} calls in a second`);
      }
      await world.advance(MINUTE);
      assert.deepEqual(countBy(await world.all(campaign.id)), { 'Succeeded HUMAN_ANSWERED': 1_000 });
    },
    { dispatch: { rates: { ...DEFAULT_RATES, TELEPHONY: { ratePerSecond: 50, concurrent: 120 } } } },
  ));

test('nothing is claimed beyond what the channels would take', async () => {
  let above = 0;
  let most = 0;
  const wrap = withSms((real) => ({
    submit(attempt, notAfter, signal) {
      if (real.capacity() < 1) above += 1;
      most = Math.max(most, 7 - real.capacity() + 1);
      return real.submit(attempt, notAfter, signal);
    },
  }));
  await inWorld(
    async (world) => {
      const campaigns = [await world.campaign(), await world.campaign({}, 'other instance')];
      for (const { id } of campaigns) await world.put(id, numbers(300).map(sms));
      await world.advance(SECOND);
      const [first, second] = campaigns.map(({ id }) => world.loopback.received({ campaign: id }).length);
      assert.ok(Math.abs(first! - second!) <= 21, `instances share the carrier: ${first} and ${second}`);
      await world.advance(MINUTE);
      for (const { id } of campaigns) {
        const records = await world.all(id);
        assert.deepEqual(countBy(records), { 'Succeeded DELIVERED': 300 });
        assert.ok(
          records.every(({ attempts }) => attempts.length === 1),
          'nothing had to be withdrawn',
        );
      }
      assert.equal(above, 0);
      assert.equal(most, 7);
    },
    { wrap, loopback: { messageWindow: 7 } },
  );
});

test('campaigns of one instance share its lane by their capacity, and take all of it when they are alone', () =>
  inWorld(async (world) => {
    const withCapacity = (capacity: number) => ({
      channelSubtypeConfig: { ...CHANNELS, telephony: { ...CHANNELS.telephony!, capacity } },
    });
    const heavy = await world.campaign(withCapacity(0.9));
    const light = await world.campaign(withCapacity(0.3));
    await world.put(heavy.id, numbers(4_000, '05').map(call));
    await world.put(light.id, numbers(4_000, '05').map(call));
    await world.advance(MINUTE);
    const made = (id: CampaignId): number => world.loopback.received({ campaign: id }).length;
    const share = made(heavy.id) / (made(heavy.id) + made(light.id));
    assert.ok(Math.abs(share - 0.75) <= 0.02, `the heavy one got ${share}`);
    assert.ok(made(heavy.id) + made(light.id) >= 0.97 * 3_000);
    await world.act(heavy.id, 'pause');
    const before = made(light.id);
    await world.advance(10 * SECOND);
    assert.ok(made(light.id) - before >= 0.97 * 500, `${made(light.id) - before} calls alone in 10 s`);
  }));

test('a channel at its limit does not stand in the way of another one', () =>
  inWorld(
    async (world) => {
      const campaign = await world.campaign();
      await world.put(campaign.id, numbers(3_000, '00').map(call));
      const [id] = await world.put(campaign.id, [sms('+441632960042')]);
      await world.advance(3 * SECOND);
      assert.equal((await world.request(id!)).state, 'Succeeded');
    },
    { dispatch: { rates: { ...DEFAULT_RATES, TELEPHONY: { ratePerSecond: 1, concurrent: 1 } } } },
  ));

test('a request that is accepted while the dispatcher looks when to come back is not forgotten', async () => {
  let whileItLooks: (() => Promise<unknown>) | undefined;
  const wrapRequests = (requests: RequestStore): RequestStore => ({
    ...requests,
    async nextDue(campaignId) {
      const answer = await requests.nextDue(campaignId);
      await whileItLooks?.();
      return answer;
    },
  });
  await inWorld(
    async (world) => {
      const campaign = await world.campaign();
      await world.clock.settled();
      let ids: RequestId[] = [];
      whileItLooks = async () => {
        whileItLooks = undefined;
        ids = await world.put(campaign.id, [sms('+441632960042')]);
      };
      world.dispatcher.wake(campaign.id);
      await world.advance(600);
      assert.equal((await world.request(ids[0]!)).state, 'Succeeded');
    },
    { wrapRequests },
  );
});

test('the oldest due request goes first', () =>
  inWorld(async (world) => {
    const campaign = await world.campaign();
    const ids = await world.put(campaign.id, numbers(200).map(sms));
    await world.advance(5 * SECOND);
    assert.deepEqual(
      world.loopback.received({}).map(({ requestId }) => requestId),
      ids,
    );
  }));
