/** PutEvents to a recording endpoint, which checks the signature as AWS would. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { createSignatureVerifier } from '../../../src/api/protocol/sigv4/verifier.ts';
import { parseCredentials } from '../../../src/sinks/eventbridge/credentials.ts';
import { signedHeaders } from '../../../src/sinks/eventbridge/sign.ts';
import { callTo, type House, openHouse, until } from './house.ts';
import { answering, type Delivery, type Receiver, startReceiver } from './receiver.ts';

const KEY = {
  id: 'AKIAEXAMPLE',
  secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

let folder: string;
let receiver: Receiver;
let house: House;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'campanile-bus-'));
  const credentials = join(folder, 'credentials');
  writeFileSync(
    credentials,
    `[other]\naws_access_key_id = NO\n[default]\naws_access_key_id = ${KEY.id}\naws_secret_access_key=${KEY.secret}\n`,
  );
  receiver = await startReceiver();
  receiver.behave((response, { body }) => {
    const { Entries } = JSON.parse(body);
    response.end(JSON.stringify({ FailedEntryCount: 0, Entries: Entries.map(() => ({ EventId: '1' })) }));
  });
  house = await openHouse({
    'sinks.eventbridge.endpoint': new URL('/', receiver.url).href,
    'sinks.eventbridge.credentialsFile': credentials,
    'sinks.eventbridge.region': 'eu-central-1',
    'sinks.eventbridge.bus': 'calls',
  });
});
afterEach(async () => {
  await house.stop();
  await receiver.stop();
  rmSync(folder, { recursive: true });
});

interface Entry {
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
  readonly EventBusName: string;
  readonly Resources: string[];
  readonly Time: number;
}

const entriesOf = ({ body }: Delivery): Entry[] => JSON.parse(body).Entries;

/** One call that nobody answers: three contact events. */
async function placeCall(): Promise<string> {
  const id = await house.put(await house.campaign(), callTo('+12065550101'));
  await house.advance('PT1M');
  return id;
}

test('contact events arrive as Amazon Connect sends them', async () => {
  const id = await placeCall();
  await until('three entries', () => receiver.taken.flatMap(entriesOf).length === 3);
  const entries = receiver.taken.flatMap(entriesOf);
  const arn = 'arn:aws:connect:us-east-1:000000000000:instance/clinic';
  for (const entry of entries) {
    assert.equal(entry.Source, 'aws.connect');
    assert.equal(entry.DetailType, 'Amazon Connect Contact Event');
    assert.equal(entry.EventBusName, 'calls');
    assert.deepEqual(entry.Resources, [arn, `${arn}/contact/${id}`]);
    assert.ok(Number.isInteger(entry.Time));
  }
  const details = entries.map(({ Detail }) => JSON.parse(Detail));
  assert.deepEqual(
    details.map(({ eventType }) => eventType),
    ['INITIATED', 'DISCONNECTED', 'COMPLETED'],
  );
  assert.equal(details[1].disconnectReason, 'OTHER');
  assert.equal(entries[1]?.Time, Math.floor(Date.parse(details[1].disconnectTimestamp) / 1_000));
});

test('each call is signed for the region and the service, with what was sent', async () => {
  await placeCall();
  await until('a call', () => receiver.taken.length > 0);
  const verify = createSignatureVerifier({ service: 'events' });
  const [delivery] = receiver.taken;
  assert.ok(delivery !== undefined);
  const headers = Object.fromEntries(Object.entries(delivery.headers).map(([name, value]) => [name, String(value)]));
  assert.equal(headers['x-amz-target'], 'AWSEvents.PutEvents');
  assert.equal(headers['content-type'], 'application/x-amz-json-1.1');
  const verified = (body: string) =>
    verify(
      { method: 'POST', rawPath: delivery.path, rawQuery: '', headers, body: Buffer.from(body) },
      (id) => (id === KEY.id ? ACCESS_KEY : undefined),
      Date.now(),
    );
  const good = verified(delivery.body);
  assert.equal(good.kind, 'verified');
  assert.equal(good.kind === 'verified' && good.region, 'eu-central-1');
  assert.equal(verified(`${delivery.body} `).kind, 'refused');
});

const ACCESS_KEY = {
  id: KEY.id,
  secret: KEY.secret,
  kind: 'api',
  account: '000000000000',
  principal: 'default',
  createdAt: 0,
} as never; // Only id and secret are looked at here.

test('a batch of which an entry was not taken comes again', async () => {
  let calls = 0;
  receiver.behave((response, { body }) => {
    calls += 1;
    const { Entries } = JSON.parse(body);
    const isFirst = calls === 1;
    const answers = Entries.map((_: unknown, index: number) =>
      isFirst && index === 0 ? { ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' } : { EventId: '1' },
    );
    response.end(JSON.stringify({ FailedEntryCount: isFirst ? 1 : 0, Entries: answers }));
  });
  await placeCall();
  await until('no lag', async () => (await house.get('/admin/v1/sinks')).sinks[0].lagEvents === 0);
  assert.ok(calls >= 2);
  const [first, second] = receiver.deliveries;
  assert.deepEqual(second && entriesOf(second)[0], first && entriesOf(first)[0]);
});

test('AWS refusing the caller is a failure that heals, not a dead letter', async () => {
  receiver.behave(answering(403, {}, '{"__type":"AccessDeniedException"}'));
  await placeCall();
  await until('a failure', async () => (await house.get('/admin/v1/sinks')).sinks[0].failing?.reason === 'HTTP_403');
  assert.equal((await house.get('/admin/v1/sinks')).sinks[0].deadLetters, 0);
});

test('a session token is sent and signed', () => {
  const credentials = parseCredentials(
    '[default]\naws_access_key_id=a\naws_secret_access_key=b\naws_session_token=c\n',
  );
  const headers = signedHeaders(credentials, {
    host: 'events.us-east-1.amazonaws.com',
    region: 'us-east-1',
    service: 'events',
    headers: {},
    body: '{}',
    at: Date.parse('2026-03-01T00:00:00Z'),
  });
  assert.equal(headers['x-amz-security-token'], 'c');
  assert.match(headers['authorization'] ?? '', /SignedHeaders=host;x-amz-date;x-amz-security-token,/);
});

test('a credentials file without a whole default profile is refused without a word of what is in it', () => {
  assert.throws(
    () => parseCredentials('[other]\naws_access_key_id=secret-id\n'),
    (error: Error) => {
      return !error.message.includes('secret-id') && error.message.includes('[default]');
    },
  );
});
