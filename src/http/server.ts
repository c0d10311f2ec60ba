/**
 * The HTTP server: node:http with bounds on everything that a client can make us wait for or keep. It knows paths and
 * bytes; what they mean is the affair of the mounts.
 */
import { readFileSync } from 'node:fs';
import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '../lib/clock.ts';
import type { Monotonic } from '../lib/monotonic.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { type Mount, mountOf } from './mounts.ts';
import { MAX_BODY_BYTES, readRequest } from './read-request.ts';
import { REFUSALS, type RefusalReason } from './refusals.ts';
import { writeResponse, writeStream } from './write-response.ts';

export interface HttpServerOptions {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly maxConnections: number;
  /** PEM files; plain HTTP when absent. */
  readonly tls?: { readonly certFile: string; readonly keyFile: string };
  /** Overrides of the bounds below, for tests. */
  readonly bounds?: Partial<typeof BOUNDS>;
}

export interface HttpServerDeps {
  readonly mounts: readonly Mount[];
  readonly log: Log;
  readonly metrics: Metrics;
  readonly monotonic: Monotonic;
  /** The real time, also where the business clock is virtual. */
  readonly wall: Clock;
}

export interface HttpServer {
  /** Listens; rejects with the error of the system, such as EADDRINUSE. Answers where it listens. */
  start(): Promise<{ url: string; port: number }>;
  /** Takes no new connections, lets answers under way go out for `graceMs`, then closes what is left. */
  stop(graceMs: number): Promise<void>;
}

/** Times in milliseconds. A slow client costs a socket for as long as this and no more. */
const BOUNDS = {
  /** From the first byte to the end of the head. */
  headersTimeout: 10_000,
  /** From the first byte to the end of the body: 4 MiB at 1 Mbit/s. */
  requestTimeout: 40_000,
  /** Longer than the 60 s idle time of usual load balancers, so that they close first. */
  keepAliveTimeout: 65_000,
  /** No byte either way: an answer that is not read, a connection that says nothing. */
  idleTimeout: 70_000,
  /** How often node looks for connections over their time. */
  connectionsCheckingInterval: 2_000,
  /** Node's own default; a head with a session token has some 4 KiB. */
  maxHeaderSize: 16 * 1024,
};

/** Of a body that is too large this much is read and thrown away, so that the client gets to see the answer. */
const MAX_DISCARDED_BYTES = 16 * 1024 * 1024;

/** A server that is not listening yet. */
export function createHttpServer(deps: HttpServerDeps, options: HttpServerOptions): HttpServer {
  const bounds = { ...BOUNDS, ...options.bounds };
  const server = listenerFor(options, bounds);
  const { log, metrics, wall } = deps;
  server.maxConnections = options.maxConnections;
  server.timeout = bounds.idleTimeout;
  const state: State = { streams: new Set(), isStopping: false };
  server.on('request', (message, target) => void answer(message, target, state, deps));
  server.on('checkContinue', (message: IncomingMessage, target: ServerResponse) => {
    // The body is invited only when it is not too large already.
    if (!declaresTooLarge(message)) target.writeContinue();
    void answer(message, target, state, deps);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => refuseSocket(error, socket, deps));
  server.on('drop', () => metrics.add('campanile_http_refused_total', { reason: 'tooManyConnections' }));
  metrics.beforeScrape(async () => metrics.set('campanile_http_connections', {}, await connectionsOf(server)));

  return {
    async start() {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(options.port, options.host, () => {
          server.off('error', reject);
          server.on('error', (error) => log.error('the listener failed', { error }));
          resolve();
        });
      });
      // Listening on TCP, so the address is one of TCP.
      const { port } = server.address() as AddressInfo;
      const scheme = options.tls === undefined ? 'http' : 'https';
      return { port, url: `${scheme}://${urlHost(options.host)}:${port}` };
    },
    async stop(graceMs) {
      if (!server.listening) return;
      state.isStopping = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      // These would never end by themselves; their readers come back where they were.
      for (const stream of state.streams) stream.end();
      const late = wall.at(wall.now() + graceMs, () => server.closeAllConnections());
      await closed;
      late.cancel();
    },
  };
}

