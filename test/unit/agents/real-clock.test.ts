/** Agents at work on the real clock: a service of its own, its loopback voice 200 times as fast, and the doors users have. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type RunningService, startService } from '../../support/running-service.ts';

const CALLS = 12;
/** People, as the scripted world has it: 00 after 2 s, 08 after 12 s of ringing. */
const PEOPLE = ['00', '08'];
/** Longest that a condition is waited for; all of this takes about three seconds. */
const PATIENCE_MS = 60_000;

let service: RunningService;
before(async () => {
  service = await startService({ data: ':memory:', flags: ['--channels-loopback-speed', '200'] });
});
after(() => service.stop());

// biome-ignore lint/suspicious/noExplicitAny: our own API, whose shapes other tests hold.
async function call(method: string, path: string, body?: object): Promise<any> {
  const init = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(`${service.url}${path}`, { method, ...init });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
  return response.headers.get('content-type')?.startsWith('application/json') === true ? JSON.parse(text) : text;
}

/** Asks until the answer is what it should become. */
async function eventually<Answer>(ask: () => Promise<Answer>, isThere: (answer: Answer) => boolean): Promise<Answer> {
  for (const givenUpAt = Date.now() + PATIENCE_MS; ; await delay(20)) {
    const answer = await ask();
    if (isThere(answer)) return answer;
    assert.ok(Date.now() < givenUpAt, `still ${JSON.stringify(answer)}`);
  }
}

const PREDICTIVE = {
  predictive: {
    bandwidthAllocation: 1,
    pacingStrategies: [
      {
        abandonmentRate: {
          targetRate: 0.03,
          connectionStartPoint: 'GREETING_END',
          connectionThresholdSeconds: 2,
          evaluationWindow: 'PT24H',
        },
      },
    ],
  },
};

for (const [name, outboundMode] of [
  ['progressive', { progressive: { bandwidthAllocation: 1 } }],
  ['predictive', PREDICTIVE],
] as const) {
  test(`a ${name} campaign brings everybody who answers to its agents, who are free again afterwards`, async () => {
    const queue = `${name}-queue`;
    const { id } = await call('PUT', '/v2/campaigns', {
      name,
      connectInstanceId: '11111111-2222-4333-8444-555555555555',
      channelSubtypeConfig: {
        telephony: {
          connectQueueId: queue,
          outboundMode,
          defaultOutboundConfig: {
            connectContactFlowId: 'flow',
            answerMachineDetectionConfig: { enableAnswerMachineDetection: true },
          },
        },
      },
    });
    await call('POST', `/v2/campaigns/${id}/start`, {});
    const durations = { talk: { meanSeconds: 20, cv: 0.5 }, wrap: { meanSeconds: 10, cv: 0.5 } };
    const { agentIds } = await call('POST', '/admin/v1/loopback/agents', { queueId: queue, size: 5, ...durations });
    assert.equal(agentIds.length, 5);
    const { failedRequests } = await call('PUT', `/v2/campaigns/${id}/outbound-requests`, {
      outboundRequests: Array.from({ length: CALLS }, (_, index) => ({
        clientToken: `${name}-${index}`,
        expirationTime: new Date(Date.now() + 3_600_000).toISOString(),
        channelSubtypeParameters: {
          telephony: {
            destinationPhoneNumber: `+44163296${String(10 + index)}${PEOPLE[index % PEOPLE.length]}`,
            attributes: {},
          },
        },
      })),
    });
    assert.deepEqual(failedRequests, []);

    await eventually(
      () => call('GET', `/admin/v1/campaigns/${id}/counters`),
      ({ succeeded, failed }) => succeeded + failed === CALLS,
    );
    const { window, mode } = await call('GET', `/admin/v1/campaigns/${id}/abandonment`);
    assert.equal(window.answered, CALLS);
    const evidence = await call('GET', `/admin/v1/campaigns/${id}/abandonment/evidence?format=csv`);
    const talkedWith = new Set<string>(evidence.match(/simulated-\d+/g));
    assert.equal(talkedWith.size, 5, 'every agent had somebody');
    assert.equal(mode, name);

    const metrics = await eventually(
      () => call('GET', '/metrics'),
      (text: string) => text.includes(`campanile_agents{queue="${queue}",state="available"} 5\n`),
    );
    assert.ok(metrics.includes(`campanile_calls_waiting{queue="${queue}"} 0\n`));
    assert.equal(
      metrics.includes(`campanile_predictive_mode{campaign="${id}",mode="predictive"} 1\n`),
      name === 'predictive',
    );
    if (name === 'predictive') {
      assert.match(metrics, new RegExp(`campanile_predictive_abandonment_rate{campaign="${id}"} 0\\.?\\d*\n`));
    }
  });
}
