/**
 * Where the operator's MTA hands bounces over, in LMTP (RFC 2033) or SMTP. It listens where only this machine or network can
 * come from, and takes every recipient: what is not ours is dropped, since a refusal would make the MTA send a bounce.
 */
import type { Server } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerOptions } from 'smtp-server';
import type { Clock } from '../../../lib/clock.ts';
import type { ListenAddress } from '../../../lib/listen-address.ts';
import type { Service } from '../../../lib/service.ts';
import type { Log } from '../../../telemetry/log.ts';
import { REPORT_BYTES_MAX } from './read-report.ts';
import type { TakeReport } from './take-report.ts';

export interface ListenerDeps {
  readonly take: TakeReport;
  /** The real time. */
  readonly wall: Clock;
  readonly log: Log;
}

export interface ListenerOptions extends ListenAddress {
  readonly protocol: 'lmtp' | 'smtp';
  /** Overrides of the bounds below, for tests. */
  readonly bounds?: Partial<typeof LISTENER_BOUNDS>;
}

export interface BounceListener extends Service {
  /** Once it is started. */
  port(): number;
}

export const LISTENER_BOUNDS = {
  /** An MTA uses a few; each may hold REPORT_BYTES_MAX. */
  connections: 20,
  /** A larger mail is no report; of a smaller one the beginning is kept. */
  messageBytes: 32 * 1024 * 1024,
  /** An MTA may send one report to all addresses that it is about. */
  recipients: 100,
  /** Without a byte. */
  idleMs: 60_000,
  /** An MTA that keeps its connection longer opens another; what it was sending it sends again. */
  connectionMs: 10 * 60_000,
};

/** Connections may finish what they are sending for so long at a stop. */
const CLOSE_MS = 2_000;

/** RFC 3463: mailbox or system, other; the MTA tries again. */
const TRY_AGAIN = 451;

/** A listener that is not listening yet. */
export function createBounceListener({ take, wall, log }: ListenerDeps, options: ListenerOptions): BounceListener {
  const bounds = { ...LISTENER_BOUNDS, ...options.bounds };
  const underWay = new Set<Promise<unknown>>();
  const settings: SMTPServerOptions = {
    lmtp: options.protocol === 'lmtp',
    name: 'campanile',
    size: bounds.messageBytes,
    rejectOversized: true,
    maxClients: bounds.connections,
    maxRecipients: bounds.recipients,
    socketTimeout: bounds.idleMs,
    closeTimeout: CLOSE_MS,
    // Nobody logs in, nothing is encrypted between an MTA and a program beside it; the rest is for people.
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS', 'VRFY', 'EXPN', 'HELP', 'WIZ', 'SHELL', 'KILL'],
    disableReverseLookup: true,
    logger: false,
    onData(stream, { envelope }, callback) {
      const kept = beginningOf(stream)
        .then((bytes) =>
          take(
            bytes,
            envelope.rcptTo.map(({ address }) => address),
          ),
        )
        .then(
          () => callback(),
          (error: unknown) => {
            log.error('a bounce could not be kept; the MTA tries again', { error });
            callback(Object.assign(new Error('4.3.0 try again later'), { responseCode: TRY_AGAIN }));
          },
        )
        .finally(() => underWay.delete(kept));
      underWay.add(kept);
    },
  };
  const server = new SMTPServer(settings);
  limitConnectionTime(server.server, wall, bounds.connectionMs);
  server.on('error', (error) => log.debug('a connection of the bounce listener failed', { error }));

  return {
    name: 'bounce listener',
    start: () =>
      new Promise<void>((resolve, reject) => {
        server.server.once('error', reject);
        server.listen(options.port, options.host, () => {
          server.server.off('error', reject);
          resolve();
        });
      }),
    async stop() {
      if (!server.server.listening) return;
      await new Promise<void>((resolve) => server.close(resolve));
      await Promise.allSettled(underWay);
    },
    port() {
      const address = server.server.address();
      return typeof address === 'object' && address !== null ? address.port : options.port;
    },
  };
}

/** The time-outs of smtp-server are about silence: who sends a byte now and then would stay for good. */
function limitConnectionTime(server: Server, wall: Clock, mostMs: number): void {
  server.on('connection', (socket) => {
    const timer = wall.at(wall.now() + mostMs, () => void socket.destroy());
    socket.once('close', () => timer.cancel());
  });
}

/** The first REPORT_BYTES_MAX of a mail, once all of it has come. Never settles when the connection breaks before. */
function beginningOf(stream: SMTPServerDataStream): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    stream.on('data', (chunk: Buffer) => {
      if (length < REPORT_BYTES_MAX) chunks.push(chunk.subarray(0, REPORT_BYTES_MAX - length));
      length += chunk.length;
    });
    stream.once('end', () => resolve(Buffer.concat(chunks)));
    stream.once('error', reject);
  });
}
