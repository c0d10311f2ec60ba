import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, test } from 'node:test';
import type { HttpRequest, HttpResponse } from '../../../src/api/protocol/http-message.ts';
import type { StreamReader, StreamResponse } from '../../../src/api/protocol/stream-response.ts';
import type { Mount } from '../../../src/http/mounts.ts';
import { createHttpServer, type HttpServerOptions } from '../../../src/http/server.ts';
import { createRealClock } from '../../../src/lib/clock.ts';
import { createMonotonic } from '../../../src/lib/monotonic.ts';
import { silentLog } from '../../../src/telemetry/log.ts';
import { createMetrics } from '../../../src/telemetry/metrics.ts';

type Handle = (request: HttpRequest) => Promise<HttpResponse | StreamResponse>;

const ok: Handle = async () => ({ status: 200, headers: {}, body: 'ok' });

async function serve(handle: Handle | readonly Mount[], options: Partial<HttpServerOptions> = {}) {
  const metrics = createMetrics();
  const mounts = typeof handle === 'function' ? [{ prefix: '', handle }] : handle;
  const server = createHttpServer(
    { mounts, metrics, log: silentLog, monotonic: createMonotonic(), wall: createRealClock() },
    { host: '127.0.0.1', port: 0, maxConnections: 100, ...options },
  );
  const { url, port } = await server.start();
  after(() => server.stop(0));
  return { server, url, port, metrics };
}

/** Sends bytes and answers everything that comes back until the server closes. */
function raw(port: number, ...parts: (string | Buffer)[]): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      for (const part of parts) socket.write(part);
    });
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text));
  });
}

const head = (...lines: string[]): string => [...lines, '', ''].join('\r\n');

test('the path and query arrive as they were sent, and repeated headers joined by a comma alone', async () => {
  let seen: HttpRequest | undefined;
  const { port } = await serve(async (request) => {
    seen = request;
    return { status: 200, headers: { 'X-Own': 'yes' }, body: 'done' };
  });
  const lines = head(
    'PUT /v2/campaigns/arn%3Aaws%2Fx//..?a=%20b&c HTTP/1.1',
    'Host: h',
    'X-Twice: one',
    'x-twice:  two',
    'Content-Length: 3',
    'Connection: close',
  );
  const answer = await raw(port, `${lines}abc`);
  assert.equal(seen?.method, 'PUT');
  assert.equal(seen?.rawPath, '/v2/campaigns/arn%3Aaws%2Fx//..');
  assert.equal(seen?.rawQuery, 'a=%20b&c');
  assert.equal(seen?.headers['x-twice'], 'one,two');
  assert.equal(Buffer.from(seen?.body ?? []).toString(), 'abc');
  assert.match(answer, /^HTTP\/1\.1 200 OK\r\n/);
  assert.match(answer, /\r\nX-Own: yes\r\n/i);
  assert.match(answer, /\r\nContent-Length: 4\r\n/i);
  const date = /\r\nDate: ([^\r]+)\r\n/.exec(answer)?.[1] ?? '';
  assert.ok(Math.abs(Date.parse(date) - Date.now()) < 5_000, date);
});

test('a body in many chunks is whole', async () => {
  const bodies: string[] = [];
  const { url } = await serve(async ({ body }) => {
    bodies.push(Buffer.from(body).toString());
    return { status: 200, headers: {}, body: '' };
  });
  const text = 'x'.repeat(1_000_000);
  const stream = new Blob([text]).stream();
  await fetch(url, { method: 'POST', body: stream, duplex: 'half' });
  assert.deepEqual(
    bodies.map((body) => body === text),
    [true],
  );
});

test('an absolute target is taken apart, and its authority is the host', async () => {
  let seen: HttpRequest | undefined;
  const { port } = await serve(async (request) => {
    seen = request;
    return ok(request);
  });
  await raw(port, head('GET http://evil.example:80/x?y HTTP/1.1', 'Host: localhost', 'Connection: close'));
  assert.equal(seen?.rawPath, '/x');
  assert.equal(seen?.headers['host'], 'evil.example:80');
});

