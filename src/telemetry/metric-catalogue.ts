/**
 * Every metric of Campanile: its name, what it counts, and the labels it has. None carries personal data. Those with a
 * campaign are named after Amazon Connect's metrics of outbound campaigns and are there for the most active campaigns
 * only; they count since the start of the process.
 */

export interface MetricDescription {
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
  /** Upper bounds, histograms only. */
  readonly buckets?: readonly number[];
}

const counter = <const Labels extends readonly string[]>(help: string, labels: Labels) =>
  ({ kind: 'counter', help, labels }) as const;
const gauge = <const Labels extends readonly string[]>(help: string, labels: Labels) =>
  ({ kind: 'gauge', help, labels }) as const;
const histogram = <const Labels extends readonly string[]>(help: string, labels: Labels, buckets: readonly number[]) =>
  ({ kind: 'histogram', help, labels, buckets }) as const;

/** From well under an fsync to the longest that a client waits. */
const LATENCY_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export const METRICS = {
  campanile_http_answers_total: counter('Calls answered, by API and status.', ['api', 'status']),
  campanile_http_answer_seconds: histogram('Time from a whole request to its answer.', ['api'], LATENCY_SECONDS),
  campanile_http_refused_total: counter('Connections and requests refused before any operation.', ['reason']),
  campanile_http_connections: gauge('Open connections.', []),
  campanile_event_streams_dropped_total: counter('Readers dropped because they read too slowly.', []),
  campanile_campaigns: gauge('Campaigns that are not deleted, by state.', ['state']),
  campanile_requests: gauge('Outbound requests of campaigns that are not deleted, by state.', ['state']),
  campanile_store_commits_total: counter('Commits of the store.', []),
  campanile_store_commit_seconds_total: counter('Time spent in commits of the store.', []),
  campanile_store_queued_rows: gauge('Rows that wait for the writer.', []),
  campanile_store_index_entries: gauge('Requests in the id index.', []),
  campanile_store_index_bytes: gauge('Memory of the id index.', []),
  campanile_attempts_open: gauge('Attempts that are claimed and that no carrier has answered.', []),
  campanile_calls_live: gauge('Calls between the first ring and their end.', []),
  campanile_outcomes_uncommitted: gauge('Outcomes that wait for their commit.', []),
  campanile_dispatch_closed: gauge('1 while nothing new is claimed.', []),
  campanile_dispatch_stopped: gauge('1 while the red button is pressed for the channel, or for all.', ['channel']),
  campanile_dispatch_reports_total: counter('What the dispatcher had to report, by kind.', ['kind']),
  campanile_carrier_attempts_total: counter('Attempts that carriers have answered, by how.', ['carrier', 'result']),
  campanile_carrier_submit_seconds_total: counter('Time from handing an attempt over to its answer.', ['carrier']),
  campanile_carrier_waiting: gauge('Attempts that wait for a connection.', ['carrier']),
  campanile_carrier_under_way: gauge('Attempts whose answer is awaited.', ['carrier']),
  campanile_carrier_connections: gauge('Open connections.', ['carrier']),
  campanile_carrier_resting: gauge('1 while it takes nothing, after failures in a row.', ['carrier']),
  campanile_sink_cursor: gauge('Sequence number of the last event that a sink is done with.', ['sink']),
  campanile_sink_lag_events: gauge('Events that a sink has still to come to.', ['sink']),
  campanile_sink_lag_seconds: gauge('Age of the oldest event that waits for a sink, in business time.', ['sink']),
  campanile_sink_dead_letters: gauge('Events that a sink gave up and keeps for a replay.', ['sink']),
  campanile_sink_deliveries_total: counter('Deliveries to sinks, by what became of them.', ['sink', 'result']),
  campanile_sink_events_total: counter('Events that sinks have taken.', ['sink']),
  campanile_bounce_reports_total: counter('Mails that the bounce intake has read, by what they were.', ['result']),
  campanile_campaign_send_attempts_total: counter('Attempts that were begun.', ['campaign']),
  campanile_campaign_send_exclusions_total: counter('Requests that ended without an attempt.', ['campaign', 'reason']),
  campanile_delivery_attempts_total: counter('Attempts that have ended, by how.', ['campaign', 'disposition']),
  campanile_delivery_attempt_disposition_rate: gauge('Share of the ended attempts that ended so.', [
    'campaign',
    'disposition',
  ]),
  campanile_human_answered_calls_total: counter('Calls that a person answered, by the classifier.', ['campaign']),
  campanile_campaign_contacts_connected_total: counter('Calls that a person answered, or anybody without classifier.', [
    'campaign',
  ]),
  campanile_campaign_contacts_abandoned_total: counter('Connected calls for which no agent was free in time.', [
    'campaign',
  ]),
  campanile_campaign_contacts_abandoned_rate: gauge('Share of the connected calls that were abandoned.', ['campaign']),
  campanile_campaign_interactions_total: counter('Answers, opens, clicks and reads.', ['campaign']),
  campanile_recipients_targeted: gauge('Requests that were accepted.', ['campaign']),
  campanile_recipients_attempted: gauge('Requests whose attempt is under way or has ended.', ['campaign']),
  campanile_campaign_progress_rate: gauge('Share of the accepted requests that have ended.', ['campaign']),
  campanile_avg_dials_per_minute: gauge('Calls begun in a minute, over the last five in business time.', ['campaign']),
  campanile_avg_wait_seconds_after_customer_connection: gauge('Mean time from answer to agent.', ['campaign']),
  campanile_agents: gauge('Agents that are logged in, by state, of the largest queues.', ['queue', 'state']),
  campanile_calls_waiting: gauge('People who wait for an agent, of the largest queues.', ['queue']),
  campanile_predictive_mode: gauge('1 for the way in which a predictive campaign dials now.', ['campaign', 'mode']),
  campanile_predictive_theta: gauge('Highest risk of abandonment that the next call may carry.', ['campaign']),
  campanile_predictive_calls_in_flight: gauge('Calls from which a person may still come.', ['campaign']),
  campanile_predictive_overdial_ratio: gauge('Calls in flight by free agent; absent while no agent is free.', [
    'campaign',
  ]),
  campanile_predictive_abandonment_rate: gauge('Share of the live answers of 30 days that was abandoned.', [
    'campaign',
  ]),
  campanile_ready: gauge('1 while the service takes calls and work.', []),
} as const satisfies Record<string, MetricDescription>;

export type MetricName = keyof typeof METRICS;
