/** Too much of everything: heads, paths, queries and bodies. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_BODY_BYTES } from '../../src/http/read-request.ts';
import { plainCall } from '../support/plain-call.ts';
import { head, sendRaw } from './raw-http.ts';
import { startTarget } from './wellness.ts';

const target = await startTarget();
const HOST = 'Host: localhost';
const CLOSE = 'Connection: close';
const CAMPAIGN = `/v2/campaigns/${target.campaignId}`;

const HEADS: Readonly<Record<string, { readonly bytes: string; readonly status: number }>> = {
  'a header of 20 kB': { bytes: head(`GET ${CAMPAIGN} HTTP/1.1`, HOST, `X-Long: ${'x'.repeat(20_000)}`), status: 431 },
  'a thousand headers': {
    bytes: head(`GET ${CAMPAIGN} HTTP/1.1`, HOST, ...Array.from({ length: 1_000 }, (_, at) => `X-Many-${at}: value`)),
    status: 431,
  },
  'a query of 20 kB': { bytes: head(`GET ${CAMPAIGN}?${'q=1&'.repeat(5_000)} HTTP/1.1`, HOST), status: 431 },
  'a path of 20 kB': { bytes: head(`GET /${'p'.repeat(20_000)} HTTP/1.1`, HOST), status: 431 },
  'a method of 20 kB': { bytes: head(`${'GET'.repeat(7_000)} ${CAMPAIGN} HTTP/1.1`, HOST), status: 400 },
  'a path of 12 kB': { bytes: head(`GET /v2/campaigns/${'p'.repeat(12_000)} HTTP/1.1`, HOST, CLOSE), status: 400 },
  'a path of 6,000 segments': { bytes: head(`GET ${'/p'.repeat(6_000)} HTTP/1.1`, HOST, CLOSE), status: 404 },
  'a path of 6,000 segments that begins like an ARN': {
    bytes: head(`GET /v2/tags/arn:aws${'/p'.repeat(6_000)} HTTP/1.1`, HOST, CLOSE),
    status: 404,
  },
};

for (const [what, { bytes, status }] of Object.entries(HEADS)) {
  test(`${what} is answered ${status}`, async () => {
    const { statuses } = await sendRaw(target.url, bytes);
    assert.deepEqual(statuses, [status]);
    await target.isWellAfter(what);
  });
}

test('a query of 3,000 parameters that nobody knows changes nothing', async () => {
  const { status } = await plainCall(target.url, 'GET', `${CAMPAIGN}?${'q=1&'.repeat(3_000)}`);
  assert.equal(status, 200);
});

/** Nothing folds a path: not what is written as dots, not what is encoded, not an empty segment. */
const PATHS: readonly (readonly [method: string, path: string, status: number])[] = [
  ['POST', '/v2/campaigns/../../admin/v1/reset', 404],
  ['POST', '/v2/../admin/v1/reset', 404],
  ['GET', '/admin/v1/../../v2/campaigns', 404],
  ['GET', '/./admin/v1/health/live', 404],
  ['GET', '//admin/v1/health/live', 404],
  ['GET', '/admin//v1/health/live', 404],
  ['GET', '/admin/v1/health/live/', 404],
  ['GET', '/admin%2Fv1/health/live', 404],
  ['GET', '/v2/campaigns//state', 404],
  ['GET', '/v2/campaigns/../state', 400],
  ['GET', '/v2/campaigns/%2e%2e/state', 400],
  ['GET', '/v2/campaigns/%2F/state', 404],
  ['GET', '/v2/campaigns/%00/state', 400],
  ['GET', '/v2/campaigns/%FF/state', 400],
  ['GET', '/v2/campaigns/%C0%AF/state', 400],
  ['GET', '/v2/campaigns/%ED%A0%80/state', 400],
  ['GET', '/v2/campaigns/%/state', 400],
  ['GET', '/v2/campaigns/%zz/state', 400],
  ['GET', '/v2/campaigns/__proto__/state', 400],
  ['GET', '/__proto__', 404],
  ['GET', '/constructor/prototype', 404],
  ['GET', '/admin/v1/requests/..%2f..%2fid.key', 404],
  ['GET', '/admin/v1/requests/__proto__', 404],
  ['GET', `${'/v2/campaigns/arn:aws:connect-campaigns:us-east-1:000000000000:campaign/..'}`, 400],
  ['TRACE', CAMPAIGN, 404],
  ['PROPFIND', CAMPAIGN, 404],
];

for (const [method, path, status] of PATHS) {
  test(`${method} ${path.replace(target.campaignId, 'ID')} is answered ${status}`, async () => {
    const { statuses } = await sendRaw(
      target.url,
      head(`${method} ${path} HTTP/1.1`, HOST, 'Content-Length: 0', CLOSE),
    );
    assert.deepEqual(statuses, [status]);
  });
}

const PUT = `PUT ${CAMPAIGN}/outbound-requests HTTP/1.1`;
const JSON_TYPE = 'Content-Type: application/json';

test('a body that says it is too long is answered 413 before it comes, whatever it claims', async () => {
  for (const length of [MAX_BODY_BYTES + 1, 2 ** 31, 2 ** 53, '18446744073709551615']) {
    const bytes = head(PUT, HOST, JSON_TYPE, `Content-Length: ${length}`);
    const { statuses } = await sendRaw(target.url, bytes, { until: 'answered' });
    assert.deepEqual(statuses, [413], String(length));
  }
  await target.isWellAfter('bodies that say they are too long');
});

test('a body in chunks that grows too long is answered 413, a hundred times over', async () => {
  const megabyte = `100000\r\n${' '.repeat(0x100000)}\r\n`;
  for (let round = 0; round < 25; round += 1) {
    const calls = Array.from({ length: 4 }, () =>
      sendRaw(target.url, head(PUT, HOST, JSON_TYPE, 'Transfer-Encoding: chunked') + megabyte.repeat(5), {
        until: 'answered',
      }),
    );
    for (const { statuses } of await Promise.all(calls)) assert.deepEqual(statuses, [413]);
  }
  await target.isWellAfter('a hundred bodies that grow too long');
});

test('a body of the greatest length is read, and refused for what it is', async () => {
  for (let round = 0; round < 10; round += 1) {
    const calls = ['"', 'x', ' '].map((filling) =>
      plainCall(target.url, 'PUT', `${CAMPAIGN}/outbound-requests`, filling.repeat(MAX_BODY_BYTES)),
    );
    for (const { status, errorType } of await Promise.all(calls))
      assert.deepEqual([status, errorType], [400, 'SerializationException']);
  }
  await target.isWellAfter('the longest bodies');
});