function listenerFor({ tls }: HttpServerOptions, { idleTimeout: _, ...bounds }: typeof BOUNDS): Server {
  // Strict parsing is node's default: Content-Length beside Transfer-Encoding, bare line feeds and the like are errors.
  const settings: ServerOptions = { ...bounds, insecureHTTPParser: false, requireHostHeader: true, noDelay: true };
  // Not by import: that reads every export of node:http, WebSocket among them, and so loads undici for 45 ms of a start.
  if (tls === undefined) return process.getBuiltinModule('node:http').createServer(settings);
  return process
    .getBuiltinModule('node:https')
    .createServer({ ...settings, cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) });
}

interface State {
  readonly streams: Set<ServerResponse>;
  isStopping: boolean;
}

async function answer(
  message: IncomingMessage,
  target: ServerResponse,
  state: State,
  deps: HttpServerDeps,
): Promise<void> {
  const { log, metrics, mounts, monotonic } = deps;
  try {
    const result = await readRequest(message);
    if (result.kind === 'aborted') return;
    if (result.kind !== 'read') {
      metrics.add('campanile_http_refused_total', { reason: result.kind });
      refuse(message, target, result.kind);
      return;
    }
    const startedAtMs = monotonic.nowMs();
    const mount = mountOf(mounts, result.request.rawPath);
    if (mount === undefined) throw new Error('no mount takes everything');
    const response = await mount.handle(result.request);
    if (target.destroyed) return;
    // A connection that was kept open would keep the server.
    if (state.isStopping || 'open' in response) target.shouldKeepAlive = false;
    if ('open' in response) {
      state.streams.add(target);
      target.on('close', () => state.streams.delete(target));
      writeStream(target, response, () => metrics.add('campanile_event_streams_dropped_total', {}));
      return;
    }
    writeResponse(target, response);
    const api = mount.api ?? (mount.prefix === '' ? 'campaigns' : 'admin');
    metrics.add('campanile_http_answers_total', { api, status: String(response.status) });
    metrics.observe('campanile_http_answer_seconds', { api }, (monotonic.nowMs() - startedAtMs) / 1_000);
  } catch (error) {
    log.error('a request failed', { error });
    if (target.headersSent) target.destroy();
    else writeResponse(target, REFUSALS.failed);
  }
}

/**
 * Answers at once and closes after the client has sent the rest, up to a bound: closing on unread data resets the
 * connection, and the client would see that and not the answer.
 */
function refuse(message: IncomingMessage, target: ServerResponse, reason: RefusalReason): void {
  const { status, headers, body } = REFUSALS[reason];
  target.writeHead(status, { ...headers, connection: 'close', 'content-length': body.length });
  target.write(body);
  let discarded = 0;
  message.on('data', (chunk: Buffer) => {
    discarded += chunk.length;
    if (discarded > MAX_DISCARDED_BYTES) message.destroy();
  });
  message.on('end', () => target.end());
  message.resume();
}

/** What is not HTTP gets its answer on the bare socket, if it can still be written to. */
function refuseSocket(error: NodeJS.ErrnoException, socket: Duplex, { metrics, wall }: HttpServerDeps): void {
  const reason = SOCKET_REFUSALS[error.code ?? ''] ?? 'malformed';
  metrics.add('campanile_http_refused_total', { reason });
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, headers, body } = REFUSALS[reason];
  const date = new Date(wall.now()).toUTCString();
  const head = Object.entries({ ...headers, date, 'content-length': body.length, connection: 'close' });
  socket.end(
    `HTTP/1.1 ${status} Refused\r\n${head.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`,
    () => socket.destroy(),
  );
}

const SOCKET_REFUSALS: Readonly<Record<string, RefusalReason>> = {
  HPE_HEADER_OVERFLOW: 'headTooLarge',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'tooLarge',
  ERR_HTTP_REQUEST_TIMEOUT: 'tooSlow',
};

const declaresTooLarge = (message: IncomingMessage): boolean =>
  Number(message.headers['content-length'] ?? 0) > MAX_BODY_BYTES;

const connectionsOf = (server: Server): Promise<number> =>
  new Promise((resolve) => server.getConnections((_error, count) => resolve(count ?? 0)));

/** An address that is not a place to connect to stands for this machine. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
