/** What reads the events beside the admin API: the sinks, and the counter of what campaigns do. */
import type { Config } from '../config/settings.ts';
import { createActivityCounter } from '../events/campaign-activity.ts';
import { createActivityFollower } from '../events/follow-activity.ts';
import type { Clock } from '../lib/clock.ts';
import type { Service } from '../lib/service.ts';
import type { Sinks } from '../sinks/sinks.ts';
import type { Store } from '../store/store.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Ambient } from './ambient.ts';
import { CAMPAIGNS_SHOWN, collectActivity, collectSinks } from './collect-events.ts';
import { openSinks } from './sinks.ts';

export interface EventReaders extends Service {
  readonly sinks: Sinks;
  /** Brings the metrics of sinks and campaigns up to date. */
  collect(): Promise<void>;
}

export interface EventReadersDeps {
  readonly store: Store;
  /** Business time. */
  readonly clock: Clock;
  readonly ambient: Ambient;
  readonly metrics: Metrics;
}

/** The readers of a configuration; they must be started before anything happens that they should see. */
export async function openEventReaders(
  config: Config,
  { store, clock, ambient, metrics }: EventReadersDeps,
): Promise<EventReaders> {
  const sinks = await openSinks(config, store, ambient, metrics);
  const counter = createActivityCounter();
  const follower = createActivityFollower({ events: store.events, wall: ambient.wall }, counter);
  return {
    name: 'event readers',
    sinks,
    async start() {
      await follower.start();
      await sinks.start();
    },
    async stop() {
      await follower.stop();
      await sinks.stop();
    },
    async collect() {
      await follower.catchUp();
      await collectActivity(metrics, counter.mostActive(CAMPAIGNS_SHOWN, clock.now()), store);
      await collectSinks(metrics, sinks, clock);
    },
  };
}
