import assert from 'node:assert/strict';
import { test } from 'node:test';
import { METRICS } from '../../../src/telemetry/metric-catalogue.ts';
import { createMetrics } from '../../../src/telemetry/metrics.ts';

test('counters, gauges and histograms appear in the Prometheus text format', async () => {
  const metrics = createMetrics();
  metrics.add('campanile_http_refused_total', { reason: 'tooLarge' });
  metrics.add('campanile_http_refused_total', { reason: 'tooLarge' }, 2);
  metrics.set('campanile_ready', {}, 1);
  metrics.observe('campanile_http_answer_seconds', { api: 'admin' }, 0.003);
  metrics.observe('campanile_http_answer_seconds', { api: 'admin' }, 99);
  const text = await metrics.scrape();
  assert.match(text, /^# TYPE campanile_http_refused_total counter$/m);
  assert.match(text, /^campanile_http_refused_total\{reason="tooLarge"\} 3$/m);
  assert.match(text, /^campanile_ready 1$/m);
  assert.match(text, /^campanile_http_answer_seconds_bucket\{api="admin",le="0.0025"\} 0$/m);
  assert.match(text, /^campanile_http_answer_seconds_bucket\{api="admin",le="0.005"\} 1$/m);
  assert.match(text, /^campanile_http_answer_seconds_bucket\{api="admin",le="\+Inf"\} 2$/m);
  assert.match(text, /^campanile_http_answer_seconds_count\{api="admin"\} 2$/m);
  assert.match(text, /^process_cpu_seconds_total/m);
});

test('what is asked before every scrape is fresh', async () => {
  const metrics = createMetrics();
  let depth = 0;
  metrics.beforeScrape(async () => {
    depth += 1;
    metrics.set('campanile_store_queued_rows', {}, depth);
  });
  assert.match(await metrics.scrape(), /^campanile_store_queued_rows 1$/m);
  assert.match(await metrics.scrape(), /^campanile_store_queued_rows 2$/m);
});

test('a caller that invents labels cannot fill the memory', async () => {
  const metrics = createMetrics();
  for (let index = 0; index < 5_000; index += 1)
    metrics.add('campanile_dispatch_reports_total', { kind: `kind-${index}` });
  const lines = (await metrics.scrape())
    .split('\n')
    .filter((line) => line.startsWith('campanile_dispatch_reports_total{'));
  assert.equal(lines.length, 2_000);
});

test('label values are escaped', async () => {
  const metrics = createMetrics();
  metrics.add('campanile_dispatch_reports_total', { kind: 'a"b\\c\nd' });
  assert.ok((await metrics.scrape()).includes('campanile_dispatch_reports_total{kind="a\\"b\\\\c\\nd"} 1'));
});

test('every metric begins with the name of the service, and counters end in total', () => {
  for (const [name, { kind }] of Object.entries(METRICS)) {
    assert.match(name, /^campanile_[a-z_]+$/);
    assert.equal(kind === 'counter', name.endsWith('_total'), name);
  }
});
