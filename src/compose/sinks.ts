/**
 * Sinks as configured, each with its pump, its log lines and its counts. The code of a kind, and with it the HTTP client, is
 * loaded where there is a sink of that kind.
 */
import type { Config } from '../config/settings.ts';
import { createEventRenderer } from '../events/event-renderer.ts';
import { createPump, type PumpReport } from '../sinks/pump.ts';
import type { Sink } from '../sinks/sink.ts';
import { createSinks, type Sinks } from '../sinks/sinks.ts';
import type { Store } from '../store/store.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Ambient } from './ambient.ts';

/** The sinks of a configuration over a store; they begin when they are started. */
export async function openSinks(config: Config, store: Store, ambient: Ambient, metrics: Metrics): Promise<Sinks> {
  const { log, random, wall } = ambient;
  const options = {
    giveUpAfterMs: config['sinks.giveUpAfterHours'] * 3_600_000,
    timeoutMs: config['sinks.timeoutSeconds'] * 1_000,
  };
  const report = (told: PumpReport): void => {
    count(metrics, told);
    note(log, told);
  };
  const configured = await configuredSinks(config, ambient);
  const pumps = configured.map((sink) => {
    const renderer = createEventRenderer(store, {
      families: sink.families,
      revealRecipients: config['sinks.revealRecipients'],
    });
    const pump = createPump(
      { sink, events: store.events, sinks: store.sinks, renderer, wall, random, report },
      options,
    );
    return [sink.name, pump] as const;
  });
  return createSinks(new Map(pumps));
}

async function configuredSinks(config: Config, { wall }: Pick<Ambient, 'wall'>): Promise<Sink[]> {
  const sinks: Sink[] = [];
  if (config['sinks.file.path'] !== '') {
    const { openFileSink } = await import('../sinks/file/open.ts');
    sinks.push(openFileSink({ path: config['sinks.file.path'], families: config['sinks.file.events'] }));
  }
  for (const url of config['sinks.webhook.urls']) {
    const { openWebhook } = await import('../sinks/webhook/open.ts');
    const options = {
      url,
      secretFile: config['sinks.webhook.secretFile'],
      allowedNetworks: config['sinks.webhook.allowedNetworks'],
      families: config['sinks.webhook.events'],
    };
    sinks.push(openWebhook({ wall }, options));
  }
  if (config['sinks.eventbridge.endpoint'] !== '') {
    const { openEventBridge } = await import('../sinks/eventbridge/open.ts');
    const options = {
      endpoint: config['sinks.eventbridge.endpoint'],
      region: config['sinks.eventbridge.region'],
      busName: config['sinks.eventbridge.bus'],
      source: config['sinks.eventbridge.source'],
      credentialsFile: config['sinks.eventbridge.credentialsFile'],
      families: config['sinks.eventbridge.events'],
    };
    sinks.push(openEventBridge({ wall }, options));
  }
  return sinks;
}

function count(metrics: Metrics, told: PumpReport): void {
  metrics.add('campanile_sink_deliveries_total', { sink: told.sink, result: told.kind });
  if (told.kind === 'delivered') metrics.add('campanile_sink_events_total', { sink: told.sink }, told.events);
}

function note(log: Log, told: PumpReport): void {
  switch (told.kind) {
    case 'delivered':
      break;
    case 'failed':
    case 'refused':
      log.warn('a sink did not take events', { sink: told.sink, reason: told.reason });
      break;
    case 'gaveUp':
      log.error('events became dead letters', { sink: told.sink, reason: told.reason, count: told.events });
      break;
    case 'threw':
      log.error('a sink stumbled and tries again', { sink: told.sink, error: told.error });
      break;
  }
}
