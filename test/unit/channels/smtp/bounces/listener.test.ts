import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { createTransport } from 'nodemailer';
import { createBounceListener, type ListenerOptions } from '../../../../../src/channels/smtp/bounces/listener.ts';
import { REPORT_BYTES_MAX } from '../../../../../src/channels/smtp/bounces/read-report.ts';
import type { TakeReport } from '../../../../../src/channels/smtp/bounces/take-report.ts';
import { createRealClock } from '../../../../../src/lib/clock.ts';
import { silentLog } from '../../../../../src/telemetry/log.ts';
import { dsn } from './reports.ts';

const stops: (() => Promise<void>)[] = [];
after(async () => {
  for (const stop of stops) await stop();
});

async function listen(take: TakeReport, options: Partial<ListenerOptions> = {}) {
  const listener = createBounceListener(
    { take, wall: createRealClock(), log: silentLog },
    { host: '127.0.0.1', port: 0, protocol: 'lmtp', ...options },
  );
  await listener.start();
  stops.push(() => listener.stop());
  return listener;
}

/** An MTA with one mail. */
async function deliver(port: number, raw: string, to: readonly string[], protocol: 'lmtp' | 'smtp' = 'lmtp') {
  const transport = createTransport({ host: '127.0.0.1', port, lmtp: protocol === 'lmtp', ignoreTLS: true });
  try {
    return await transport.sendMail({ raw, envelope: { from: '', to: [...to] } });
  } finally {
    transport.close();
  }
}

/** With which codes the mail is refused: each recipient of LMTP has an answer of his own. */
async function refusals(port: number, raw: string, to: readonly string[], protocol: 'lmtp' | 'smtp') {
  try {
    const { rejectedErrors } = await deliver(port, raw, to, protocol);
    return (rejectedErrors ?? []).map(({ responseCode }) => responseCode);
  } catch (error) {
    return [(error as { responseCode?: number }).responseCode];
  }
}

/** Everything that the listener says until it closes. */
async function untilClosed(socket: Socket): Promise<string> {
  let said = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    said += chunk;
  });
  // A reset closes too.
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('close', resolve));
  return said;
}

for (const protocol of ['lmtp', 'smtp'] as const) {
  test(`a mail over ${protocol} comes with its recipients, whole, and is accepted after it was taken`, async () => {
    const taken: { bytes: string; recipients: readonly string[] }[] = [];
    const gate = Promise.withResolvers<void>();
    const arrived = Promise.withResolvers<void>();
    const listener = await listen(
      async (bytes, recipients) => {
        taken.push({ bytes: Buffer.from(bytes).toString('latin1'), recipients });
        arrived.resolve();
        await gate.promise;
      },
      { protocol },
    );
    let isAnswered = false;
    const delivery = deliver(listener.port(), dsn(), ['bounces+x@b.example', 'fbl@b.example'], protocol);
    void delivery.then(() => {
      isAnswered = true;
    });
    await arrived.promise;
    assert.equal(isAnswered, false);
    gate.resolve();
    const answer = await delivery;
    assert.match(answer.response, /^250 /);
    assert.deepEqual(
      taken.map(({ recipients }) => recipients),
      [['bounces+x@b.example', 'fbl@b.example']],
    );
    assert.equal(taken[0]?.bytes.trim(), dsn().replaceAll(/\r?\n/g, '\r\n').trim());
  });
}

for (const protocol of ['lmtp', 'smtp'] as const) {
  test(`what could not be kept is answered 451 over ${protocol}, and the MTA may come again`, async () => {
    let isBroken = true;
    const listener = await listen(
      async () => {
        if (isBroken) throw new Error('disk full');
      },
      { protocol },
    );
    const to = ['bounces@b.example', 'fbl@b.example'];
    assert.deepEqual(await refusals(listener.port(), dsn(), to, protocol), protocol === 'lmtp' ? [451, 451] : [451]);
    isBroken = false;
    assert.match((await deliver(listener.port(), dsn(), to, protocol)).response, /^250 /);
  });
}

test('of a long mail the beginning is kept; one over the limit is refused', async () => {
  const lengths: number[] = [];
  const listener = await listen(async (bytes) => void lengths.push(bytes.length), {
    bounds: { messageBytes: 2 * 1024 * 1024 },
  });
  const line = `${'x'.repeat(998)}\r\n`;
  await deliver(listener.port(), `Subject: long\r\n\r\n${line.repeat(1_500)}`, ['a@b.example']);
  assert.deepEqual(lengths, [REPORT_BYTES_MAX]);
  const tooLong = `Subject: long\r\n\r\n${line.repeat(3_000)}`;
  assert.deepEqual(await refusals(listener.port(), tooLong, ['a@b.example'], 'lmtp'), [552]);
});

test('connections over the bound are sent away', async () => {
  const listener = await listen(async () => undefined, { bounds: { connections: 1 } });
  const first = connect(listener.port(), '127.0.0.1');
  await once(first, 'data');
  const second = connect(listener.port(), '127.0.0.1');
  assert.match(await untilClosed(second), /^421 /);
  first.destroy();
});

test('a connection ends after its time, although it always says a little', async () => {
  const listener = await listen(async () => undefined, { bounds: { connectionMs: 300 } });
  const socket = connect(listener.port(), '127.0.0.1');
  socket.on('data', () => socket.write('NOOP\r\n'));
  const said = await untilClosed(socket);
  assert.match(said, /^220 /);
});

test('a stop lets go of connections, and takes no more', async () => {
  const listener = await listen(async () => undefined);
  const port = listener.port();
  const idle = connect(port, '127.0.0.1');
  await once(idle, 'data');
  const closed = untilClosed(idle);
  await listener.stop();
  await closed;
  await assert.rejects(deliver(port, dsn(), ['a@b.example']), /ECONNREFUSED/);
});

test('a port that is taken is an error of the start', async () => {
  const listener = await listen(async () => undefined);
  await assert.rejects(
    listen(async () => undefined, { port: listener.port() }),
    /EADDRINUSE/,
  );
});
