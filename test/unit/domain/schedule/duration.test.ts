import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseDuration } from '../../../../src/domain/schedule/duration.ts';

test('days, hours, minutes, seconds and fractions add up to milliseconds', () => {
  assert.equal(parseDuration('P1D'), 86_400_000);
  assert.equal(parseDuration('PT1H'), 3_600_000);
  assert.equal(parseDuration('P2DT3H4M5.678S'), ((2 * 24 + 3) * 60 + 4) * 60_000 + 5_678);
  assert.equal(parseDuration('PT0,0019S'), 1);
  assert.equal(parseDuration('PT1.S'), 1_000);
  assert.equal(parseDuration('PT+5M'), 300_000);
  assert.equal(parseDuration('PT0S'), 0);
});

test('what the pattern of the model lets pass and means nothing is refused', () => {
  const meaningless = ['P', 'PT', 'P1DT', 'P-1D', 'PT-5M', 'PT5M-3S', `P${'9'.repeat(40)}D`];
  for (const text of meaningless) assert.equal(parseDuration(text), undefined, text);
});

test('what is no duration is refused', () => {
  for (const text of [
    '',
    '1D',
    'P1',
    'P1W',
    'P1M',
    'P1Y',
    'PT1D',
    'pt1h',
    'P1D ',
    'PT1.0123456789S',
    `PT${'0'.repeat(60)}S`,
  ]) {
    assert.equal(parseDuration(text), undefined, text);
  }
});

test('every combination of components is the sum of its parts', () => {
  const component = fc.option(fc.integer({ min: 0, max: 10_000 }), { nil: undefined });
  fc.assert(
    fc.property(component, component, component, component, (days, hours, minutes, seconds) => {
      const part = (value: number | undefined, letter: string): string =>
        value === undefined ? '' : `${value}${letter}`;
      const time = part(hours, 'H') + part(minutes, 'M') + part(seconds, 'S');
      const date = part(days, 'D');
      const expected = (((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60_000 + (seconds ?? 0) * 1_000;
      const text = `P${date}${time === '' ? '' : `T${time}`}`;
      assert.equal(parseDuration(text), text === 'P' ? undefined : expected);
    }),
  );
});
