/** docs/state-machines.md draws the tables: every arrow of the page is in a table, and every entry of a table is drawn. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { CAMPAIGN_TRANSITIONS } from '../../../src/domain/campaign-states.ts';
import { END_REASONS } from '../../../src/domain/end-reasons.ts';
import { isTerminal, REQUEST_STATES, REQUEST_TRANSITIONS } from '../../../src/domain/request-states.ts';

const page = readFileSync('docs/state-machines.md', 'utf8');

function arrowsUnder(heading: string): string[] {
  const section = page.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/^ {2}(\w+ --> \w+(?: : \w+)?)$/gm)].map((match) => match[1] ?? '').sort();
}

test('the page draws exactly the transitions of a campaign', () => {
  const arrows = Object.entries(CAMPAIGN_TRANSITIONS).flatMap(([action, fromTo]) =>
    Object.entries(fromTo).map(([from, to]) => `${from} --> ${to} : ${action}`),
  );
  assert.deepEqual(arrowsUnder('Campaign'), arrows.sort());
});

test('the page draws exactly the transitions of a request', () => {
  const arrows = Object.entries(REQUEST_TRANSITIONS).flatMap(([from, tos]) => tos.map((to) => `${from} --> ${to}`));
  assert.deepEqual(arrowsUnder('Request'), arrows.sort());
});

test('a terminal state is one with nowhere to go, and every other leads to one', () => {
  assert.deepEqual(
    REQUEST_STATES.filter((state) => !isTerminal(state)),
    ['Buffered', 'Attempting'],
  );
});

test('every reason is a whole sentence', () => {
  for (const sentence of Object.values(END_REASONS)) assert.match(sentence, /^[A-Z].*\.$/);
});
