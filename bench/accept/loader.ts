/**
 * The load: a process of its own that replays signed batches over keep-alive connections, one request in flight per
 * connection, and reads the answers with as little work as possible. It takes its orders as JSON lines on stdin
 * ({url, campaignId, signer, connections, batches}) and answers one JSON line for each.
 */
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { REQUESTS_PER_BATCH, type Signer, signedBatch } from './signed-batches.ts';

export interface LoadOrder {
  url: string;
  campaignId: string;
  signer: Signer;
  connections: number;
  batches: number;
  /** At most this many batches a second; absent: as fast as the answers come. */
  batchesPerSecond?: number;
}

export interface LoadResult {
  requests: number;
  seconds: number;
  requestsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Answers whose status was not 200, and entries in failedRequests. */
  refused: number;
  answerBytes: number;
  bodyBytes: number;
}

async function run(order: LoadOrder): Promise<LoadResult> {
  const { hostname, port, host } = new URL(order.url);
  const batches = Array.from({ length: order.batches }, () =>
    signedBatch(host, order.campaignId, order.signer, new Date()),
  );
  const latenciesMs: number[] = [];
  let refused = 0;
  let answerBytes = 0;
  let next = 0;
  const startedAt = performance.now();

  await Promise.all(
    Array.from({ length: order.connections }, async () => {
      const socket = connect(Number(port), hostname).setNoDelay(true);
      for (let index = next++; index < batches.length; index = next++) {
        const batch = batches[index];
        if (batch === undefined) break;
        if (order.batchesPerSecond !== undefined) await waitUntil(startedAt + (index / order.batchesPerSecond) * 1000);
        const sentAt = performance.now();
        const answer = await exchange(socket, batch);
        latenciesMs.push(performance.now() - sentAt);
        answerBytes = answer.bytes;
        if (!answer.isGood) refused += 1;
      }
      socket.destroy();
    }),
  );

  const seconds = (performance.now() - startedAt) / 1000;
  latenciesMs.sort((a, b) => a - b);
  const requests = order.batches * REQUESTS_PER_BATCH;
  return {
    requests,
    seconds,
    requestsPerSecond: requests / seconds,
    p50Ms: latenciesMs[Math.floor(latenciesMs.length * 0.5)] ?? 0,
    p99Ms: latenciesMs[Math.floor(latenciesMs.length * 0.99)] ?? 0,
    refused,
    answerBytes,
    bodyBytes: batches[0]?.length ?? 0,
  };
}

/** Sends one request and reads one answer with a Content-Length. */
function exchange(socket: Socket, bytes: Buffer): Promise<{ isGood: boolean; bytes: number }> {
  return new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0);
    let wanted = -1;
    const onData = (chunk: Buffer): void => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      if (wanted < 0) {
        const headEnd = received.indexOf('\r\n\r\n');
        if (headEnd < 0) return;
        const length = /content-length: (\d+)/i.exec(received.toString('latin1', 0, headEnd))?.[1];
        wanted = headEnd + 4 + Number(length);
      }
      if (received.length < wanted) return;
      socket.off('data', onData).off('error', reject);
      const isOk = received.toString('latin1', 9, 12) === '200';
      resolve({ isGood: isOk && !received.includes('failureCode'), bytes: received.length });
    };
    socket.on('data', onData).on('error', reject);
    socket.write(bytes);
  });
}

function waitUntil(atMs: number): Promise<void> {
  const delayMs = atMs - performance.now();
  return delayMs <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, delayMs));
}

for await (const line of createInterface({ input: process.stdin })) {
  // The only writer of these lines is the bench that started this process.
  console.log(JSON.stringify(await run(JSON.parse(line) as LoadOrder)));
}