test('the first mount with the prefix answers, by whole segments', async () => {
  const named =
    (name: string): Handle =>
    async () => ({ status: 200, headers: {}, body: name });
  const { url } = await serve([
    { prefix: '/admin/v1', handle: named('admin') },
    { prefix: '', handle: named('rest') },
  ]);
  const at = async (path: string): Promise<string> => (await fetch(url + path)).text();
  assert.equal(await at('/admin/v1/x'), 'admin');
  assert.equal(await at('/admin/v1'), 'admin');
  assert.equal(await at('/admin/v10'), 'rest');
});

test('a body that says it is too large is answered 413 without being read', async () => {
  const { port } = await serve(ok);
  const answer = await raw(port, head('PUT / HTTP/1.1', 'Host: h', 'Content-Length: 5000000'), Buffer.alloc(5_000_000));
  assert.match(answer, /^HTTP\/1\.1 413 /);
  assert.match(answer, /x-amzn-ErrorType: RequestEntityTooLargeException/i);
});

test('a body that turns out too large is answered 413 while it comes', async () => {
  const { url } = await serve(ok);
  const stream = new Blob([new Uint8Array(5 * 1024 * 1024)]).stream();
  const answer = await fetch(url, { method: 'PUT', body: stream, duplex: 'half' });
  assert.equal(answer.status, 413);
});

test('a client that asks first is not invited to send too much', async () => {
  const { port } = await serve(ok);
  const socket = connect(port, '127.0.0.1');
  socket.write(head('PUT / HTTP/1.1', 'Host: h', 'Content-Length: 5000000', 'Expect: 100-continue'));
  const [chunk] = await new Promise<Buffer[]>((resolve) => socket.once('data', (...got: Buffer[]) => resolve(got)));
  socket.destroy();
  assert.match(String(chunk), /^HTTP\/1\.1 413 /);
});

for (const [name, lines] of Object.entries({
  'both Content-Length and Transfer-Encoding': ['Content-Length: 3', 'Transfer-Encoding: chunked'],
  'two lengths': ['Content-Length: 3', 'Content-Length: 4'],
  'a length that is no number': ['Content-Length: +3'],
  'a transfer coding before the name ends': ['Transfer-Encoding : chunked'],
  'an unknown last transfer coding': ['Transfer-Encoding: chunked, identity'],
  'a folded header': ['X-A: b', ' c: d'],
  'a NUL in a header': ['X-A: b\u0000c'],
})) {
  test(`a request with ${name} is refused and its connection closed`, async () => {
    let handled = 0;
    const { port } = await serve(async (request) => {
      handled += 1;
      return ok(request);
    });
    const smuggled = head('GET /smuggled HTTP/1.1', 'Host: h');
    const answer = await raw(port, head('POST / HTTP/1.1', 'Host: h', ...lines), `0\r\n\r\n${smuggled}`);
    assert.match(answer, /^HTTP\/1\.1 400 /);
    assert.equal(answer.match(/HTTP\/1\.1/g)?.length, 1);
    assert.equal(handled, 0);
    assert.match(answer, /\r\ndate: /i);
  });
}

test('a request without a host, and a head that is too long, are refused', async () => {
  const { port } = await serve(ok);
  assert.match(await raw(port, head('GET / HTTP/1.1')), /^HTTP\/1\.1 400 /);
  assert.match(await raw(port, head('GET / HTTP/1.1', 'Host: h', `X-Long: ${'a'.repeat(20_000)}`)), /^HTTP\/1\.1 431 /);
});

test('a client that sends its head or body too slowly is cut off', async () => {
  const bounds = { headersTimeout: 100, requestTimeout: 150, connectionsCheckingInterval: 20 };
  const { port } = await serve(ok, { bounds });
  assert.match(await raw(port, 'GET / HTTP/1.1\r\nHost: h\r\n'), /^HTTP\/1\.1 408 /);
  assert.match(await raw(port, head('PUT / HTTP/1.1', 'Host: h', 'Content-Length: 10'), 'abc'), /^HTTP\/1\.1 408 /);
});

