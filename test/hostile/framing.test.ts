/** Broken and ambiguous HTTP: refused, and what hides behind it is never taken for a request of its own (RFC 9112). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { head, isRefusal, sendRaw } from './raw-http.ts';
import { startTarget } from './wellness.ts';

const target = await startTarget();
const HOST = 'Host: localhost';
const SUMMARY = 'POST /v2/campaigns-summary HTTP/1.1';
const CHUNKED = 'Transfer-Encoding: chunked';
/** Would be answered 200 if it were read as a request. */
const HIDDEN = head('GET /admin/v1/health/live HTTP/1.1', HOST, 'Connection: close');

const withLength = (length: string): string => `${head(SUMMARY, HOST, `Content-Length: ${length}`)}{}${HIDDEN}`;
const withCoding = (coding: string): string => `${head(SUMMARY, HOST, coding)}0\r\n\r\n${HIDDEN}`;
const chunks = (text: string): string => `${head(SUMMARY, HOST, CHUNKED)}${text}${HIDDEN}`;

const BROKEN: Readonly<Record<string, string | Buffer>> = {
  'a length beside a coding': `${head(SUMMARY, HOST, 'Content-Length: 5', CHUNKED)}0\r\n\r\n${HIDDEN}`,
  'a coding beside a length': `${head(SUMMARY, HOST, CHUNKED, 'Content-Length: 5')}0\r\n\r\n${HIDDEN}`,
  'two lengths': `${head(SUMMARY, HOST, 'Content-Length: 2', 'Content-Length: 4')}{}${HIDDEN}`,
  'the same length twice': `${head(SUMMARY, HOST, 'Content-Length: 2', 'Content-Length: 2')}{}${HIDDEN}`,
  'a list of lengths': withLength('2, 2'),
  'a negative length': withLength('-2'),
  'a hexadecimal length': withLength('0x2'),
  'a length with a sign': withLength('+2'),
  'a length with a blank in it': withLength('2 2'),
  'an empty length': withLength(''),
  'a length beyond 64 bits': withLength('99999999999999999999999'),
  'an unknown coding': withCoding('Transfer-Encoding: xchunked'),
  'chunked not last': withCoding('Transfer-Encoding: chunked, identity'),
  'chunked twice': withCoding('Transfer-Encoding: chunked, chunked'),
  'two codings in two headers': withCoding('Transfer-Encoding: chunked\r\nTransfer-Encoding: identity'),
  'a coding with a vertical tab': withCoding('Transfer-Encoding: \x0bchunked'),
  'a coding on a folded line': withCoding('Transfer-Encoding:\r\n chunked'),
  'a coding with a blank before the colon': withCoding('Transfer-Encoding : chunked'),
  'a folded header': `${head(SUMMARY, HOST, 'X-Folded: a\r\n b')}${HIDDEN}`,
  'bare line feeds': `${SUMMARY}\n${HOST}\nContent-Length: 0\n\n${HIDDEN}`,
  'a bare carriage return in a header': `${head(SUMMARY, HOST, 'X-Bare: a\rContent-Length: 5')}${HIDDEN}`,
  'a NUL in a header': head(SUMMARY, HOST, 'X-Nul: a\0b'),
  'a NUL in a header name': head(SUMMARY, HOST, 'X\0Nul: a'),
  'a header without a name': head(SUMMARY, HOST, ': a'),
  'a header without a colon': head(SUMMARY, HOST, 'nothing'),
  'a negative chunk': chunks('-1\r\nx\r\n0\r\n\r\n'),
  'a chunk size with 0x': chunks('0x2\r\n{}\r\n0\r\n\r\n'),
  'a chunk size after a blank': chunks(' 2\r\n{}\r\n0\r\n\r\n'),
  'a chunk size beyond 64 bits': chunks('FFFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n'),
  'a chunk longer than its size': chunks('2\r\n{}{}\r\n0\r\n\r\n'),
  'chunks ended by bare line feeds': chunks('2\n{}\n0\n\n'),
  'a chunk extension without end': chunks(`2;${'a=b;'.repeat(10_000)}\r\n{}\r\n0\r\n\r\n`),
  'no host': head('GET /admin/v1/health/live HTTP/1.1'),
  'two hosts': head('GET /admin/v1/health/live HTTP/1.1', HOST, 'Host: example.com', 'Connection: close'),
  'a foreign host': head('GET /admin/v1/health/live HTTP/1.1', 'Host: example.com', 'Connection: close'),
  'a target with another host': head('GET http://example.com/admin/v1/health/live HTTP/1.1', HOST, 'Connection: close'),
  'a target that is no path': head('GET admin/v1/health/live HTTP/1.1', HOST, 'Connection: close'),
  'a target of every resource': head('OPTIONS * HTTP/1.1', HOST, 'Connection: close'),
  'a blank in the target': head('GET /admin/v1/health/live x HTTP/1.1', HOST),
  'no version': 'GET /admin/v1/health/live\r\n\r\n',
  'a version of the future': head('GET /admin/v1/health/live HTTP/9.9', HOST),
  'the preface of HTTP/2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'a method that is none': head('G@T /admin/v1/health/live HTTP/1.1', HOST),
  'a method in lower case': head('get /admin/v1/health/live HTTP/1.1', HOST),
  'a tunnel': head('CONNECT example.com:443 HTTP/1.1', 'Host: example.com:443'),
  'the beginning of TLS': Buffer.from('16030100c8010000c40303', 'hex'),
  'an expectation that nobody meets': head(
    'GET /admin/v1/health/live HTTP/1.1',
    HOST,
    'Expect: a miracle',
    'Connection: close',
  ),
  'bytes of no protocol': Buffer.from(Array.from({ length: 4_096 }, (_, at) => (at * 7_919) % 251)),
};

