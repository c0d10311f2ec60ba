import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Campaign } from '../../../../src/domain/campaign.ts';
import { HOUR, MINUTE, SECOND } from '../dispatch-world.ts';
import { type AgentsWorld, definitionOf, inAgentsWorld, receiptsOf } from './agents-world.ts';

function pool(world: AgentsWorld, size: number): void {
  const durations = { talk: { meanSeconds: 60, cv: 0.5 }, wrap: { meanSeconds: 10, cv: 0.5 } };
  world.pool.enlist({ queueId: 'queue', size, ...durations, seed: 5 });
}

async function talks(world: AgentsWorld, campaign: Campaign): Promise<number> {
  const records = await world.all(campaign.id);
  return records.filter((record) => receiptsOf(record).includes('CONNECTED_TO_AGENT')).length;
}

describe('campaigns of one queue', () => {
  test('share its agents by weight', () =>
    inAgentsWorld(async (world) => {
      const light = await world.campaignOf({ progressive: { bandwidthAllocation: 0.5 } });
      const heavy = await world.campaignOf({ progressive: { bandwidthAllocation: 1.5 } });
      pool(world, 8);
      await world.call(light, '00', 1_000);
      await world.call(heavy, '00', 1_000);
      await world.advance(2 * HOUR);
      const [few, many] = [await talks(world, light), await talks(world, heavy)];
      assert.ok(few + many > 500, `${few} and ${many}`);
      assert.ok(Math.abs(few / (few + many) - 0.25) < 0.03, `${few} of ${few + many}`);
    }));

  test('leave what one does not want to the others, and give it back when it comes', () =>
    inAgentsWorld(async (world) => {
      const first = await world.campaignOf({ progressive: { bandwidthAllocation: 1 } });
      const second = await world.campaignOf({ progressive: { bandwidthAllocation: 1 } });
      pool(world, 4);
      await world.call(first, '00', 500);
      await world.advance(30 * MINUTE);
      const alone = await talks(world, first);
      assert.ok(alone > 4 * 15, `${alone}: all agents work for it`);
      await world.call(second, '00', 500);
      await world.advance(HOUR);
      const [more, new_] = [(await talks(world, first)) - alone, await talks(world, second)];
      assert.ok(Math.abs(new_ / (more + new_) - 0.5) < 0.06, `${new_} of ${more + new_}`);
    }));

  test('of different modes serve each other while every person finds an agent', () =>
    inAgentsWorld(async (world) => {
      const progressive = await world.campaignOf({ progressive: { bandwidthAllocation: 1 } });
      const predictive = await world.campaignOf({ predictive: { bandwidthAllocation: 1 } });
      pool(world, 10);
      await world.call(progressive, '10', 1_500);
      await world.call(predictive, '10', 1_500);
      await world.advance(HOUR);
      const [one, other] = [await talks(world, progressive), await talks(world, predictive)];
      assert.ok(Math.abs(one / (one + other) - 0.5) < 0.08, `${one} and ${other}`);
    }));

  test('agents of another queue are not theirs', () =>
    inAgentsWorld(async (world) => {
      const campaign = await world.campaign(definitionOf({ progressive: { bandwidthAllocation: 1 } }));
      world.agent('ann', 'another queue');
      await world.call(campaign, '00', 3);
      await world.advance(MINUTE);
      assert.equal(world.loopback.received({}).length, 0);
    }));

  test('show the number of the queue, unless the campaign has one of its own', () =>
    inAgentsWorld(async (world) => {
      const defaultOutboundConfig = { connectContactFlowId: 'flow' };
      const without = await world.campaignOf({ progressive: { bandwidthAllocation: 1 } }, { defaultOutboundConfig });
      const own = await world.campaignOf({ progressive: { bandwidthAllocation: 1 } });
      world.roster.setCallerNumber('queue', '+441632960999');
      world.agent('ann');
      world.agent('bob');
      await world.call(without, '00');
      await world.call(own, '00');
      await world.advance(SECOND);
      assert.deepEqual(
        world.loopback.received({ campaign: without.id }).map(({ from }) => from),
        ['+441632960999'],
      );
      assert.deepEqual(
        world.loopback.received({ campaign: own.id }).map(({ from }) => from),
        ['+441632960000'],
      );
    }));
});
