/** Puts the house together and runs it: world, doors, HTTP, metrics. No rule of the product is decided here. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkBind } from './api/protocol/bind-rule.ts';
import type { HttpRequest } from './api/protocol/http-message.ts';
import { createAccess } from './compose/access.ts';
import type { Ambient } from './compose/ambient.ts';
import { chooseClock } from './compose/business-clock.ts';
import { collectAgents } from './compose/collect-agents.ts';
import { collectCarriers } from './compose/collect-carriers.ts';
import { collectMetrics } from './compose/collect-metrics.ts';
import { ADMIN_TEMPLATE_PREFIX, TEMPLATE_PREFIXES } from './compose/message-templates.ts';
import type { Parts } from './compose/parts.ts';
import { openWorld } from './compose/world.ts';
import { carrierRefusal } from './config/carrier-rule.ts';
import type { Config } from './config/settings.ts';
import { ID_KEY_BYTES } from './domain/request-id.ts';
import type { Mount } from './http/mounts.ts';
import { createHttpServer } from './http/server.ts';
import { readOrCreateIdKey } from './store/sqlite/folder.ts';
import { createMetrics } from './telemetry/metrics.ts';

export interface Campanile {
  /** Where it takes calls. */
  readonly url: string;
  /** Takes no new work, lets live work end, commits and closes. */
  stop(): Promise<void>;
}

/** Answers under way at a stop may take this long to go out. */
const HTTP_GRACE_MS = 5_000;

/** The files of a store; the keys beside them stay at a reset. */
const STORE_FILES = ['campanile.sqlite', 'campanile.sqlite-wal', 'campanile.sqlite-shm'];

/** Starts a Campanile; resolves when it takes calls. Throws BindRefused, CarriersRefused, KeyFileError and the errors of store and listener. */
export async function startCampanile(config: Config, ambient: Ambient, parts: Partial<Parts> = {}): Promise<Campanile> {
  const { log, monotonic, secretBytes, wall } = ambient;
  const refusal = carrierRefusal(config);
  if (refusal !== undefined) throw new CarriersRefused(refusal);
  const bind = checkBind(config);
  if (bind.kind === 'refused') throw new BindRefused(bind.reason);
  if (bind.kind === 'warned') log.warn(bind.warning);
  const isInMemory = config.data === ':memory:';
  const idKey = isInMemory ? secretBytes(ID_KEY_BYTES) : readOrCreateIdKey(config.data, secretBytes);
  const metrics = createMetrics();
  const access = createAccess(config, ambient);
  let isReady = false;
  const onFatal = (error: Error): void => {
    isReady = false;
    ambient.onFatal(error);
  };
  const worldDeps = {
    ...chooseClock(config, wall),
    ambient: { ...ambient, onFatal },
    parts,
    access,
    metrics,
    idKey,
    isReady: () => isReady,
    reset,
  };
  let world = openWorld(config, worldDeps);

  async function reset(): Promise<void> {
    const before = await world;
    // Whoever calls meanwhile waits for the next world.
    world = before.close().then(() => {
      if (!isInMemory) for (const name of STORE_FILES) rmSync(join(config.data, name), { force: true });
      return openWorld(config, worldDeps);
    });
    await world;
  }

  metrics.beforeScrape(async () => {
    const observed = await world;
    await collectMetrics(metrics, { ...observed, isReady });
    collectCarriers(metrics, observed.carriers.figures());
    collectAgents(metrics, observed);
    await observed.events.collect();
  });
  // No doors: mail providers and mail programs call from anywhere, and only what we sealed is believed.
  const hooks: Mount = {
    prefix: '/hooks/v1',
    api: 'hooks',
    handle: async (request) => (await world).mail.hooks(request),
  };
  const mounts: Mount[] = [
    { prefix: ADMIN_TEMPLATE_PREFIX, handle: async (request) => (await world).messageTemplates.admin(request) },
    { prefix: '/admin/v1', handle: async (request) => (await world).admin(request) },
    { prefix: '/metrics', handle: async () => metricsResponse(await metrics.scrape()) },
    ...TEMPLATE_PREFIXES.map((prefix) => ({
      prefix,
      handle: async (request: HttpRequest) => (await world).messageTemplates.wire(request),
    })),
    { prefix: '', handle: async (request) => (await world).campaigns(request) },
  ];
  const tls = { certFile: config['tls.certFile'], keyFile: config['tls.keyFile'] };
  const http = createHttpServer(
    { mounts: [hooks, ...mounts.map(access.guarded)], log, metrics, monotonic, wall },
    {
      host: config.host,
      port: config.port,
      maxConnections: config['http.maxConnections'],
      ...(tls.certFile !== '' && { tls }),
    },
  );
  await world;
  const { url } = await http.start().catch(async (error: unknown) => {
    await (await world).close();
    throw error;
  });
  isReady = true;
  log.info('ready', { url });
  return {
    url,
    async stop() {
      isReady = false;
      // Calls are still answered while live work ends: an outcome may come in by one of them.
      await (await world).drain();
      await http.stop(HTTP_GRACE_MS);
      await (await world).close();
      log.info('stopped');
    },
  };
}

/** The address may not be listened on with this auth; the message says what to do. */
export class BindRefused extends Error {
  override name = 'BindRefused';
}

/** There are real carriers, and what else is configured is for tests; the message says what to do. */
export class CarriersRefused extends Error {
  override name = 'CarriersRefused';
}

function metricsResponse(body: string): { status: number; headers: Record<string, string>; body: string } {
  return { status: 200, headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }, body };
}
