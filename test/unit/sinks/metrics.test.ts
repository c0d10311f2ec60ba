/** Metrics of sinks and of campaigns, through /metrics. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CHANNELS } from '../../support/channels.ts';
import { CLOSED, callTo, type House, mailTo, openHouse, smsTo, until } from './house.ts';

let folder: string;
let house: House;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'campanile-metrics-'));
  house = await openHouse({
    'sinks.file.path': join(folder, 'events'),
    'sinks.webhook.urls': 'http://receiver.invalid/',
    'sinks.webhook.secretFile': join(folder, 'missing'),
  });
});
after(async () => {
  await house.stop();
  rmSync(folder, { recursive: true });
});

const scrape = async (): Promise<string> => (await fetch(`${house.url}/metrics`)).text();

/** The value of a series, or undefined. */
function figureOf(text: string, series: string): number | undefined {
  const line = text.split('\n').find((each) => each.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

test('what campaigns do is counted as Amazon Connect counts it', async () => {
  const id = await house.campaign();
  for (const number of ['00', '00', '00', '01', '03']) await house.put(id, callTo(`+120655501${number}`));
  await house.put(id, mailTo('click@example.com'));
  await house.advance('PT4M');
  const text = await scrape();
  const of = (name: string, more = ''): number | undefined => figureOf(text, `${name}{campaign="${id}"${more}}`);
  assert.equal(of('campanile_campaign_send_attempts_total'), 6);
  assert.equal(of('campanile_human_answered_calls_total'), 3);
  assert.equal(of('campanile_campaign_contacts_connected_total'), 3);
  assert.equal(of('campanile_campaign_contacts_abandoned_total'), 0);
  assert.equal(of('campanile_campaign_contacts_abandoned_rate'), 0);
  assert.equal(of('campanile_campaign_interactions_total'), 5, 'three people, an open and a click');
  assert.equal(of('campanile_recipients_targeted'), 6);
  assert.equal(of('campanile_recipients_attempted'), 6);
  assert.equal(of('campanile_campaign_progress_rate'), 1);
  assert.equal(of('campanile_avg_dials_per_minute'), 1, 'five calls over five minutes');
  assert.equal(of('campanile_delivery_attempts_total', ',disposition="HUMAN_ANSWERED"'), 3);
  assert.equal(of('campanile_delivery_attempts_total', ',disposition="BUSY"'), 1);
  assert.equal(of('campanile_delivery_attempt_disposition_rate', ',disposition="HUMAN_ANSWERED"'), 0.5);
});

test('who was never attempted is an exclusion', async () => {
  const id = await house.campaign(CHANNELS, CLOSED);
  const { now } = await house.get('/admin/v1/clock');
  await house.put(id, smsTo('+12065550100'), new Date(Date.parse(now) + 60_000).toISOString());
  await house.advance('PT2M');
  const text = await scrape();
  assert.equal(figureOf(text, `campanile_campaign_send_exclusions_total{campaign="${id}",reason="EXPIRED"}`), 1);
  assert.equal(figureOf(text, `campanile_campaign_progress_rate{campaign="${id}"}`), 1);
});

test('only the most active campaigns have metrics of their own', async () => {
  const first = await house.campaign();
  await house.put(first, smsTo('+12065550100'));
  await house.advance('PT1M');
  assert.notEqual(figureOf(await scrape(), `campanile_campaign_send_attempts_total{campaign="${first}"}`), undefined);
  for (let count = 0; count < 20; count += 1) {
    const busier = await house.campaign();
    await house.put(busier, smsTo('+12065550100'));
    await house.put(busier, smsTo('+12065550100'));
  }
  await house.advance('PT1M');
  const text = await scrape();
  assert.equal(text.match(/^campanile_campaign_send_attempts_total\{/gm)?.length, 20);
  assert.equal(figureOf(text, `campanile_campaign_send_attempts_total{campaign="${first}"}`), undefined);
});

test('a sink shows where it is, how far behind, and what its deliveries became', async () => {
  await until('a failure', async () => {
    const text = await scrape();
    return /campanile_sink_deliveries_total\{sink="webhook-[0-9a-f]{8}",result="failed"\} [1-9]/.test(text);
  });
  await until('the file', async () => figureOf(await scrape(), 'campanile_sink_lag_events{sink="file"}') === 0);
  const text = await scrape();
  assert.ok((figureOf(text, 'campanile_sink_cursor{sink="file"}') ?? 0) > 0);
  assert.equal(figureOf(text, 'campanile_sink_lag_seconds{sink="file"}'), 0);
  assert.equal(figureOf(text, 'campanile_sink_dead_letters{sink="file"}'), 0);
  assert.ok((figureOf(text, 'campanile_sink_events_total{sink="file"}') ?? 0) > 0);
  const [webhook] = /webhook-[0-9a-f]{8}/.exec(text) ?? [];
  assert.equal(figureOf(text, `campanile_sink_cursor{sink="${webhook}"}`), 0);
  assert.ok((figureOf(text, `campanile_sink_lag_events{sink="${webhook}"}`) ?? 0) > 0);
  assert.ok((figureOf(text, `campanile_sink_lag_seconds{sink="${webhook}"}`) ?? 0) >= 60, 'in business time');
});
