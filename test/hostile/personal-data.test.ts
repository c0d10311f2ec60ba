/**
 * No personal data in logs: canaries go through every path there is, good and bad, and then whatever the service has written
 * (stderr at level debug, metrics, errors) is searched for them. What the API answers about a request to its own caller is
 * no log; its errors are searched too, since callers log those.
 */
import assert from 'node:assert/strict';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { adminGet, endedRequests } from '../support/admin.ts';
import { makeKey } from '../support/keys.ts';
import { NoAnswer, type PlainAnswer, plainCall } from '../support/plain-call.ts';
import { runProgram } from '../support/run-program.ts';
import { CLONE, type RunningService, startService, temporaryFolder } from '../support/running-service.ts';
import { CANARIES, linesWithCanaries } from './canaries.ts';
import { external } from './good-calls.ts';
import { head, sendRaw } from './raw-http.ts';

const DEBUG = { CAMPANILE_LOG_LEVEL: 'debug' };
const { phoneNumber, email, attributeName, attributeValue, clientToken, tagValue, profileId } = CANARIES;
const PARAMETERS = { [attributeName]: attributeValue };
const DOMAIN = 'arn:aws:profile:us-east-1:000000000000:domains/people';

/** What was written or answered as an error, by where. */
type Writings = Map<string, string>;

function assertNoCanaries(writings: Writings): void {
  const found = [...writings].flatMap(([where, text]) => linesWithCanaries(text).map((line) => `${where}: ${line}`));
  assert.deepEqual(found, []);
}

const soon = (): string => new Date(Date.now() + 600_000).toISOString();

/** A request over each channel, and every other kind of request that is refused or goes wrong. */
function requests(run: string): { clientToken: string; expirationTime: unknown; channelSubtypeParameters: object }[] {
  const text = { destinationPhoneNumber: phoneNumber, templateParameters: PARAMETERS };
  const mail = { destinationEmailAddress: email, templateParameters: PARAMETERS };
  const parameters: object[] = [
    { telephony: { destinationPhoneNumber: phoneNumber, attributes: PARAMETERS } },
    { sms: text },
    { email: mail },
    { whatsApp: text },
    // No number that anybody has.
    { sms: { ...text, destinationPhoneNumber: `${phoneNumber}0000` } },
    { email: { ...mail, destinationEmailAddress: `${email}.` } },
  ];
  const all = parameters.map((channelSubtypeParameters, at) => ({
    clientToken: `${clientToken}-${run}-${at}`,
    expirationTime: soon() as unknown,
    channelSubtypeParameters,
  }));
  const expired = { ...all[1], clientToken: `${clientToken}-${run}-late`, expirationTime: '2020-01-01T00:00:00Z' };
  return [...all, { channelSubtypeParameters: { sms: text }, ...expired }];
}

async function createRunning(url: string, members: object = {}): Promise<string> {
  const { body } = await plainCall(
    url,
    'PUT',
    '/v2/campaigns',
    external('Canaries', { tags: { kind: tagValue }, ...members }),
  );
  const id = String(body['id']);
  assert.equal((await plainCall(url, 'POST', `/v2/campaigns/${id}/start`)).status, 200);
  return id;
}

async function putAll(url: string, id: string, run: string): Promise<PlainAnswer> {
  return plainCall(url, 'PUT', `/v2/campaigns/${id}/outbound-requests`, { outboundRequests: requests(run) });
}

