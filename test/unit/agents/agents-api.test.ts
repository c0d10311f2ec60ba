/** Agents through the doors that users have: the admin API and the command line, against a service on a virtual clock. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { runCommandLine } from '../../../src/cli/program.ts';
import type { Surroundings } from '../../../src/cli/surroundings.ts';
import { startCampanile, type TestCampanile } from '../../../src/testing/index.ts';

const START = '2026-03-02T15:00:00Z';
let service: TestCampanile;
before(async () => {
  service = await startCampanile({ clock: 'virtual', start: START });
});
after(() => service.stop());

interface Answer {
  readonly status: number;
  // Our own admin API, whose shapes these tests hold.
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly body: any;
}

async function call(method: string, path: string, body?: object): Promise<Answer> {
  const init = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(`${service.url}${path}`, { method, ...init });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true && text !== '';
  return { status: response.status, body: isJson ? JSON.parse(text) : text };
}

async function campanile(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' };
  const surroundings = {
    environment: { CAMPANILE_ENDPOINT_URL: service.url },
    out: (text: string) => {
      written.out += text;
    },
    err: (text: string) => {
      written.err += text;
    },
    hasColours: false,
  } as unknown as Surroundings; // What these commands need of it.
  return { code: await runCommandLine(args, surroundings), ...written };
}

/** A started campaign of this mode on a queue, with calls to these numbers. */
async function aCampaign(name: string, outboundMode: object, connectQueueId: string, numbers: readonly string[]) {
  const { body } = await call('PUT', '/v2/campaigns', {
    name,
    connectInstanceId: '11111111-2222-4333-8444-555555555555',
    channelSubtypeConfig: {
      telephony: { connectQueueId, outboundMode, defaultOutboundConfig: { connectContactFlowId: 'flow' } },
    },
  });
  await call('POST', `/v2/campaigns/${body.id}/start`, {});
  const outboundRequests = numbers.map((destinationPhoneNumber, index) => ({
    clientToken: `${name}-${index}`,
    expirationTime: '2026-03-03T15:00:00Z',
    channelSubtypeParameters: { telephony: { destinationPhoneNumber, attributes: {} } },
  }));
  const put = await call('PUT', `/v2/campaigns/${body.id}/outbound-requests`, { outboundRequests });
  assert.deepEqual(put.body.failedRequests, []);
  return body.id as string;
}

test('agents log in, take the calls of a campaign and finish their work; every answer is evidence', async () => {
  const id = await aCampaign('progressive', { progressive: { bandwidthAllocation: 1 } }, 'sales', [
    '+12065550100',
    '+12065550200',
  ]);
  await service.advance('PT1M');
  assert.equal((await service.messages({ campaign: id })).length, 0, 'nobody is logged in');
  assert.equal((await call('POST', '/admin/v1/queues/sales', { outboundCallerIdNumber: '+12065550199' })).status, 200);
  const login = await call('POST', '/admin/v1/queues/sales/agents', { agentId: 'ann', available: true });
  assert.equal(login.body.state, 'available');
  assert.equal((await call('POST', '/admin/v1/queues/sales/agents', { agentId: 'ann' })).status, 409);
  await service.advance('PT5S');
  const [received] = await service.messages({ campaign: id });
  assert.equal(received?.from, '+12065550199');
  const [ann] = (await call('GET', '/admin/v1/queues/sales/agents')).body.agents;
  assert.equal(ann.state, 'onContact');
  assert.equal(ann.campaignId, id);
  assert.equal(
    (await call('POST', '/admin/v1/queues/sales/agents/ann', { action: 'afterContactWorkDone' })).status,
    409,
  );
  assert.equal((await call('POST', '/admin/v1/queues/sales/agents/ann', { action: 'hangUp' })).status, 200);
  await service.advance('PT1S');
  assert.equal(
    (await call('POST', '/admin/v1/queues/sales/agents/ann', { action: 'afterContactWorkDone' })).status,
    200,
  );
  await service.advance('PT2S');
  // The second callee answers while nobody is there any more.
  assert.equal((await call('POST', '/admin/v1/queues/sales/agents/ann', { action: 'logOut' })).status, 200);
  await service.advance('PT1M');

  const abandonment = (await call('GET', `/admin/v1/campaigns/${id}/abandonment`)).body;
  assert.deepEqual(abandonment, {
    target: 0.03,
    rate: 0.5,
    mode: 'progressive',
    window: { seconds: 86_400, answered: 2, abandoned: 1, rate: 0.5 },
    thirtyDays: { seconds: 2_592_000, answered: 2, abandoned: 1, rate: 0.5 },
  });
  const csv = (await call('GET', `/admin/v1/campaigns/${id}/abandonment/evidence?format=csv`)).body as string;
  const [head, first, second] = csv.trim().split('\n');
  assert.equal(head, 'requestId,answeredAt,clockStartedAt,outcome,settledAt,waitSeconds,agentId');
  assert.match(
    first ?? '',
    /^[0-9a-f-]{36},2026-03-02T15:01:02.000Z,2026-03-02T15:01:03.500Z,connected,2026-03-02T15:01:03.500Z,0,ann$/,
  );
  assert.match(second ?? '', /,abandoned,[^,]+,2,$/);
  const lines = ((await call('GET', `/admin/v1/campaigns/${id}/abandonment/evidence`)).body as string)
    .trim()
    .split('\n');
  assert.deepEqual(
    lines.map((line) => JSON.parse(line).outcome),
    ['connected', 'abandoned'],
  );
  assert.equal((await call('GET', `/admin/v1/campaigns/${id}/abandonment/evidence?format=xml`)).status, 400);
  assert.equal((await call('GET', '/admin/v1/campaigns/nobody/abandonment')).status, 404);
});

