/** Webhooks of a whole service to a real receiver: what arrives, signed how, and what happens when it does not. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { callTo, type House, openHouse, START, smsTo, until } from './house.ts';
import { answering, eventsIn, isSigned, type Receiver, silent, startReceiver } from './receiver.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
let folder: string;
let secretFile: string;
let receiver: Receiver;
let house: House | undefined;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'campanile-sinks-'));
  secretFile = join(folder, 'secret');
});
after(() => rmSync(folder, { recursive: true }));
beforeEach(async () => {
  writeFileSync(secretFile, `${SECRET}\n`);
  receiver = await startReceiver();
});
afterEach(async () => {
  await house?.stop();
  house = undefined;
  await receiver.stop();
});

async function open(flags: Readonly<Record<string, string>> = {}): Promise<House> {
  house = await openHouse({
    'sinks.webhook.urls': receiver.url,
    'sinks.webhook.secretFile': secretFile,
    'sinks.webhook.allowedNetworks': '127.0.0.0/8',
    'sinks.webhook.events': 'request',
    ...flags,
  });
  return house;
}

/** Puts one SMS that is delivered; its four events come in the order in which they happened. */
async function deliverOne(to: House, campaign?: string): Promise<string> {
  const id = await to.put(campaign ?? (await to.campaign()), smsTo('+12065550100'));
  await to.advance('PT1M');
  return id;
}

const ONE_STORY = ['attemptStarted', 'attemptSubmitted', 'receiptArrived', 'requestEnded'];

const kinds = (deliveries: Receiver['taken'], id: string): string[] =>
  eventsIn(deliveries)
    .filter(({ subject }) => subject === id)
    .map(({ data }) => data.kind);

test('a batch is CloudEvents in JSON, signed by Standard Webhooks', async () => {
  const id = await deliverOne(await open({ 'sinks.webhook.events': 'contact,campaign,request' }));
  await until('four events', () => kinds(receiver.taken, id).filter(Boolean).length === 4);
  for (const delivery of receiver.taken) {
    assert.equal(delivery.headers['content-type'], 'application/cloudevents-batch+json');
    assert.ok(isSigned(delivery, SECRET, Date.now()));
    const forged = { ...delivery, body: delivery.body.replace('request', 'Request') };
    assert.notEqual(forged.body, delivery.body);
    assert.equal(isSigned(forged, SECRET, Date.now()), false);
  }
  const events = eventsIn(receiver.taken);
  const end = events.find(({ data }) => data.kind === 'requestEnded');
  assert.deepEqual(end, {
    specversion: '1.0',
    id: `${id}.${end?.eventsequence}.request.0`,
    source: '/campanile/000000000000/us-east-1/clinic',
    type: 'campanile.request.requestEnded',
    subject: id,
    time: end?.data.at,
    datacontenttype: 'application/json',
    partitionkey: id,
    eventsequence: end?.eventsequence,
    data: {
      sequence: end?.eventsequence,
      at: end?.data.at,
      kind: 'requestEnded',
      campaignId: end?.data.campaignId,
      requestId: id,
      channelSubtype: 'SMS',
      state: 'Succeeded',
      reason: 'DELIVERED',
      explanation: 'The carrier reported the message as delivered.',
      disposition: { state: 'Succeeded', reason: 'DELIVERED' },
    },
  });
  assert.ok(Date.parse(end?.data.at) > Date.parse(START), 'business time');
  assert.deepEqual(
    events.filter(({ type }) => type.startsWith('campanile.campaign')).map(({ data }) => data.campaign_event_type),
    ['TARGET', 'TEXT_SENT', 'TEXT_DELIVERED'],
  );
  assert.doesNotMatch(JSON.stringify(events), /2065550100/);
});

test('numbers go out only where the operator says so', async () => {
  const id = await deliverOne(await open({ 'sinks.webhook.events': 'campaign', 'sinks.revealRecipients': 'true' }));
  await until('three objects', () => eventsIn(receiver.taken).length === 3);
  const delivered = eventsIn(receiver.taken).find(({ data }) => data.outbound_request_id === id);
  assert.deepEqual(delivered?.data.endpoint, { endpoint_type: 'PHONE_NUMBER', endpoint_address: '+12065550100' });
});