/** Calls that are refused as a whole, with canaries wherever one can stand. */
async function refusedCalls(url: string, id: string): Promise<string> {
  const [first] = requests('refused');
  const put = `/v2/campaigns/${id}/outbound-requests`;
  const tooLong = 'x'.repeat(5_000);
  const bodies: unknown[] = [
    { outboundRequests: [{ ...first, clientToken: `${clientToken}${tooLong}` }] },
    { outboundRequests: [{ ...first, clientToken: [clientToken] }] },
    { outboundRequests: [{ ...first, expirationTime: clientToken }] },
    { outboundRequests: [{ ...first, channelSubtypeParameters: { [attributeName]: attributeValue } }] },
    {
      outboundRequests: [
        { ...first, channelSubtypeParameters: { sms: { destinationPhoneNumber: `${phoneNumber}${tooLong}` } } },
      ],
    },
    {
      outboundRequests: [
        { ...first, channelSubtypeParameters: { email: { destinationEmailAddress: `${email}${tooLong}` } } },
      ],
    },
    {
      outboundRequests: [
        { ...first, channelSubtypeParameters: { sms: { templateParameters: { [attributeName]: [attributeValue] } } } },
      ],
    },
    `{"outboundRequests":[{"clientToken":"${clientToken}`,
    `"${clientToken} ${phoneNumber} ${email}"`,
  ];
  const answers = await Promise.all([
    ...bodies.map((body) => plainCall(url, 'PUT', put, typeof body === 'string' ? body : JSON.stringify(body))),
    plainCall(url, 'PUT', '/v2/campaigns', external(tooLong, { tags: { kind: `${tagValue}${tooLong}` } })),
    plainCall(url, 'POST', `/v2/tags/${encodeURIComponent(DOMAIN)}`, { tags: { kind: tagValue } }),
    plainCall(url, 'PUT', `/v2/campaigns/${id}/profile-outbound-requests`, {
      profileOutboundRequests: [{ clientToken, profileId: `${profileId}${tooLong}` }],
    }),
    plainCall(url, 'GET', `/v2/campaigns/${clientToken}/state?nextToken=${encodeURIComponent(email)}`),
    plainCall(url, 'GET', `/v2/${clientToken}/${encodeURIComponent(phoneNumber)}`),
    plainCall(url, 'GET', `/admin/v1/requests/${clientToken}`),
    plainCall(url, 'GET', `/admin/v1/events?limit=${encodeURIComponent(phoneNumber)}`),
  ]);
  // These members are of nobody, so that their answers repeat what was sent, as AWS does; the log must not.
  const repeating = await Promise.all([
    plainCall(url, 'POST', '/admin/v1/faults', { channel: phoneNumber, kind: attributeValue }),
    plainCall(url, 'POST', '/admin/v1/clock/advance', { by: attributeValue }),
  ]);
  for (const { status } of [...answers, ...repeating]) assert.ok(status >= 400 && status < 500, `${status}`);
  return answers.map(({ body }) => JSON.stringify(body)).join('\n');
}

/** Canaries in what is no HTTP, in credentials, in headers and beside the API. */
async function brokenCalls(url: string): Promise<string> {
  const line = `GET /v2/campaigns?to=${encodeURIComponent(phoneNumber)} HTTP/1.1`;
  const answers = await Promise.all(
    [
      `${clientToken} ${phoneNumber} ${email}\r\n\r\n`,
      head(line, `Host: ${clientToken}.example`, 'Connection: close'),
      head(line, 'Host: localhost', `Origin: https://${clientToken}.example`, 'Connection: close'),
      head(line, 'Host: localhost', `X-Broken ${email}`),
      head(line, 'Host: localhost', `User-Agent: ${email}`, `Referer: http://x/?${clientToken}`, 'Connection: close'),
      head(line, 'Host: localhost', `Authorization: AWS4-HMAC-SHA256 Credential=${clientToken}`, 'Connection: close'),
      head(line, 'Host: localhost', `Authorization: Bearer ${clientToken}`, 'Connection: close'),
    ].map((bytes) => sendRaw(url, bytes)),
  );
  return answers.map(({ text }) => text).join('\n');
}

/** A list with good and bad lines, in each of its formats. */
async function suppressionList(url: string): Promise<string> {
  const answers = [];
  for (const [type, body] of Object.entries({
    'text/plain': `+12065550178\n${attributeValue}\n${email}x@\n`,
    'text/csv': `recipient,channel\n${phoneNumber},${attributeValue}\n"${email}\n`,
    'application/x-ndjson': `{"recipient":"${attributeValue}"}\n{"recipient":${phoneNumber}\n{"recipient":["${email}"]}\n`,
  })) {
    const list = `${url}/admin/v1/instances/instance-1/suppression`;
    const answer = await fetch(list, { method: 'POST', headers: { 'content-type': type }, body });
    answers.push(`${answer.status} ${await answer.text()}`);
  }
  return answers.join('\n');
}

