/** Gauges that are cheaper to ask for at a scrape than to keep. */

import type { Dispatcher } from '../dispatch/dispatcher.ts';
import { CAMPAIGN_STATES } from '../domain/campaign-states.ts';
import { CHANNEL_SUBTYPES } from '../domain/channel-subtype.ts';
import { REQUEST_STATES, type RequestCounters } from '../domain/request-states.ts';
import type { Store } from '../store/store.ts';
import type { Metrics } from '../telemetry/metrics.ts';

/** Campaigns that are counted; each costs the store a look. */
const MAX_CAMPAIGNS = 1_000;

export interface Observed {
  readonly store: Pick<Store, 'campaigns' | 'requests' | 'dispatch' | 'metrics'>;
  readonly dispatcher: Pick<Dispatcher, 'figures'>;
  readonly isReady: boolean;
}

/** Sets the gauges of the store, the dispatcher and the campaigns. */
export async function collectMetrics(metrics: Metrics, { store, dispatcher, isReady }: Observed): Promise<void> {
  metrics.set('campanile_ready', {}, isReady ? 1 : 0);
  const figures = store.metrics();
  metrics.set('campanile_store_commits_total', {}, figures.commits);
  metrics.set('campanile_store_commit_seconds_total', {}, figures.commitSecondsTotal);
  metrics.set('campanile_store_queued_rows', {}, figures.queuedRows);
  metrics.set('campanile_store_index_entries', {}, figures.indexedRequests);
  metrics.set('campanile_store_index_bytes', {}, figures.indexBytes);
  const dispatch = dispatcher.figures();
  metrics.set('campanile_attempts_open', {}, dispatch.openAttempts);
  metrics.set('campanile_calls_live', {}, dispatch.liveCalls);
  metrics.set('campanile_outcomes_uncommitted', {}, dispatch.uncommittedOutcomes);
  metrics.set('campanile_dispatch_closed', {}, dispatch.closedBecause.length > 0 ? 1 : 0);
  await collectStops(metrics, store);
  await collectCampaigns(metrics, store);
}

async function collectStops(metrics: Metrics, store: Observed['store']): Promise<void> {
  const { everything, channels } = await store.dispatch.stops();
  for (const channel of CHANNEL_SUBTYPES) {
    const isStopped = everything !== undefined || channels.some(({ channelSubtype }) => channelSubtype === channel);
    metrics.set('campanile_dispatch_stopped', { channel }, isStopped ? 1 : 0);
  }
}

async function collectCampaigns(metrics: Metrics, store: Observed['store']): Promise<void> {
  const campaigns = await store.campaigns.list({ limit: MAX_CAMPAIGNS });
  const counters = await Promise.all(campaigns.map(({ id }) => store.requests.counters(id)));
  for (const state of CAMPAIGN_STATES) {
    metrics.set('campanile_campaigns', { state }, campaigns.filter((campaign) => campaign.state === state).length);
  }
  for (const state of REQUEST_STATES) {
    // The counter of a state has its name in lower case.
    const name = state.toLowerCase() as keyof RequestCounters;
    metrics.set(
      'campanile_requests',
      { state },
      counters.reduce((sum, counts) => sum + counts[name], 0),
    );
  }
}