test('a new secret beside the old one signs both ways, without a restart', async () => {
  const opened = await open();
  const first = await deliverOne(opened);
  // The whole of it: what is under way was signed by what the file said before.
  await until('the first story', () => kinds(receiver.taken, first).length === 4);
  const next = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
  writeFileSync(secretFile, `${next}\n${SECRET}\n`);
  const before = receiver.taken.length;
  const second = await deliverOne(opened);
  await until('the second story', () => kinds(receiver.taken, second).length === 4);
  const later = receiver.taken.slice(before);
  for (const secret of [SECRET, next]) assert.ok(later.every((each) => isSigned(each, secret, Date.now())));
});

test('a secret that cannot be used holds events back, says so, and is read anew', async () => {
  writeFileSync(secretFile, 'whsec_dG9vIHNob3J0');
  const id = await deliverOne(await open());
  await until('a failure', async () => {
    const { failing } = (await (house as House).get('/admin/v1/sinks')).sinks[0];
    return failing?.reason === 'UNUSABLE_FILE';
  });
  assert.equal(receiver.connections(), 0);
  writeFileSync(secretFile, SECRET);
  await until('all four', () => kinds(receiver.taken, id).length === 4);
});

test('a receiver that fails is tried again with the same id until it takes everything, in order', async () => {
  receiver.behave(answering(500));
  const id = await deliverOne(await open());
  await until('two tries', () => receiver.deliveries.length >= 2);
  assert.equal(receiver.deliveries[0]?.headers['webhook-id'], receiver.deliveries[1]?.headers['webhook-id']);
  const { sinks } = await (house as House).get('/admin/v1/sinks');
  assert.equal(sinks[0].failing.reason, 'HTTP_500');
  assert.ok(sinks[0].lagEvents > 0 && sinks[0].waitingSince !== undefined);
  receiver.behave(answering(200));
  await until('all four', () => kinds(receiver.taken, id).length === 4);
  assert.deepEqual(kinds(receiver.taken, id), ONE_STORY);
  await until('no lag', async () => (await (house as House).get('/admin/v1/sinks')).sinks[0].lagEvents === 0);
  const after = (await (house as House).get('/admin/v1/sinks')).sinks[0];
  assert.deepEqual([after.failing, after.waitingSince, after.deadLetters], [undefined, undefined, 0]);
});

test('a redirect is not followed', async () => {
  const elsewhere = await startReceiver();
  receiver.behave(answering(307, { location: elsewhere.url }));
  const id = await deliverOne(await open());
  await until('a second try', () => receiver.deliveries.length >= 2);
  assert.equal(elsewhere.connections(), 0);
  const { sinks } = await (house as House).get('/admin/v1/sinks');
  assert.equal(sinks[0].failing.reason, 'HTTP_307');
  receiver.behave(answering(204));
  await until('all four', () => kinds(receiver.taken, id).length === 4);
  await elsewhere.stop();
});

test('a receiver that never answers is given up on for now, and holds up neither calls nor work', async () => {
  receiver.behave(silent);
  const opened = await open({ 'sinks.timeoutSeconds': '0.2' });
  const campaign = await opened.campaign();
  for (let count = 0; count < 40; count += 1) await opened.put(campaign, smsTo('+12065550100'));
  await opened.advance('PT1M');
  assert.equal((await opened.get(`/admin/v1/campaigns/${campaign}/counters`)).succeeded, 40);
  await until('a time-out', async () => (await opened.get('/admin/v1/sinks')).sinks[0].failing?.reason === 'TIMEOUT');
  receiver.behave(answering(204));
  await until('everything', () => eventsIn(receiver.taken).length >= 160);
  const seen = new Map<string, string[]>();
  for (const { subject, data } of eventsIn(receiver.taken))
    seen.set(subject, [...(seen.get(subject) ?? []), data.kind]);
  assert.equal(seen.size, 40);
  for (const story of seen.values()) assert.deepEqual(story, ONE_STORY);
});