async function profilesAndTheirRequests(url: string): Promise<string> {
  const good = {
    profileId,
    phone: [phoneNumber],
    email: [email],
    address: [{ postalCode: attributeValue }],
    attributes: PARAMETERS,
  };
  const bad = { profileId: clientToken, phone: [attributeValue], email: 17 };
  const answer = await fetch(`${url}/admin/v1/profiles`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: `${JSON.stringify(good)}\n${JSON.stringify(bad)}\n{"profileId": ${clientToken}\n`,
  });
  assert.equal(answer.status, 200);
  const now = Math.ceil(Date.now() / 1_000) * 1_000;
  const id = await createRunning(url, {
    name: 'Events',
    source: { eventTrigger: { customerProfilesDomainArn: DOMAIN } },
    connectCampaignFlowArn: 'arn:aws:connect:us-east-1:000000000000:instance/instance-1/contact-flow/flow-1',
    schedule: { startTime: new Date(now + 2_000).toISOString(), endTime: new Date(now + 86_400_000).toISOString() },
  });
  const put = await plainCall(url, 'PUT', `/v2/campaigns/${id}/profile-outbound-requests`, {
    profileOutboundRequests: [
      { clientToken: `${clientToken}-profile`, profileId },
      { clientToken: `${clientToken}-nobody`, profileId: profileId.replaceAll('c', 'd') },
    ],
  });
  assert.equal(put.status, 200, JSON.stringify(put.body));
  return answer.text();
}

/** Every way to look at what happened, as an admin would; the answers are for the admin, and only masked or asked for. */
async function lookAround(url: string, id: string): Promise<string> {
  const { requests: shown } = await adminGet<{ requests: { id: string }[] }>(url, `/campaigns/${id}/requests`);
  assert.ok(shown.length > 0);
  for (const path of [
    `/campaigns/${id}/rejections`,
    `/campaigns/${id}/requests?state=Succeeded`,
    `/requests/${shown[0]?.id}`,
    `/requests/${shown[0]?.id}/explain`,
    `/requests/${shown[0]?.id}?reveal=true`,
    `/loopback/messages?to=${encodeURIComponent(phoneNumber)}`,
    `/loopback/messages?to=${encodeURIComponent(email)}`,
    '/events',
    '/campaigns',
  ]) {
    await adminGet(url, path);
  }
  return (await fetch(`${url}/metrics`)).text();
}

/** Every command that talks about requests: what it prints for a person, and how it fails. */
async function commandLine(url: string, id: string): Promise<string> {
  const { requests: shown } = await adminGet<{ requests: { id: string }[] }>(url, `/campaigns/${id}/requests`);
  const lines = [
    ['status'],
    ['explain', shown[0]?.id ?? ''],
    ['explain', '00000000-0000-8000-8000-000000000000'],
    ['clock', 'advance', 'PT1M'],
    ['doctor'],
  ];
  const outcomes = [];
  for (const args of lines) outcomes.push(await runProgram(`${CLONE}/bin/campanile`, [...args, '--endpoint-url', url]));
  return outcomes.map(({ stdout, stderr }) => `${stdout}${stderr}`).join('\n');
}

async function isGone(call: Promise<unknown>): Promise<void> {
  await assert.rejects(call, NoAnswer);
}

async function debugged(options: Parameters<typeof startService>[0] = {}): Promise<RunningService> {
  const service = await startService({ ...options, environment: { ...DEBUG, ...options.environment } });
  after(() => service.stop());
  return service;
}

test('nothing that is put, refused, delivered, withdrawn, looked at or broken leaves personal data behind', async () => {
  const writings: Writings = new Map();
  const service = await debugged();
  const { url } = service;
  const id = await createRunning(url);
  for (const kind of ['throttle', 'reject', 'timeout']) {
    for (const channel of ['TELEPHONY', 'SMS', 'EMAIL', 'WHATSAPP'])
      await plainCall(url, 'POST', '/admin/v1/faults', { channel, kind, count: 1 });
  }
  for (const run of ['first', 'second', 'third', 'first']) assert.equal((await putAll(url, id, run)).status, 200);
  writings.set('refused calls', await refusedCalls(url, id));
  writings.set('broken calls', await brokenCalls(url));
  writings.set('profiles', await profilesAndTheirRequests(url));
  writings.set('suppression list', await suppressionList(url));
  writings.set('metrics', await lookAround(url, id));
  writings.set('command line', await commandLine(url, id));
  await plainCall(url, 'POST', '/admin/v1/reset');
  assert.equal(await service.stop(), 0);
  writings.set('log', service.log());
  assert.ok(service.log().includes('"level":"info"'), 'there is a log');
  assertNoCanaries(writings);
});