test('an agent of another queue is not found, and a number must be one', async () => {
  await call('POST', '/admin/v1/queues/one/agents', { agentId: 'bob' });
  assert.equal((await call('POST', '/admin/v1/queues/two/agents/bob', { action: 'available' })).status, 404);
  assert.equal((await call('POST', '/admin/v1/queues/one/agents/bob', { action: 'dance' })).status, 400);
  assert.equal((await call('POST', '/admin/v1/queues/one', { outboundCallerIdNumber: 'none' })).status, 400);
});

test('the command line logs agents in and out, and says what each is doing', async () => {
  assert.match((await campanile('agents', 'list', 'desk')).out, /Nobody is logged in/);
  assert.equal((await campanile('agents', 'login', 'desk', 'cid')).out, 'cid is logged in, offline.\n');
  assert.equal((await campanile('agents', 'available', 'desk', 'cid')).code, 0);
  assert.match((await campanile('agents', 'list', 'desk')).out, /^AGENT +STATE +SINCE.*\ncid +available +2026-/);
  const refused = await campanile('agents', 'acw-done', 'desk', 'cid');
  assert.notEqual(refused.code, 0);
  assert.match(refused.err, /An agent who is available cannot: afterContactWorkDone/);
  assert.equal((await campanile('agents', 'logout', 'desk', 'cid')).code, 0);
  assert.deepEqual(JSON.parse((await campanile('agents', 'list', 'desk', '--json')).out), []);
  assert.notEqual((await campanile('agents', 'pool', 'desk', '--size', 'many')).code, 0);
});

test('a pool of simulated agents works a predictive campaign off', async () => {
  const numbers = Array.from({ length: 25 }, (_, index) => `+1206555${String(index).padStart(2, '0')}00`);
  const id = await aCampaign('predictive', { predictive: { bandwidthAllocation: 1 } }, 'pool', numbers);
  assert.equal(
    (await campanile('agents', 'pool', 'pool', '--size', '5', '--talk', '30')).out,
    '5 simulated agents are logged in.\n',
  );
  await service.advance('PT1H');
  const { body: counters } = await call('GET', `/admin/v1/campaigns/${id}/counters`);
  assert.equal(counters.buffered + counters.attempting, 0);
  assert.ok(counters.succeeded >= 20, JSON.stringify(counters));
});

test('a preview is accepted from the desk, and discarded only where the campaign allows it', async () => {
  const preview = { bandwidthAllocation: 1, timeoutConfig: { durationInSeconds: 20 } };
  const id = await aCampaign('preview', { preview }, 'look', ['+12065550300']);
  await campanile('agents', 'login', 'look', 'dan', '--available');
  await service.advance('PT1S');
  const [dan] = (await call('GET', '/admin/v1/queues/look/agents')).body.agents;
  assert.deepEqual([dan.state, dan.mayDiscard, dan.campaignId], ['previewing', false, id]);
  assert.notEqual((await campanile('agents', 'discard', 'look', 'dan')).code, 0);
  assert.equal((await campanile('agents', 'accept', 'look', 'dan')).code, 0);
  await service.advance('PT19S');
  assert.equal((await service.messages({ campaign: id })).length, 0);
  await service.advance('PT2S');
  assert.equal((await service.messages({ campaign: id })).length, 1);
});
