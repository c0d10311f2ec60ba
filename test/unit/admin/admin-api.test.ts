/** The admin API over the real service, in process, on a virtual clock. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import {
  type ConnectCampaignsV2Client,
  type OutboundRequest,
  PutOutboundRequestBatchCommand,
} from '@aws-sdk/client-connectcampaignsv2';
import { eventsOf } from '../../../src/cli/commands/tail.ts';
import type { TestCampanile } from '../../../src/testing/index.ts';
import { CHANNELS } from '../../support/channels.ts';
import { runningCampaign, startVirtual, type VirtualCampanile } from '../../support/virtual-campanile.ts';

/** The clock goes on from test to test; nothing expires on the way. */
const EXPIRES = new Date('2027-01-01T00:00:00Z');
const UNKNOWN_ID = '99999999-9999-4999-8999-999999999999';

let virtual: VirtualCampanile;
let campanile: TestCampanile;
let client: ConnectCampaignsV2Client;
const logLines: string[] = [];

before(async () => {
  virtual = await startVirtual((line) => logLines.push(line));
  ({ campanile, client } = virtual);
});
after(() => virtual.stop());
beforeEach(() => campanile.reset());

interface Answer {
  readonly status: number;
  readonly error: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: what a test looks for in an answer, the test says.
  readonly body: any;
}

