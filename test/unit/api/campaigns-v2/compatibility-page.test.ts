/** docs/compatibility.md has a row for every operation, and names only tests that exist. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';
import { OPERATION_NAMES } from './every-operation.ts';

const ROOT = new URL('../../../../', import.meta.url);

const page = readFileSync(new URL('docs/compatibility.md', ROOT), 'utf8');
const rows = rowsOf(page);

const sources = new Map<string, string>();
for (const path of readdirSync(new URL('test/', ROOT), { recursive: true, encoding: 'utf8' })) {
  if (!/\.(?:test|contract)\.ts$/.test(path)) continue;
  const name = basename(path).replace(/(?:\.test)?\.ts$/, '');
  sources.set(name, (sources.get(name) ?? '') + readFileSync(new URL(`test/${path}`, ROOT), 'utf8'));
}

test('every operation of the model has one row', () => {
  const operations = new Set<string>(OPERATION_NAMES);
  const listed = rows.map(([first = '']) => first).filter((first) => operations.has(first));
  assert.deepEqual(listed.toSorted(), OPERATION_NAMES.toSorted());
});

test('the last column of every row names a test file, and a test in it', () => {
  assert.ok(rows.length > OPERATION_NAMES.length);
  for (const cells of rows) {
    const [, file = '', name = ''] = /^`([a-z0-9-]+(?:\.contract)?)` › (.+)$/.exec(cells.at(-1) ?? '') ?? [];
    const source = sources.get(file);
    assert.ok(source !== undefined, `no such test file: ${cells.at(-1)}`);
    if (name === '*generated*') assert.match(source, /for \(const [\s\S]*?test\(`/, file);
    else assert.ok(hasTest(source, name), `no such test: ${name}`);
  }
});

test('no topic has two rows in one section', () => {
  for (const section of page.split(/^## /m)) {
    const topics = rowsOf(section).map(([topic]) => topic);
    assert.deepEqual(topics, [...new Set(topics)]);
  }
});

/** Whether a test of exactly this name stands in the source. */
function hasTest(source: string, name: string): boolean {
  const text = source.replaceAll("\\'", "'");
  return ["'", '"', '`'].some((quote) => text.includes(`test(${quote}${name}${quote}`));
}

/** The cells of every row that is no heading. */
function rowsOf(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.slice(2, -2).split(' | '))
    .filter((cells) => cells.at(-1) !== 'test');
}
