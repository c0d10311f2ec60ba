/** Gauges and counts of sinks and of the most active campaigns, asked for at a scrape. */
import type { CampaignActivity } from '../events/campaign-activity.ts';
import type { Clock } from '../lib/clock.ts';
import type { Sinks } from '../sinks/sinks.ts';
import type { Store } from '../store/store.ts';
import type { Metrics } from '../telemetry/metrics.ts';

/** Campaigns with metrics of their own: few enough for a dashboard and for Prometheus. */
export const CAMPAIGNS_SHOWN = 20;

/** Sets the gauges of sinks. */
export async function collectSinks(
  metrics: Metrics,
  sinks: Pick<Sinks, 'figures'>,
  clock: Pick<Clock, 'now'>,
): Promise<void> {
  for (const { sink, cursor, lagEvents, waitingSince, deadLetters } of await sinks.figures()) {
    metrics.set('campanile_sink_cursor', { sink }, cursor);
    metrics.set('campanile_sink_lag_events', { sink }, lagEvents);
    const lagMs = waitingSince === undefined ? 0 : Math.max(0, clock.now() - waitingSince);
    metrics.set('campanile_sink_lag_seconds', { sink }, lagMs / 1_000);
    metrics.set('campanile_sink_dead_letters', { sink }, deadLetters);
  }
}

/** Sets the metrics of campaigns; those of campaigns that are no longer among the most active go. */
export async function collectActivity(
  metrics: Metrics,
  activities: readonly CampaignActivity[],
  store: { readonly requests: Pick<Store['requests'], 'counters'> },
): Promise<void> {
  const one = (figureOf: (activity: CampaignActivity) => number | undefined) =>
    activities.flatMap((activity) => {
      const value = figureOf(activity);
      return value === undefined ? [] : [{ labels: { campaign: activity.campaignId }, value }];
    });
  metrics.replace(
    'campanile_campaign_send_attempts_total',
    one((each) => each.sendAttempts),
  );
  metrics.replace(
    'campanile_human_answered_calls_total',
    one((each) => each.humanAnswered),
  );
  metrics.replace(
    'campanile_campaign_contacts_connected_total',
    one((each) => each.connected),
  );
  metrics.replace(
    'campanile_campaign_contacts_abandoned_total',
    one((each) => each.abandoned),
  );
  metrics.replace(
    'campanile_campaign_contacts_abandoned_rate',
    one((each) => share(each.abandoned, each.connected)),
  );
  metrics.replace(
    'campanile_campaign_interactions_total',
    one((each) => each.interactions),
  );
  metrics.replace(
    'campanile_avg_dials_per_minute',
    one((each) => each.dialsPerMinute),
  );
  metrics.replace(
    'campanile_avg_wait_seconds_after_customer_connection',
    one((each) => each.averageWaitSeconds),
  );
  collectReasons(metrics, activities);
  await collectRecipients(metrics, activities, store);
}

function collectReasons(metrics: Metrics, activities: readonly CampaignActivity[]): void {
  metrics.replace(
    'campanile_campaign_send_exclusions_total',
    activities.flatMap(({ campaignId, sendExclusions }) =>
      [...sendExclusions].map(([reason, value]) => ({ labels: { campaign: campaignId, reason }, value })),
    ),
  );
  const dispositions = activities.flatMap(({ campaignId, deliveryAttempts }) => {
    const all = [...deliveryAttempts.values()].reduce((sum, count) => sum + count, 0);
    return [...deliveryAttempts].map(([disposition, value]) => ({
      labels: { campaign: campaignId, disposition },
      value,
      all,
    }));
  });
  metrics.replace('campanile_delivery_attempts_total', dispositions);
  metrics.replace(
    'campanile_delivery_attempt_disposition_rate',
    dispositions.map(({ labels, value, all }) => ({ labels, value: value / all })),
  );
}

async function collectRecipients(
  metrics: Metrics,
  activities: readonly CampaignActivity[],
  store: { readonly requests: Pick<Store['requests'], 'counters'> },
): Promise<void> {
  const counted = await Promise.all(
    activities.map(async ({ campaignId }) => ({
      labels: { campaign: campaignId },
      counters: await store.requests.counters(campaignId),
    })),
  );
  metrics.replace(
    'campanile_recipients_targeted',
    counted.map(({ labels, counters }) => ({ labels, value: counters.accepted })),
  );
  metrics.replace(
    'campanile_recipients_attempted',
    counted.map(({ labels, counters: { attempting, succeeded, failed, unknown } }) => ({
      labels,
      value: attempting + succeeded + failed + unknown,
    })),
  );
  metrics.replace(
    'campanile_campaign_progress_rate',
    counted.map(({ labels, counters: { accepted, buffered, attempting } }) => ({
      labels,
      value: share(accepted - buffered - attempting, accepted) ?? 0,
    })),
  );
}

const share = (part: number, all: number): number | undefined => (all === 0 ? undefined : part / all);
