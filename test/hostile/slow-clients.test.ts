/**
 * Clients that take their time, against the time-outs that the service really has: a head within 10 s, a body within 40 s,
 * looked at every 2 s (src/http/server.ts). All at once, since they only wait.
 */
import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import { plainCall } from '../support/plain-call.ts';
import { head, sendRaw } from './raw-http.ts';
import { startTarget } from './wellness.ts';

const target = await startTarget();
const SLOW_CLIENTS = 100;
/** The bounds with the interval of looking and a busy machine. */
const HEAD_WITHIN_MS = 20_000;
const BODY_WITHIN_MS = 52_000;
/** A good call beside the slow ones. */
const ANSWERED_WITHIN_MS = 2_000;

/** Writes a byte now and then, for as long as it is let. */
const byteAfterByte =
  (byte: string, everyMs: number) =>
  (socket: Socket): (() => void) => {
    const timer = setInterval(() => socket.write(byte), everyMs);
    return () => clearInterval(timer);
  };

/** How long the service bore with them, and what it said. */
async function attack(
  bytes: string,
  byte: string,
  everyMs: number,
): Promise<{ tookMs: number; statuses: Set<number> }> {
  const startedAt = performance.now();
  const drip = byteAfterByte(byte, everyMs);
  const answers = await Promise.all(Array.from({ length: SLOW_CLIENTS }, () => sendRaw(target.url, bytes, { drip })));
  return {
    tookMs: performance.now() - startedAt,
    statuses: new Set(answers.flatMap(({ statuses }) => statuses)),
  };
}

const PUT = [`PUT /v2/campaigns/${target.campaignId}/outbound-requests HTTP/1.1`, 'Host: localhost'];

test('slow clients are cut off in time, and nobody waits for them', { concurrency: true }, async (context) => {
  let isOver = false;
  const attacks = [
    context.test('a head that comes byte by byte', async () => {
      const { tookMs, statuses } = await attack('GET /admin/v1/health/live HTTP/1.1\r\nX-Slow: ', 's', 500);
      assert.ok(tookMs < HEAD_WITHIN_MS, `${tookMs} ms`);
      assert.deepEqual(statuses, new Set([408]));
    }),
    context.test('a body that comes byte by byte', async () => {
      const { tookMs, statuses } = await attack(head(...PUT, 'Content-Length: 100000'), ' ', 1_000);
      assert.ok(tookMs < BODY_WITHIN_MS, `${tookMs} ms`);
      assert.deepEqual(statuses, new Set([408]));
    }),
    context.test('chunks that come byte by byte', async () => {
      const { tookMs, statuses } = await attack(head(...PUT, 'Transfer-Encoding: chunked'), '1\r\n \r\n', 1_000);
      assert.ok(tookMs < BODY_WITHIN_MS, `${tookMs} ms`);
      assert.deepEqual(statuses, new Set([408]));
    }),
  ];
  const watch = context.test('good calls beside them', async () => {
    let slowestMs = 0;
    for (let calls = 0; !isOver; calls += 1) {
      const startedAt = performance.now();
      await target.isWellAfter(`${calls} calls beside slow clients`);
      slowestMs = Math.max(slowestMs, performance.now() - startedAt);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.ok(slowestMs < ANSWERED_WITHIN_MS, `the slowest took ${slowestMs} ms`);
  });
  await Promise.all(attacks);
  isOver = true;
  await watch;
  const { status } = await plainCall(target.url, 'GET', '/admin/v1/health/ready');
  assert.equal(status, 200);
});