test('an event that is refused becomes a dead letter alone, and can be replayed', async () => {
  receiver.behave((response, { body }) => response.writeHead(body.includes('requestEnded') ? 422 : 204).end());
  const opened = await open();
  const id = await deliverOne(opened);
  await until('a dead letter', async () => (await opened.get('/admin/v1/sinks')).sinks[0].deadLetters === 1);
  assert.deepEqual([...new Set(kinds(receiver.taken, id))], ONE_STORY.slice(0, 3));
  const { name } = (await opened.get('/admin/v1/sinks')).sinks[0];
  assert.match(name, /^webhook-[0-9a-f]{8}$/);
  const refused = await opened.post(`/admin/v1/sinks/${name}/replay`, {});
  assert.deepEqual(refused, { delivered: 0, gone: 0, stoppedBecause: 'HTTP_422' });
  assert.equal((await opened.get('/admin/v1/sinks')).sinks[0].deadLetters, 1, 'still there');
  receiver.behave(answering(204));
  assert.deepEqual(await opened.post(`/admin/v1/sinks/${name}/replay`, { limit: 10 }), { delivered: 1, gone: 0 });
  assert.equal(kinds(receiver.taken, id).at(-1), 'requestEnded');
  assert.equal((await opened.get('/admin/v1/sinks')).sinks[0].deadLetters, 0);
  await assert.rejects(opened.post('/admin/v1/sinks/nobody/replay', {}), /404/);
});

test('when patience is over, what cannot be delivered becomes dead letters and the rest goes on', async () => {
  receiver.behave(answering(503));
  const opened = await open({ 'sinks.giveUpAfterHours': '0' });
  await deliverOne(opened);
  await until('dead letters', async () => (await opened.get('/admin/v1/sinks')).sinks[0].deadLetters === 4);
  const sink = (await opened.get('/admin/v1/sinks')).sinks[0];
  assert.equal(sink.lagEvents, 0);
  assert.equal(sink.failing.reason, 'HTTP_503');
  assert.match(opened.log.join(''), /events became dead letters/);
});

test('a restart goes on where the receiver stopped taking: nothing is lost, and nothing comes out of order', async () => {
  const data = mkdtempSync(join(folder, 'data-'));
  const first = await open({ data });
  const campaign = await first.campaign();
  const early = await deliverOne(first, campaign);
  await until('the first story', () => kinds(receiver.taken, early).length === 4);
  receiver.behave(answering(500));
  const late = await deliverOne(first, campaign);
  await until('a failure', () => receiver.deliveries.length > receiver.taken.length);
  await first.stop();
  receiver.behave(answering(204));
  const second = await open({ data, start: '2026-12-01T10:00:00Z' });
  await until('the second story', () => kinds(receiver.taken, late).length >= 4);
  assert.deepEqual([...new Set(kinds(receiver.taken, late))], ONE_STORY);
  assert.deepEqual(kinds(receiver.taken, early), ONE_STORY, 'what was taken does not come again');
  const next = await deliverOne(second, campaign);
  await until('the third story', () => kinds(receiver.taken, next).length === 4);
});

test('a sink that is new does not tell what was before it', async () => {
  const data = mkdtempSync(join(folder, 'data-'));
  const without = await openHouse({ data });
  const before = await deliverOne(without);
  await without.stop();
  const opened = await open({ data, start: '2026-12-01T10:00:00Z' });
  const id = await deliverOne(opened);
  await until('its story', () => kinds(receiver.taken, id).length === 4);
  assert.deepEqual(kinds(receiver.taken, before), []);
});

test('a loopback receiver is not connected to unless its network is allowed', async () => {
  const opened = await open({ 'sinks.webhook.allowedNetworks': '10.0.0.0/8' });
  await deliverOne(opened);
  await until('a refusal', async () => {
    const { failing } = (await opened.get('/admin/v1/sinks')).sinks[0];
    return failing?.reason === 'ADDRESS_NOT_ALLOWED';
  });
  assert.equal(receiver.connections(), 0);
});

test('a call is told to a webhook as contact events', async () => {
  const opened = await open({ 'sinks.webhook.events': 'contact' });
  await opened.put(await opened.campaign(), callTo('+12065550101'));
  await opened.advance('PT1M');
  await until('three events', () => eventsIn(receiver.taken).length === 3);
  assert.deepEqual(
    eventsIn(receiver.taken).map(({ type }) => type),
    ['campanile.contact.INITIATED', 'campanile.contact.DISCONNECTED', 'campanile.contact.COMPLETED'],
  );
});