test('connections above the bound are closed, and the others go on', async () => {
  const { url, port } = await serve(ok, { maxConnections: 2 });
  const held = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')];
  await Promise.all(held.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
  assert.equal(await raw(port, head('GET / HTTP/1.1', 'Host: h')), '');
  held[0]?.destroy();
  for (let status = 0; status !== 200; ) status = (await fetch(url).catch(() => ({ status: 0 }))).status;
  held[1]?.destroy();
});

test('a handler that throws answers 500 and does not stop the service', async () => {
  const { url } = await serve(async ({ rawPath }) => {
    if (rawPath === '/bad') throw new Error('a bug');
    return { status: 200, headers: {}, body: '' };
  });
  const answer = await fetch(`${url}/bad`);
  assert.equal(answer.status, 500);
  assert.equal(answer.headers.get('x-amzn-errortype'), 'InternalServerException');
  assert.doesNotMatch(await answer.text(), /a bug/);
  assert.equal((await fetch(url)).status, 200);
});

test('a stream writes until the reader leaves, and then lets go once', async () => {
  let released = 0;
  const readers: StreamReader[] = [];
  const { url } = await serve(async () => ({
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    open(reader) {
      readers.push(reader);
      reader.write('first\n');
      return () => {
        released += 1;
      };
    },
  }));
  const leave = new AbortController();
  const answer = await fetch(url, { signal: leave.signal });
  const body = answer.body?.getReader();
  assert.equal(Buffer.from((await body?.read())?.value ?? []).toString(), 'first\n');
  leave.abort();
  while (released === 0) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(readers[0]?.write('too late'), false);
  assert.equal(released, 1);
});

test('a stream reader that does not read is dropped and not buffered', async () => {
  let reader: StreamReader | undefined;
  const { port, metrics } = await serve(async () => ({
    status: 200,
    headers: {},
    open(opened) {
      reader = opened;
      return () => undefined;
    },
  }));
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(head('GET / HTTP/1.1', 'Host: h'));
  while (reader === undefined) await new Promise((resolve) => setImmediate(resolve));
  socket.pause();
  const line = 'x'.repeat(64 * 1024);
  let written = 0;
  while (reader.write(line)) {
    written += 1;
    assert.ok(written < 1_000, 'it buffers without end');
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.match(await metrics.scrape(), /^campanile_event_streams_dropped_total 1$/m);
  socket.destroy();
});

test('stopping ends the streams at once, so that a reader who follows does not hold it up', async () => {
  const opened = Promise.withResolvers<void>();
  const { server, url } = await serve(async () => ({
    status: 200,
    headers: {},
    open() {
      opened.resolve();
      return () => undefined;
    },
  }));
  const answer = await fetch(url);
  await opened.promise;
  const stopped = server.stop(60_000);
  assert.equal(await answer.text(), '');
  await stopped;
});

test('stopping lets an answer under way go out, and takes no new connection', async () => {
  const asked = Promise.withResolvers<(answer: HttpResponse) => void>();
  const { server, url } = await serve(({ rawPath }) => {
    const answer = Promise.withResolvers<HttpResponse>();
    if (rawPath === '/slow') asked.resolve(answer.resolve);
    return answer.promise;
  });
  const slow = fetch(`${url}/slow`);
  const finish = await asked.promise;
  const stopped = server.stop(60_000);
  await assert.rejects(fetch(url));
  finish({ status: 200, headers: {}, body: 'late' });
  assert.equal(await (await slow).text(), 'late');
  await stopped;
});

test('stopping closes what lasts longer than its grace', async () => {
  const asked = Promise.withResolvers<void>();
  const { server, url } = await serve(() => {
    asked.resolve();
    return new Promise(() => undefined);
  });
  const never = fetch(url).catch(() => 'closed');
  await asked.promise;
  await server.stop(100);
  assert.equal(await never, 'closed');
});
