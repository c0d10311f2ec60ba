/** Which requests of browsers come in, and where open auth may listen. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBind } from '../../../src/api/protocol/bind-rule.ts';
import { checkDoors, corsHeaders, type Doors, preflightResponse } from '../../../src/api/protocol/doors.ts';
import type { HttpRequest } from '../../../src/api/protocol/http-message.ts';

const CLOSED: Doors = { allowedHosts: new Set(), allowedOrigins: new Set() };
const LISTED: Doors = {
  allowedHosts: new Set(['campanile', 'dialer.example.com']),
  allowedOrigins: new Set(['https://console.example.com']),
};
const request = (headers: Record<string, string>, method = 'POST'): HttpRequest => ({
  method,
  rawPath: '/v2/campaigns',
  rawQuery: '',
  headers: { host: 'localhost:4577', ...headers },
  body: new Uint8Array(),
});
const comesIn = (headers: Record<string, string>, doors = CLOSED): boolean =>
  checkDoors(request(headers), doors) === undefined;

test('localhost and IP literals are hosts of ours, with any port', () => {
  for (const host of [
    'localhost',
    'LOCALHOST:4577',
    'localhost.',
    '127.0.0.1:80',
    '10.1.2.3',
    '[::1]:4577',
    '[fe80::1]',
  ])
    assert.ok(comesIn({ host }), host);
});

test('any other host is a 403 unless it is listed', () => {
  const foreign = [
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.nip.io',
    'campanile:4577',
    '',
    'a b',
    '[::1',
    '127.1',
  ];
  for (const host of foreign) {
    const refusal = checkDoors(request({ host }), CLOSED);
    assert.equal(refusal?.error.shape.status, 403, host);
    assert.equal(refusal?.error.name, 'AccessDeniedException', host);
  }
  for (const host of ['campanile:4577', 'Dialer.Example.com', 'dialer.example.com.'])
    assert.ok(comesIn({ host }, LISTED), host);
  const { host: _host, ...headers } = request({}).headers;
  assert.notEqual(checkDoors({ ...request({}), headers }, CLOSED), undefined);
});

test('a client that is no browser comes in', () => {
  assert.ok(comesIn({}));
});

test('our own pages come in, pages of any other origin do not', () => {
  assert.ok(comesIn({ origin: 'http://localhost:4577', 'sec-fetch-site': 'same-origin' }));
  assert.ok(comesIn({ host: '[::1]:4577', origin: 'https://[::1]:4577' }));
  for (const origin of ['https://evil.example', 'http://localhost:3000', 'http://localhost', 'null', '', 'file://'])
    assert.ok(!comesIn({ origin }), origin);
});

test('what another site started is refused, also where the browser sends no Origin', () => {
  assert.ok(!comesIn({ 'sec-fetch-site': 'cross-site' }));
  assert.ok(!comesIn({ 'sec-fetch-site': 'Cross-Site', origin: 'http://localhost:4577' }));
  for (const site of ['same-origin', 'none']) assert.ok(comesIn({ 'sec-fetch-site': site }), site);
});

test('a listed origin comes in from its other site, but not under a foreign host', () => {
  const page = { origin: 'https://console.example.com', 'sec-fetch-site': 'cross-site' };
  assert.ok(comesIn(page, LISTED));
  assert.ok(!comesIn({ ...page, host: 'evil.example' }, LISTED));
  assert.ok(!comesIn({ ...page, origin: 'https://console.example.com.evil.example' }, LISTED));
});

test('there are no CORS headers and no preflights unless the origin is listed', () => {
  const origin = 'https://console.example.com';
  const preflight = request(
    { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'a,b' },
    'OPTIONS',
  );
  assert.deepEqual(corsHeaders(preflight, CLOSED), {});
  assert.equal(preflightResponse(preflight, CLOSED), undefined);
  assert.equal(corsHeaders(preflight, LISTED)['access-control-allow-origin'], origin);
  const answer = preflightResponse(preflight, LISTED);
  assert.equal(answer?.status, 204);
  assert.equal(answer?.headers['access-control-allow-headers'], 'a,b');
  assert.equal(preflightResponse(request({ origin }, 'OPTIONS'), LISTED), undefined);
});

test('open auth listens on loopback only, unless it is told that the network is trusted', () => {
  const kindOf = (host: string, allowOpenBind = false) => checkBind({ auth: 'open', host, allowOpenBind }).kind;
  for (const host of ['127.0.0.1', '127.9.9.9', '::1', 'localhost', '::ffff:127.0.0.1'])
    assert.equal(kindOf(host), 'allowed', host);
  for (const host of ['0.0.0.0', '::', '', '10.0.0.1', 'campanile', '::ffff:10.0.0.1']) {
    assert.equal(kindOf(host), 'refused', host);
    assert.equal(kindOf(host, true), 'warned', host);
    assert.equal(checkBind({ auth: 'strict', host, allowOpenBind: false }).kind, 'allowed', host);
  }
});