test('a crash, a start after it and a stop in the middle of the work leave no personal data behind', async () => {
  const folder = temporaryFolder('canaries');
  after(() => rmSync(folder, { recursive: true, force: true }));
  const crashing = await debugged({ data: folder });
  const id = await createRunning(crashing.url);
  await plainCall(crashing.url, 'POST', '/admin/v1/faults', { channel: 'SMS', kind: 'crashBeforeAnswer', count: 1 });
  await putAll(crashing.url, id, 'crash').catch(() => undefined);
  await crashing.ended;
  const again = await debugged({ data: folder });
  await putAll(again.url, id, 'again');
  await putAll(again.url, id, 'once more');
  assert.equal(await again.stop(), 0);
  assert.match(again.log(), /cut off/);
  assertNoCanaries(
    new Map([
      ['log of the crash', crashing.log()],
      ['log after it', again.log()],
    ]),
  );
});

test('a store that fails leaves no personal data behind', async () => {
  const folder = temporaryFolder('canaries');
  after(() => rmSync(folder, { recursive: true, force: true }));
  const program = join(folder, 'campanile');
  // No file may grow beyond 24,000 blocks of 512 bytes: a write to the store fails when its log has.
  writeFileSync(program, `#!/bin/sh\nulimit -f 24000\nexec ${CLONE}/bin/campanile "$@"\n`);
  chmodSync(program, 0o755);
  const service = await debugged({ program, data: join(folder, 'data') });
  const id = await createRunning(service.url);
  const answers = new Set<number>();
  let lastBody = '';
  for (let batch = 0; batch < 10_000 && !answers.has(500); batch += 1) {
    const parameters = { ...PARAMETERS, filling: 'f'.repeat(20_000) };
    const outboundRequests = Array.from({ length: 20 }, (_, at) => ({
      clientToken: `${clientToken}-${batch}-${at}`,
      expirationTime: soon(),
      channelSubtypeParameters: { telephony: { destinationPhoneNumber: phoneNumber, attributes: parameters } },
    }));
    const answer = await plainCall(service.url, 'PUT', `/v2/campaigns/${id}/outbound-requests`, { outboundRequests });
    answers.add(answer.status);
    if (answer.status !== 200) lastBody = JSON.stringify(answer.body);
  }
  assert.equal(await service.ended, 74, service.log());
  await isGone(plainCall(service.url, 'GET', '/admin/v1/health/live'));
  assert.match(service.log(), /the store failed for good/);
  assertNoCanaries(
    new Map([
      ['log', service.log()],
      ['answer', lastBody],
    ]),
  );
});

test('strict auth, which believes nobody, writes nothing about who asks', async () => {
  const folder = temporaryFolder('canaries');
  after(() => rmSync(folder, { recursive: true, force: true }));
  const service = await debugged({ data: folder, flags: ['--auth', 'strict'] });
  const { bearerToken = '' } = await makeKey(folder, '--kind', 'admin');
  const writings: Writings = new Map([['broken calls', await brokenCalls(service.url)]]);
  const presigned = `X-Amz-Credential=${clientToken}&X-Amz-Signature=${clientToken}&X-Amz-Algorithm=AWS4-HMAC-SHA256`;
  writings.set(
    'presigned',
    JSON.stringify(await plainCall(service.url, 'GET', `/v2/campaigns/${clientToken}?${presigned}`)),
  );
  await adminGet(service.url, `/loopback/messages?to=${encodeURIComponent(phoneNumber)}&reveal=true`, bearerToken);
  writings.set('metrics', await (await fetch(`${service.url}/metrics`)).text());
  assert.equal(await service.stop(), 0);
  writings.set('log', service.log());
  assertNoCanaries(writings);
});

test('the search finds what it looks for: the canaries reach the carriers, and are found where they may be', async () => {
  const { url } = await debugged();
  const id = await createRunning(url);
  const answer = await putAll(url, id, 'control');
  const ended = await endedRequests(url, id);
  assert.ok(ended.length >= 4);
  const messages = JSON.stringify(await adminGet(url, '/loopback/messages'));
  for (const [kind, canary] of Object.entries(CANARIES)) {
    if (kind === 'clientToken') assert.ok(JSON.stringify(answer.body).includes(canary));
    if (/^(?:attribute|phone|email)/.test(kind))
      assert.ok(messages.includes(canary), `the carriers received the ${kind}`);
    for (const form of [
      canary,
      canary.toUpperCase(),
      Buffer.from(`${canary}.`).toString('base64'),
      Buffer.from(canary).toString('hex'),
    ]) {
      const isFound =
        linesWithCanaries(`{"event":"something"}\n{"event":"a call failed","to":"x ${form} y"}`).length === 1;
      assert.ok(isFound, `${kind} as ${form}`);
    }
  }
  assertNoCanaries(new Map([['nothing', 'nothing']]));
  assert.throws(() => assertNoCanaries(new Map([['carriers', messages]])));
});
