/** docs/operations.md is held to the tables that it is about. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { EXIT } from '../../../src/cli/exit-codes.ts';
import { SMTP_KEYS } from '../../../src/config/carrier-keys.ts';
import { SETTING_NAMES, SETTINGS } from '../../../src/config/settings.ts';
import { METRICS } from '../../../src/telemetry/metric-catalogue.ts';

const page = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');

/** The rows of the table below a heading, by their first cell. */
function rows(heading: string): Map<string, string> {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const lines = section.split('\n').filter((line) => /^\| [`0-9]/.test(line));
  return new Map(lines.map((line) => [line.split(' | ')[0]?.replaceAll(/[|` ]/g, '') ?? '', line]));
}

test('every exit code is explained', () => {
  assert.deepEqual([...rows('Start and stop').keys()], Object.values(EXIT).map(String));
});

test('every setting is explained in its own words', () => {
  const explained = rows('Configuration');
  assert.deepEqual([...explained.keys()], SETTING_NAMES);
  for (const name of SETTING_NAMES) assert.ok(explained.get(name)?.includes(SETTINGS[name].meaning), name);
});

test('every key of a carrier is explained in its own words', () => {
  const explained = rows('Carriers');
  assert.deepEqual([...explained.keys()], Object.keys(SMTP_KEYS));
  for (const [key, { meaning }] of Object.entries(SMTP_KEYS)) assert.ok(explained.get(key)?.includes(meaning), key);
});

test('every metric is explained in its own words', () => {
  const explained = rows('What to watch');
  assert.deepEqual([...explained.keys()], Object.keys(METRICS));
  for (const [name, { help }] of Object.entries(METRICS)) assert.ok(explained.get(name)?.includes(help), name);
});
