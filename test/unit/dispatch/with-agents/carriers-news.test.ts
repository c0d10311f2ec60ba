import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBackground } from '../../../../src/dispatch/background.ts';
import type { Channels } from '../../../../src/dispatch/dispatcher.ts';
import { createEvidenceLog } from '../../../../src/dispatch/with-agents/evidence-log.ts';
import { createAlarms } from '../../../../src/lib/alarms.ts';
import { createVirtualClock } from '../../../../src/lib/virtual-clock.ts';
import type { LiveAnswer } from '../../../../src/store/evidence-store.ts';
import { MINUTE, SECOND } from '../dispatch-world.ts';
import { type AgentsWorld, endOf, inAgentsWorld } from './agents-world.ts';

const PROGRESSIVE = { progressive: { bandwidthAllocation: 1 } };

/** A carrier whose answer to the placing comes only after this time, when the callee talks already. */
function answeringLate(worldOf: () => AgentsWorld, lateMs: number): (channels: Channels) => Channels {
  return (channels) => ({
    ...channels,
    voice: {
      ...channels.voice,
      async place(attempt, notAfter, signal) {
        const result = await channels.voice.place(attempt, notAfter, signal);
        const { clock } = worldOf();
        await new Promise<void>((resolve) => clock.at(clock.now() + lateMs, resolve));
        return result;
      },
    },
  });
}

test('news of a call that comes before the answer to its placing is not lost: the person gets the agent', async () => {
  let world: AgentsWorld | undefined;
  const worldOf = (): AgentsWorld => world as AgentsWorld; // Set before anything is placed.
  await inAgentsWorld(
    async (opened) => {
      world = opened;
      const campaign = await opened.campaignOf(PROGRESSIVE);
      opened.agent('ann');
      const [id] = await opened.call(campaign, '00');
      await opened.advance(6 * SECOND);
      assert.equal(opened.roster.agent('ann')?.state, 'onContact');
      await opened.advance(2 * MINUTE);
      assert.equal(endOf(await opened.request(id!)), 'Succeeded HUMAN_ANSWERED CUSTOMER_DISCONNECT HUMAN_ANSWERED');
    },
    { wrap: (channels) => answeringLate(worldOf, 4 * SECOND)(channels) },
  );
});

test('a call that the carrier throttles rings nowhere: the agent is dialled for again', () =>
  inAgentsWorld(async (world) => {
    const campaign = await world.campaignOf(PROGRESSIVE);
    world.loopback.injectFault({ channel: 'TELEPHONY', kind: 'throttle', count: 2 });
    world.agent('ann');
    const [id] = await world.call(campaign, '00');
    await world.advance(2 * MINUTE);
    const request = await world.request(id!);
    assert.equal(request.attempts.length, 3);
    assert.equal(endOf(request), 'Succeeded HUMAN_ANSWERED CUSTOMER_DISCONNECT HUMAN_ANSWERED');
  }));

test('an answer of which the carrier never told counts against nobody, and frees the agent', () =>
  inAgentsWorld(async (world) => {
    const campaign = await world.campaignOf(PROGRESSIVE);
    world.loopback.injectFault({ channel: 'TELEPHONY', kind: 'timeout', count: 1 });
    world.agent('ann');
    const [lost, next] = await world.call(campaign, '00', 2);
    await world.advance(MINUTE);
    assert.equal(endOf(await world.request(lost!)), 'Unknown NO_CARRIER_ANSWER');
    assert.equal((await world.request(next!)).attempts.length, 1);
    assert.equal((await world.store.evidence.answers({ campaignId: campaign.id, since: 0, limit: 10 })).length, 1);
  }));

test('evidence that the store does not take is offered again, with what has become of it meanwhile', async () => {
  const clock = createVirtualClock(0);
  const alarms = createAlarms(clock);
  const failures: string[] = [];
  const background = createBackground(clock, (report) => failures.push(report.kind));
  const taken: LiveAnswer[] = [];
  let isBroken = true;
  const log = createEvidenceLog(
    {
      evidence: {
        async record(answers) {
          if (isBroken) throw new Error('disk full');
          taken.push(...answers);
        },
      },
      ...{ clock, alarms, background },
    },
    0,
  );
  const answer = { key: 1, outcome: 'waiting' } as unknown as LiveAnswer; // What the log looks at.
  log.record(answer);
  await clock.advanceTo(10);
  assert.deepEqual([failures, taken], [['failed'], []]);
  isBroken = false;
  log.record({ ...answer, outcome: 'connected' });
  await clock.advanceTo(2_000);
  assert.deepEqual(
    taken.map(({ outcome }) => outcome),
    ['connected'],
  );
});
