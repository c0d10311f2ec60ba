import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { defined } from '../../../../src/lib/assert.ts';
import { MINUTE, SECOND } from '../dispatch-world.ts';
import { type AgentsWorld, endOf, inAgentsWorld, receiptsOf } from './agents-world.ts';

const PREVIEW = {
  preview: { bandwidthAllocation: 1, timeoutConfig: { durationInSeconds: 30 }, agentActions: ['DISCARD'] },
} as const;

function previewOf(world: AgentsWorld, agentId: string) {
  return defined(world.roster.agent(agentId)?.preview, 'a preview');
}

describe('a preview campaign', () => {
  test('shows one recipient to each free agent, and dials nobody before the agent wants it', () =>
    inAgentsWorld(async (world) => {
      const campaign = await world.campaignOf(PREVIEW);
      world.agent('ann');
      world.agent('bob');
      const ids = await world.call(campaign, '00', 3);
      await world.advance(10 * MINUTE);
      assert.equal(world.loopback.received({}).length, 0);
      assert.deepEqual(
        world.roster.agents('queue').map(({ state }) => state),
        ['previewing', 'previewing'],
      );
      assert.deepEqual(
        new Set([previewOf(world, 'ann').requestId, previewOf(world, 'bob').requestId]),
        new Set(ids.slice(0, 2)),
      );
    }));

  test('the countdown after the acceptance ends in the call, and the agent talks with whoever answers', () =>
    inAgentsWorld(async (world) => {
      const campaign = await world.campaignOf(PREVIEW);
      world.agent('ann');
      const [id] = await world.call(campaign, '00');
      await world.advance(SECOND);
      previewOf(world, 'ann').accept();
      await world.advance(29 * SECOND);
      assert.equal(world.loopback.received({}).length, 0, 'the countdown is not over');
      await world.advance(2 * SECOND);
      assert.equal(world.loopback.received({}).length, 1);
      await world.advance(5 * SECOND);
      assert.equal(world.roster.agent('ann')?.state, 'onContact');
      await world.advance(2 * MINUTE);
      const request = await world.request(id!);
      assert.equal(endOf(request), 'Succeeded HUMAN_ANSWERED CUSTOMER_DISCONNECT HUMAN_ANSWERED');
      assert.ok(receiptsOf(request).includes('PREVIEW_ACCEPTED'));
    }));

  test('the agent may call at once', () =>
    inAgentsWorld(async (world) => {
      const campaign = await world.campaignOf(PREVIEW);
      world.agent('ann');
      await world.call(campaign, '00');
      await world.advance(SECOND);
      previewOf(world, 'ann').call();
      await world.clock.settled();
      assert.equal(world.loopback.received({}).length, 1);
    }));

  test('a discarded recipient is never called, and the agent sees the next one', () =>
    inAgentsWorld(async (world) => {
      const campaign = await world.campaignOf(PREVIEW);
      world.agent('ann');
      const [first, second] = await world.call(campaign, '00', 2);
      await world.advance(SECOND);
      previewOf(world, 'ann').discard();
      await world.advance(SECOND);
      assert.equal(endOf(await world.request(first!)), 'Failed PREVIEW_DISCARDED OUTBOUND_PREVIEW_DISCARDED');
      assert.equal(previewOf(world, 'ann').requestId, second);
      assert.equal(world.loopback.received({}).length, 0);
    }));

  test('where the campaign does not allow it, a discard does nothing', () =>
    inAgentsWorld(async (world) => {
      const campaign = await world.campaignOf({
        preview: { bandwidthAllocation: 1, timeoutConfig: { durationInSeconds: 30 } },
      });
      world.agent('ann');
      const [id] = await world.call(campaign, '00');
      await world.advance(SECOND);
      assert.equal(previewOf(world, 'ann').mayDiscard, false);
      previewOf(world, 'ann').discard();
      await world.advance(SECOND);
      assert.equal((await world.request(id!)).state, 'Attempting');
    }));

  test('when nobody answers, the agent is available again', () =>
    inAgentsWorld(async (world) => {
      const campaign = await world.campaignOf(PREVIEW);
      world.agent('ann');
      const [id] = await world.call(campaign, '02');
      await world.advance(SECOND);
      previewOf(world, 'ann').call();
      await world.advance(2 * MINUTE);
      assert.equal(endOf(await world.request(id!)), 'Failed NO_ANSWER OTHER AMD_UNANSWERED');
      assert.equal(world.roster.agent('ann')?.state, 'available');
    }));

  test('a pause takes the recipient back, and the resume shows it again', () =>
    inAgentsWorld(async (world) => {
      const campaign = await world.campaignOf(PREVIEW);
      world.agent('ann');
      const [id] = await world.call(campaign, '00');
      await world.advance(SECOND);
      await world.act(campaign.id, 'pause');
      await world.advance(SECOND);
      assert.equal((await world.request(id!)).state, 'Buffered');
      assert.equal(world.roster.agent('ann')?.state, 'available');
      await world.act(campaign.id, 'resume');
      await world.advance(SECOND);
      assert.equal(previewOf(world, 'ann').requestId, id);
    }));

  test('an agent who logs out leaves the recipient to another one', () =>
    inAgentsWorld(async (world) => {
      const campaign = await world.campaignOf(PREVIEW);
      world.agent('ann');
      const [id] = await world.call(campaign, '00');
      await world.advance(SECOND);
      world.roster.logOut('ann');
      world.agent('bob');
      await world.advance(10 * SECOND);
      assert.equal(previewOf(world, 'bob').requestId, id);
    }));
});
