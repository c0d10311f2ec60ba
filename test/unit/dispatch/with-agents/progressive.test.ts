import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MINUTE, SECOND } from '../dispatch-world.ts';
import { endOf, inAgentsWorld, receiptsOf } from './agents-world.ts';

const PROGRESSIVE = { progressive: { bandwidthAllocation: 1 } };

describe('a progressive campaign', () => {
  test('dispatches nothing while nobody is logged in, and lets requests expire', () =>
    inAgentsWorld(async (world) => {
      const campaign = await world.campaignOf(PROGRESSIVE);
      const [id] = await world.put(
        campaign.id,
        [{ telephony: { destinationPhoneNumber: '+441632960000', attributes: {} } }],
        10 * MINUTE,
      );
      await world.advance(5 * MINUTE);
      assert.equal((await world.request(id!)).state, 'Buffered');
      await world.advance(6 * MINUTE);
      assert.equal(endOf(await world.request(id!)), 'Expired EXPIRED');
      assert.equal(world.loopback.received({}).length, 0);
    }));

  test('dials one number for each free agent, and the next when the agent is done', () =>
    inAgentsWorld(async (world) => {
      const campaign = await world.campaignOf(PROGRESSIVE);
      world.agent('ann');
      world.agent('bob');
      const ids = await world.call(campaign, '00', 5);
      await world.advance(SECOND);
      assert.equal(world.loopback.received({}).length, 2, 'two agents, two calls');
      await world.advance(3 * SECOND);
      assert.deepEqual(
        world.roster.agents('queue').map(({ state }) => state),
        ['onContact', 'onContact'],
      );
      await world.advance(MINUTE);
      assert.deepEqual(
        world.roster.agents('queue').map(({ state }) => state),
        ['afterContactWork', 'afterContactWork'],
      );
      assert.equal(world.loopback.received({}).length, 2, 'after-contact work holds the next call back');
      const first = await world.request(ids[0]!);
      assert.equal(endOf(first), 'Succeeded HUMAN_ANSWERED CUSTOMER_DISCONNECT HUMAN_ANSWERED');
      world.roster.endAfterContactWork('ann');
      await world.advance(SECOND);
      assert.equal(world.loopback.received({}).length, 3);
      assert.deepEqual(receiptsOf(await world.request(ids[0]!)), [
        'CONNECTED_TO_SYSTEM',
        'HUMAN_ANSWERED',
        'QUEUED',
        'CONNECTED_TO_AGENT',
        'DISCONNECTED',
        'AFTER_CONTACT_WORK_ENDED',
      ]);
    }));

  test('dials on at once when a call reaches nobody, without an agent being taken', () =>
    inAgentsWorld(async (world) => {
      const campaign = await world.campaignOf(PROGRESSIVE);
      world.agent('ann');
      const busy = await world.call(campaign, '01', 3);
      const [voicemail] = await world.call(campaign, '03');
      await world.advance(4 * SECOND);
      assert.equal(world.loopback.received({}).length, 4);
      for (const id of busy) assert.equal(endOf(await world.request(id)), 'Failed BUSY OTHER SIT_TONE_BUSY');
      await world.advance(MINUTE);
      assert.equal(
        endOf(await world.request(voicemail!)),
        'Succeeded VOICEMAIL CONTACT_FLOW_DISCONNECT VOICEMAIL_BEEP',
      );
      assert.equal(world.roster.agent('ann')?.state, 'available');
    }));

  test('a person for whom the agent has left hears a prompt and ends as abandoned', () =>
    inAgentsWorld(async (world) => {
      const campaign = await world.campaignOf(PROGRESSIVE);
      world.agent('ann');
      const [id] = await world.call(campaign, '00');
      await world.advance(SECOND);
      world.roster.takeOffline('ann');
      await world.advance(MINUTE);
      assert.equal(endOf(await world.request(id!)), 'Failed ABANDONED CONTACT_FLOW_DISCONNECT HUMAN_ANSWERED');
    }));

  test('who waits is served by the next agent who becomes free in time', () =>
    inAgentsWorld(async (world) => {
      const campaign = await world.campaignOf(PROGRESSIVE);
      world.agent('ann');
      const [id] = await world.call(campaign, '00');
      await world.advance(SECOND);
      world.roster.takeOffline('ann');
      await world.advance(4 * SECOND);
      world.agent('bob');
      await world.clock.settled();
      assert.equal(world.roster.agent('bob')?.state, 'onContact');
      world.roster.agent('bob')?.contact?.hangUp();
      await world.advance(SECOND);
      assert.equal(endOf(await world.request(id!)), 'Succeeded HUMAN_ANSWERED AGENT_DISCONNECT HUMAN_ANSWERED');
    }));

  test('with a weight of 0 nothing is dialled', () =>
    inAgentsWorld(async (world) => {
      const campaign = await world.campaignOf({ progressive: { bandwidthAllocation: 0 } });
      world.agent('ann');
      await world.call(campaign, '00', 3);
      await world.advance(MINUTE);
      assert.equal(world.loopback.received({}).length, 0);
    }));

  test('simulated agents work a list off by themselves', () =>
    inAgentsWorld(async (world) => {
      const campaign = await world.campaignOf(PROGRESSIVE);
      world.pool.enlist({
        queueId: 'queue',
        size: 5,
        talk: { meanSeconds: 120, cv: 1 },
        wrap: { meanSeconds: 30, cv: 0.5 },
        seed: 1,
      });
      const ids = await world.call(campaign, '10', 200);
      await world.advance(180 * MINUTE);
      const ends = await Promise.all(ids.map((id) => world.request(id)));
      assert.ok(ends.every(({ state }) => state === 'Succeeded' || state === 'Failed'));
      assert.ok(!ends.some(({ reason }) => reason === 'ABANDONED'), 'one agent per call leaves nobody waiting');
      const talked = ends.filter((end) => receiptsOf(end).includes('CONNECTED_TO_AGENT'));
      assert.ok(talked.length > 60, `${talked.length} talked`);
      assert.ok(talked.every((end) => endOf(end).includes('AGENT_DISCONNECT')));
    }));
});
