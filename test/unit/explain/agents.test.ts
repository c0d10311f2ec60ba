/** What a call that needs an agent waits for, told over the public API. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { external, find, numbers, type ToldRequests, toldRequests } from './told-requests.ts';

const QUEUE = 'queue-1';

/** A campaign that calls for the agents of QUEUE. */
const calling = (outboundMode: object, name = 'Calls'): Record<string, unknown> =>
  external({
    name,
    channelSubtypeConfig: {
      telephony: {
        connectQueueId: QUEUE,
        outboundMode,
        defaultOutboundConfig: {
          connectContactFlowId: 'flow-1',
          connectSourcePhoneNumber: '+12065550199',
          answerMachineDetectionConfig: { enableAnswerMachineDetection: true },
        },
      },
    },
  });

const progressive = (bandwidthAllocation = 1) => ({ progressive: { bandwidthAllocation } });

const predictive = (targetRate: number) => ({
  predictive: {
    bandwidthAllocation: 1,
    pacingStrategies: [
      {
        abandonmentRate: {
          targetRate,
          connectionStartPoint: 'GREETING_END',
          connectionThresholdSeconds: 2,
          evaluationWindow: 'PT1H',
        },
      },
    ],
  },
});

const logIn = (world: ToldRequests, agentId: string) =>
  world.call('POST', `/admin/v1/queues/${QUEUE}/agents`, { agentId, available: true });

async function calls(world: ToldRequests, campaign: string, count: number, lastDigits?: string): Promise<string[]> {
  const ids = await world.put(campaign, numbers(count, lastDigits), { channel: 'telephony' });
  await world.campanile.advance('PT0.2S');
  return ids;
}

test('no agent: nobody is logged in to the queue', async () => {
  await using world = await toldRequests();
  const [id = ''] = await calls(world, await world.running(calling(progressive())), 1);
  assert.deepEqual(await world.standing(id), ['NO_AGENT_LOGGED_IN']);
  assert.match(find(await world.explain(id), 'NO_AGENT_LOGGED_IN').sentence, /No agent of queue queue-1/);
  await logIn(world, 'ann');
  await world.campanile.advance('PT0.2S');
  assert.deepEqual(await world.standing(id), ['ATTEMPT_SUBMITTED']);
});

test('no free agent: the only one is spoken for by a call that rings, then talks', async () => {
  await using world = await toldRequests();
  await logIn(world, 'ann');
  const [, id = ''] = await calls(world, await world.running(calling(progressive())), 2, '00');
  const { sentence } = find(await world.explain(id), 'NO_FREE_AGENT');
  assert.equal(sentence, 'Free agents: 1, all spoken for: calls that ring: 1, people who wait: 0.');
  await world.campanile.advance('PT20S');
  assert.equal(
    find(await world.explain(id), 'NO_FREE_AGENT').sentence,
    'No agent of queue queue-1 is free; logged in: 1.',
  );
});

test('the share of agents: an allocation of 0, and an agent who falls to another campaign', async () => {
  await using world = await toldRequests();
  await logIn(world, 'ann');
  const [nothing = ''] = await calls(world, await world.running(calling(progressive(0), 'Nothing')), 1);
  assert.match(find(await world.explain(nothing), 'AGENT_SHARE').sentence, /agent allocation of the campaign is 0/);
  await calls(world, await world.running(calling(progressive(2), 'First')), 5, '02');
  const [second = ''] = await calls(world, await world.running(calling(progressive(0.01), 'Second')), 5, '02');
  assert.deepEqual(await world.standing(second), ['AGENT_SHARE']);
  assert.match(find(await world.explain(second), 'AGENT_SHARE').sentence, /fall to other campaigns/);
});

test('a preview: an agent looks at the recipient first', async () => {
  await using world = await toldRequests();
  await logIn(world, 'ann');
  const preview = { preview: { bandwidthAllocation: 1, timeoutConfig: { durationInSeconds: 60 } } };
  const [id = '', next = ''] = await calls(world, await world.running(calling(preview)), 2);
  assert.match(find(await world.explain(id), 'ATTEMPT_OPEN').sentence, /an agent looks at the recipient first/);
  assert.deepEqual(await world.standing(next), ['NO_FREE_AGENT']);
});

test('the abandonment brake: at its target a predictive campaign has no more calls in flight than free agents', async () => {
  await using world = await toldRequests();
  await logIn(world, 'ann');
  const ids = await calls(world, await world.running(calling(predictive(0))), 10);
  await world.campanile.advance('PT2S');
  const last = ids.at(-1) ?? '';
  assert.deepEqual(await world.standing(last), ['ABANDONMENT_BRAKE', 'NO_FREE_AGENT']);
  assert.match(find(await world.explain(last), 'ABANDONMENT_BRAKE').sentence, /at its target/);
});

test('the predictive dialler: it adds calls step by step, and none that is too likely to find no agent', async () => {
  await using world = await toldRequests();
  for (const agent of ['ann', 'ben', 'cid', 'dot', 'eve']) await logIn(world, agent);
  const ids = await calls(world, await world.running(calling(predictive(0.1))), 400, '00');
  const seen = new Set<string>();
  for (let second = 0; second < 60; second += 1) {
    await world.campanile.advance('PT1S');
    for (const code of await world.standing(ids.at(-1) ?? '')) seen.add(code);
  }
  assert.deepEqual([...seen].slice(0, 2), ['DIALLING_PACE', 'ABANDONMENT_RISK']);
});
