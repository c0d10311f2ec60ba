/** Too many connections, and connections that do not read what they asked for. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { head } from './raw-http.ts';
import { rssMb, startTarget } from './wellness.ts';

/** The setting http.maxConnections, as it is by default. */
const CONNECTIONS_MAX = 1_000;
const CONNECTIONS = 2_500;
const UNREAD_CONNECTIONS = 50;
/** Calls that each of them sends: their answers would be some 1.6 GB if they were kept, far above what wellness.ts bears. */
const UNREAD_CALLS = 40_000;

const LIVE = head('GET /admin/v1/health/live HTTP/1.1', 'Host: localhost');

async function open(url: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect').catch(() => undefined);
  return socket;
}

/** What comes back to a call on this connection first; empty when the connection is closed. */
async function statusLine(socket: Socket): Promise<string> {
  if (socket.destroyed) return '';
  socket.write(LIVE);
  const [chunk] = await Promise.race([once(socket, 'data'), once(socket, 'close').then(() => [''])]).catch(() => ['']);
  return String(chunk).split('\r\n')[0] ?? '';
}

test('connections above the bound are closed at once, those below are served, and room is free again later', async () => {
  const target = await startTarget();
  const sockets: Socket[] = [];
  for (let opened = 0; opened < CONNECTIONS; opened += 100) {
    sockets.push(...(await Promise.all(Array.from({ length: 100 }, () => open(target.url)))));
  }
  const lines = await Promise.all(sockets.map(statusLine));
  const served = lines.filter((line) => line === 'HTTP/1.1 200 OK').length;
  const closed = lines.filter((line) => line === '').length;
  assert.equal(served + closed, CONNECTIONS);
  // The test's own good calls hold one or two.
  assert.ok(served <= CONNECTIONS_MAX && served >= CONNECTIONS_MAX - 10, `${served} were served`);
  const gone = sockets.map((socket) => (socket.closed ? undefined : once(socket, 'close').catch(() => undefined)));
  for (const socket of sockets) socket.destroy();
  await Promise.all(gone);
  await target.isWellAfter(`${CONNECTIONS} connections`);
});

test('a client that asks and does not read costs no more than the buffers of its connection', async () => {
  const target = await startTarget();
  const before = rssMb(target.pid);
  const call = head('POST /v2/campaigns-summary HTTP/1.1', 'Host: localhost', 'Content-Length: 2');
  const sockets = await Promise.all(Array.from({ length: UNREAD_CONNECTIONS }, () => open(target.url)));
  const calls = Buffer.from(`${call}{}`.repeat(UNREAD_CALLS));
  for (const socket of sockets) {
    socket.pause();
    socket.write(calls);
  }
  for (let round = 0; round < 50; round += 1) {
    await target.isWellAfter(`${round} rounds beside clients that do not read`);
  }
  console.error(
    `hostile: unread answers of ${UNREAD_CONNECTIONS} connections cost ${(rssMb(target.pid) - before).toFixed(0)} MB`,
  );
  for (const socket of sockets) socket.destroy();
  await target.isWellAfter('clients that did not read');
});
