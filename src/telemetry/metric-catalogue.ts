/** Every metric of Campanile: its name, what it counts, and the labels it has. None carries personal data or a campaign id. */

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
  campanile_dispatch_reports_total: counter('What the dispatcher had to report, by kind.', ['kind']),
  campanile_ready: gauge('1 while the service takes calls and work.', []),
} as const satisfies Record<string, MetricDescription>;

export type MetricName = keyof typeof METRICS;
