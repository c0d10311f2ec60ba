/** JSON that means harm: too deep, too much, not Unicode, or with names that objects have of their own. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adminGet, endedRequests } from '../support/admin.ts';
import { plainCall } from '../support/plain-call.ts';
import { smsRequest } from './good-calls.ts';
import { head, sendRaw } from './raw-http.ts';
import { startTarget } from './wellness.ts';

const target = await startTarget();
const PUT = `/v2/campaigns/${target.campaignId}/outbound-requests`;

const put = (body: string | object) => plainCall(target.url, 'PUT', PUT, body);
/** A good batch of one, with `more` in front of its members. */
const batch = (token: string, more = ''): string =>
  `{${more}"outboundRequests":[${JSON.stringify(smsRequest(token))}]}`;

const nested = (open: string, close: string, depth: number): string => open.repeat(depth) + close.repeat(depth);

const REFUSED: Readonly<Record<string, string>> = {
  'no document': ' ',
  'two documents': `${batch('two')}${batch('two')}`,
  'a list': '[]',
  'a string': '"outboundRequests"',
  nothing: 'null',
  'a number': '17',
  'half a document': batch('half').slice(0, -1),
  'a comma too many': '{"outboundRequests":[],}',
  'a comment': '{/* */"outboundRequests":[]}',
  'single quotes': "{'outboundRequests':[]}",
  'a number that is none': '{"outboundRequests":NaN}',
  'a byte order mark': `\ufeff${batch('mark')}`,
  'a control character in a string': batch('control').replace('Ada', 'A\u0001a'),
  'a list that is 30,000 deep': `{"outboundRequests":${nested('[', ']', 30_000)}}`,
  'a list that is 2,000,000 deep': `{"outboundRequests":${nested('[', ']', 2_000_000)}}`,
  'objects that are 600,000 deep': `{"outboundRequests":${nested('{"a":', '}', 600_000).replace(':}', ':1}')}}`,
  'a member nobody knows that is 1,000,000 deep': batch('deep', `"unknown":${nested('[', ']', 1_000_000)},`),
  'a million numbers where requests belong': `{"outboundRequests":[${'1,'.repeat(1_000_000)}1]}`,
  'half a million requests of nothing': `{"outboundRequests":[${'{},'.repeat(500_000)}{}]}`,
  'a token of 3 MB': `{"outboundRequests":[${JSON.stringify(smsRequest('t'.repeat(3_000_000)))}]}`,
  'a lone high surrogate as a token': batch('x').replace('"x"', '"\\ud800"'),
  'a lone low surrogate as a token': batch('x').replace('"x"', '"\\udc00"'),
  'a lone surrogate as an attribute': batch('attribute').replace('Ada', 'A\\ud83da'),
  'a lone surrogate as a name': batch('name').replace('"Name"', '"N\\udfff"'),
};

for (const [what, body] of Object.entries(REFUSED)) {
  test(`${what} is refused as no request of this wire`, async () => {
    const { status, errorType } = await put(body);
    assert.equal(status, 400);
    assert.match(errorType, /^(?:Serialization|Validation)Exception$/);
    await target.isWellAfter(what);
  });
}

test('bytes that are no UTF-8 are refused', async () => {
  for (const bytes of ['\xff', '\xc0\xaf', '\xed\xa0\x80', '\xf5\x80\x80\x80', '\xe2\x82']) {
    const body = batch('utf8').replace('Ada', bytes);
    const request = head(
      `PUT ${PUT} HTTP/1.1`,
      'Host: localhost',
      `Content-Length: ${body.length}`,
      'Connection: close',
    );
    const { statuses, text } = await sendRaw(target.url, request + body);
    assert.deepEqual(statuses, [400]);
    assert.match(text, /x-amzn-ErrorType: SerializationException/);
  }
});

test('a member nobody knows is read over, 20,000 deep or 200,000 of them', async () => {
  const many = Array.from({ length: 200_000 }, (_, at) => `"m${at}":${at},`).join('');
  for (const [token, more] of [
    ['deep-and-unknown', `"unknown":${nested('[', ']', 20_000)},`],
    ['many-and-unknown', many],
    ['huge-numbers', '"unknown":[1e999,-1e999,1e-999,123456789012345678901234567890],'],
    ['own-names', '"__proto__":{"outboundRequests":[]},"constructor":{"prototype":1},"toString":1,"length":-1,'],
  ] as const) {
    const { status, body } = await put(batch(token, more));
    assert.equal(status, 200, token);
    assert.deepEqual(body['failedRequests'], []);
  }
  await target.isWellAfter('members that nobody knows');
});

test('of a repeated member the last counts', async () => {
  const { status, body } = await put(batch('repeated', '"outboundRequests":[],"outboundRequests":17,'));
  assert.equal(status, 200);
  assert.deepEqual(body['failedRequests'], []);
});

test('names that objects have of their own are attributes like any other, all the way to the carrier', async () => {
  const parameters = '{"__proto__":"p","constructor":"c","toString":"t","hasOwnProperty":"h","valueOf":"v"}';
  const body = batch('own-attributes').replace('{"Name":"Ada"}', parameters);
  assert.deepEqual((await put(body)).body['failedRequests'], []);
  await endedRequests(target.url, target.campaignId);
  const { messages } = await adminGet<{ messages: { templateParameters: object }[] }>(
    target.url,
    '/loopback/messages?limit=1000',
  );
  const received = messages.map(({ templateParameters }) => JSON.stringify(templateParameters));
  assert.ok(
    received.some((each) => each.includes('"__proto__":"p"') && each.includes('"constructor":"c"')),
    received.join(),
  );
  assert.equal(({} as Record<string, unknown>)['p'], undefined);
});

test('media types and codings that are not JSON are refused', async () => {
  const lines = ['Host: localhost', 'Content-Length: 2', 'Connection: close'];
  for (const [header, status] of [
    ['Content-Type: text/plain', 415],
    ['Content-Type: application/x-www-form-urlencoded', 415],
    ['Content-Type: multipart/form-data; boundary=x', 415],
    ['Content-Type: application/json, text/plain', 415],
    ['Accept: text/html', 406],
  ] as const) {
    const { statuses } = await sendRaw(target.url, `${head(`PUT ${PUT} HTTP/1.1`, ...lines, header)}{}`);
    assert.deepEqual(statuses, [status], header);
  }
});