for (const [what, bytes] of Object.entries(BROKEN)) {
  test(`${what}: refused, and nothing behind it is answered`, async () => {
    const answer = await sendRaw(target.url, bytes);
    assert.ok(isRefusal(answer), JSON.stringify(answer));
    await target.isWellAfter(what);
  });
}

test('a call that is cut off in its head, its body or its chunks is dropped without a trace', async () => {
  for (const bytes of [
    'PUT /v2/campa',
    head(SUMMARY, HOST, 'Content-Length: 100').slice(0, -2),
    `${head(SUMMARY, HOST, 'Content-Length: 100')}{`,
    `${head(SUMMARY, HOST, CHUNKED)}5\r\n{`,
  ]) {
    const { statuses } = await sendRaw(target.url, bytes, {
      drip: (socket) => {
        socket.end();
        return () => undefined;
      },
    });
    assert.ok(
      statuses.every((status) => status >= 400 && status < 500),
      `${statuses}`,
    );
  }
  await target.isWellAfter('calls that were cut off');
});

test('what chunks say beside their size is read over, and the call behind them is a call of its own', async () => {
  const { statuses } = await sendRaw(target.url, chunks(`${`1;${'e'.repeat(200)}\r\n \r\n`.repeat(500)}0\r\n\r\n`));
  assert.deepEqual(statuses, [400, 200], 'a body of blanks is no JSON');
});

test('an upgrade is not made: the call is answered as if none had been asked for', async () => {
  for (const upgrade of ['websocket', 'h2c']) {
    const lines = ['GET /admin/v1/health/live HTTP/1.1', HOST, 'Connection: Upgrade, close', `Upgrade: ${upgrade}`];
    const { statuses } = await sendRaw(target.url, head(...lines), { until: 'answered' });
    assert.deepEqual(statuses, [200]);
  }
});

test('calls that are sent all at once are answered one by one, in order', async () => {
  const call = (path: string, ...lines: string[]): string => head(`GET ${path} HTTP/1.1`, HOST, ...lines);
  const pairs = `${call('/admin/v1/health/live')}${call('/v2/campaigns/none/state')}`.repeat(500);
  const { statuses } = await sendRaw(target.url, pairs + call('/admin/v1/health/live', 'Connection: close'));
  assert.deepEqual(statuses, [...Array.from({ length: 500 }, () => [200, 404]).flat(), 200]);
  await target.isWellAfter('a thousand calls at once');
});