async function ask(path: string, body?: object | string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${campanile.url}/admin/v1${path}`, {
    headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    error: response.headers.get('x-amzn-errortype'),
    body: text === '' ? undefined : JSON.parse(text),
  };
}

const smsCampaign = (): Promise<string> => runningCampaign(client, { sms: CHANNELS.sms });

async function put(id: string, ...numbers: string[]): Promise<string[]> {
  const outboundRequests = numbers.map(
    (destinationPhoneNumber, index): OutboundRequest => ({
      clientToken: `token-${index}`,
      expirationTime: EXPIRES,
      channelSubtypeParameters: { sms: { destinationPhoneNumber, templateParameters: {} } },
    }),
  );
  const { successfulRequests = [] } = await client.send(new PutOutboundRequestBatchCommand({ id, outboundRequests }));
  return successfulRequests.map(({ id: requestId = '' }) => requestId);
}

test('campaigns are listed with their counters, page by page', async () => {
  const id = await smsCampaign();
  await put(id, '+12065550100', '+12065550101');
  await campanile.advance('PT1M');
  const { body } = await ask('/campaigns');
  assert.equal(body.campaigns.length, 1);
  const [campaign] = body.campaigns;
  assert.equal(campaign.id, id);
  assert.equal(campaign.state, 'Running');
  assert.deepEqual(campaign.channelSubtypes, ['SMS']);
  const counters = {
    accepted: 2,
    buffered: 0,
    attempting: 0,
    succeeded: 1,
    failed: 1,
    expired: 0,
    cancelled: 0,
    suppressed: 0,
    unknown: 0,
  };
  assert.deepEqual(campaign.counters, counters);
  assert.deepEqual((await ask(`/campaigns/${id}/counters`)).body, counters);
  const first = (await ask('/campaigns?limit=1')).body;
  assert.deepEqual((await ask(`/campaigns?limit=1&cursor=${first.cursor}`)).body, { campaigns: [] });
});

test('a request is shown with its attempt, its reason and a sentence, and its number masked', async () => {
  const { now } = (await ask('/clock')).body;
  const [requestId] = await put(await smsCampaign(), '+12065550101');
  await campanile.advance('PT1M');
  const { body } = await ask(`/requests/${requestId}`);
  assert.equal(body.state, 'Failed');
  assert.equal(body.reason, 'REJECTED');
  assert.equal(body.explanation, 'The carrier refused the message.');
  assert.equal(body.destination, '+*********01');
  assert.equal(body.clientToken, 'token-0');
  assert.equal(body.acceptedAt, now);
  assert.equal(body.expirationTime, '2027-01-01T00:00:00Z');
  assert.equal(body.attempts.length, 1);
  assert.equal(body.attempts[0].phase, 'ended');
  assert.equal(body.attempts[0].disposition.reason, 'REJECTED');
});

test('a revealed number is shown whole, and that somebody looked is in the log', async () => {
  const [requestId] = await put(await smsCampaign(), '+12065550100');
  assert.equal((await ask(`/requests/${requestId}?reveal=true`)).body.destination, '+12065550100');
  const line = logLines.find((text) => text.includes('recipients were revealed')) ?? '';
  assert.equal(JSON.parse(line).count, 1);
});

test('requests are listed in order of acceptance, by state and by page', async () => {
  const id = await smsCampaign();
  const ids = await put(id, '+12065550100', '+12065550101', '+12065550100');
  await campanile.advance('PT1M');
  const first = (await ask(`/campaigns/${id}/requests?limit=2`)).body;
  assert.deepEqual(
    first.requests.map((request: { id: string }) => request.id),
    ids.slice(0, 2),
  );
  const rest = (await ask(`/campaigns/${id}/requests?limit=2&cursor=${first.cursor}`)).body;
  assert.deepEqual(
    rest.requests.map((request: { id: string }) => request.id),
    ids.slice(2),
  );
  const failed = (await ask(`/campaigns/${id}/requests?state=Failed`)).body;
  assert.deepEqual(
    failed.requests.map((request: { id: string }) => request.id),
    [ids[1]],
  );
});

test('the reason behind an InvalidInput is kept', async () => {
  const { now } = (await ask('/clock')).body;
  const id = await smsCampaign();
  await put(id, '12345');
  const { body } = await ask(`/campaigns/${id}/rejections`);
  assert.equal(body.rejections.length, 1);
  assert.equal(body.rejections[0].code, 'INVALID_CUSTOMER_ENDPOINT');
  assert.equal(body.rejections[0].at, now);
});

test('what does not exist is 404, what is not valid 400, and a path that is none 404', async () => {
  for (const path of [
    `/campaigns/${UNKNOWN_ID}/counters`,
    '/campaigns/x/requests',
    '/requests/x',
    `/requests/${UNKNOWN_ID}`,
  ]) {
    const { status, error } = await ask(path);
    assert.deepEqual([status, error], [404, 'ResourceNotFoundException'], path);
  }
  const id = await smsCampaign();
  for (const query of ['limit=0', 'limit=1001', 'cursor=x', 'state=Nowhere']) {
    assert.equal((await ask(`/campaigns/${id}/requests?${query}`)).error, 'ValidationException', query);
  }
  assert.equal((await ask('/campaigns?limit=many')).error, 'SerializationException');
  assert.equal((await ask('/nothing')).error, 'UnknownOperationException');
});

test('events tell the story of a request in order, and reading goes on where it ended', async () => {
  const { body: before } = await ask('/events?limit=1000');
  const [requestId] = await put(await smsCampaign(), '+12065550100');
  await campanile.advance('PT1M');
  const { body } = await ask(`/events?after=${before.last}`);
  const kinds = body.events.map((event: { kind: string }) => event.kind);
  assert.equal(kinds[0], 'attemptStarted');
  assert.equal(kinds.at(-1), 'requestEnded');
  assert.ok(body.events.every((event: { requestId: string }) => event.requestId === requestId));
  assert.deepEqual((await ask(`/events?after=${body.last}`)).body, { events: [], last: body.last });
});

test('the stream gives every event after the one that the reader saw last, also those that come later', async () => {
  const id = await smsCampaign();
  const leave = new AbortController();
  const { last } = (await ask('/events?limit=1000')).body;
  const response = await fetch(`${campanile.url}/admin/v1/events/stream`, {
    headers: { 'last-event-id': last },
    signal: leave.signal,
  });
  assert.equal(response.headers.get('content-type'), 'text/event-stream');
  assert.ok(response.body !== null);
  await put(id, '+12065550101');
  await campanile.advance('PT1M');
  const seen: string[] = [];
  for await (const { id: sequence, data } of eventsOf(response.body)) {
    assert.ok(Number(sequence) > Number(last));
    seen.push(JSON.parse(data).kind);
    if (seen.at(-1) === 'requestEnded') break;
  }
  leave.abort();
  assert.equal(seen[0], 'attemptStarted');
  assert.equal((await ask('/events/stream?after=x')).status, 400);
});

test('the clock goes forward by a duration or to a time, and never back', async () => {
  const { now, kind } = (await ask('/clock')).body;
  assert.equal(kind, 'virtual');
  const later = Date.parse(now) + 90 * 60_000;
  assert.equal(Date.parse((await ask('/clock/advance', { by: 'PT1H30M' })).body.now), later);
  const to = new Date(later + 1_500).toISOString();
  assert.equal((await ask('/clock/advance', { to })).body.now, to);
  for (const body of [{}, { by: 'PT1S', to }, { to: now }, { by: '15m' }]) {
    assert.equal((await ask('/clock/advance', body)).error, 'ValidationException', JSON.stringify(body));
  }
});

test('a fault makes the next attempt go wrong, and only so many', async () => {
  const id = await smsCampaign();
  assert.equal((await ask('/faults', { channel: 'SMS', kind: 'timeout', count: 1 })).status, 200);
  const ids = await put(id, '+12065550100', '+12065550100');
  await campanile.advance('PT5M');
  const states = await Promise.all(ids.map(async (requestId) => (await ask(`/requests/${requestId}`)).body.state));
  assert.deepEqual(states.sort(), ['Succeeded', 'Unknown']);
  assert.equal((await ask('/faults', { channel: 'PIGEON', kind: 'timeout' })).status, 400);
});

test('profiles are stored line by line, and a wrong line is told and loses nothing', async () => {
  const lines = [
    JSON.stringify({ profileId: 'a'.repeat(32), phone: '+12065550100', attributes: { name: 'Ada' } }),
    '{"profileId":"wrong"}',
    JSON.stringify({ profileId: 'b'.repeat(32), email: 'b@example.com' }),
  ];
  const { body } = await ask('/profiles', lines.join('\n'), { 'content-type': 'application/x-ndjson' });
  assert.equal(body.stored, 2);
  assert.equal(body.failed, 1);
  assert.equal(body.failures[0].line, 2);
});

test('the service says that it lives, that it is ready, what it offers and what it counts', async () => {
  assert.deepEqual((await ask('/health/live')).body, { status: 'live' });
  assert.deepEqual((await ask('/health/ready')).body, { status: 'ready' });
  assert.match((await ask('/openapi.json')).body.openapi, /^3\.1/);
  await put(await smsCampaign(), '+12065550100');
  await campanile.advance('PT1M');
  const metrics = await (await fetch(`${campanile.url}/metrics`)).text();
  assert.match(metrics, /^campanile_ready 1$/m);
  assert.match(metrics, /^campanile_requests\{state="Succeeded"\} 1$/m);
  assert.match(metrics, /^campanile_campaigns\{state="Running"\} 1$/m);
});

test('a web page of another origin, and a name that is not ours, do not come in', async () => {
  assert.equal((await ask('/campaigns', undefined, { origin: 'https://evil.example' })).status, 403);
  assert.equal((await ask('/reset', {}, { 'sec-fetch-site': 'cross-site' })).status, 403);
});

test('neither numbers nor tokens nor parameters are in the log', () => {
  const text = logLines.join('');
  assert.ok(logLines.length > 0);
  assert.doesNotMatch(text, /2065550|token-0|Ada/);
});
