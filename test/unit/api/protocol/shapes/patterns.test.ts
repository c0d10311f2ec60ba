/** Every pattern of the wire: the matcher means what the model's expression says, and none can be made slow. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { campaignsV2 } from '../../../../../src/api/campaigns-v2/shapes/service.ts';
import type { Shape, StringShape } from '../../../../../src/api/protocol/shapes/shape.ts';
import { matcherOf } from '../../../../../src/api/protocol/shapes/string-decoder.ts';

function collect(shape: Shape, into: Map<string, StringShape>): void {
  if (shape.kind === 'string' && shape.pattern !== undefined) into.set(shape.name, shape);
  if (shape.kind === 'list') collect(shape.item, into);
  if (shape.kind === 'map') for (const part of [shape.key, shape.value]) collect(part, into);
  if (shape.kind === 'union') for (const member of Object.values(shape.members)) collect(member, into);
  if (shape.kind === 'structure') for (const member of Object.values(shape.members)) collect(member.shape, into);
}

const patterns = new Map<string, StringShape>();
for (const { input, output } of Object.values(campaignsV2.operations)) {
  collect(input, patterns);
  if (output !== undefined) collect(output, patterns);
}

/** Short enough for the two expressions that backtrack without end. */
const MAX_SHORT = 40;

/** Pieces that bring random strings near the patterns: valid samples, their parts, and what may stand between. */
const PIECES = [
  'arn:aws:connect:us-east-1:111122223333:instance/a',
  'arn',
  'aws:',
  ':',
  '/',
  'us-gov-west-12',
  'a',
  'Z',
  '9',
  '@',
  '.',
  ' ',
  '\n',
  '\u00a0',
  '-',
  '+',
  '_',
  'P',
  'T',
  'H',
  'D',
  'é',
];

for (const [name, shape] of patterns)
  test(`${name} accepts exactly what the model's pattern accepts in full`, () => {
    const expression = new RegExp(`^(?:${shape.pattern})$`, 's');
    const matches = matcherOf(shape);
    assert.ok(matches !== undefined);
    const nearby = fc.array(fc.constantFrom(...PIECES), { maxLength: 10 }).map((pieces) => pieces.join(''));
    const samples = fc.stringMatching(new RegExp(`^(?:${shape.pattern?.replace('(?!aws:)', '')})$`, 's'));
    const spoilt = fc.tuple(samples, fc.nat(), fc.constantFrom(...PIECES)).map(([sample, at, piece]) => {
      const cut = at % (sample.length + 1);
      return sample.slice(0, cut) + piece + sample.slice(cut + (at % 3));
    });
    const short = fc.oneof(nearby, samples, spoilt, fc.string({ maxLength: MAX_SHORT })).filter((text) => {
      // Beyond that the original expression itself takes seconds on a text that it refuses.
      return text.length <= MAX_SHORT || shape.matcher === undefined;
    });
    fc.assert(fc.property(short, (text) => assert.equal(matches(text), expression.test(text), JSON.stringify(text))));
  });

/** What makes backtracking engines despair: long runs that almost match, in every way that the patterns repeat. */
function worstInputs(length: number): string[] {
  const arn = 'arn:aws:connect:us-east-1:111122223333:';
  const fill = (head: string, unit: string, tail: string): string =>
    head +
    unit
      .repeat(Math.max(0, Math.ceil((length - head.length - tail.length) / unit.length)))
      .slice(0, Math.max(0, length - head.length - tail.length)) +
    tail;
  return [
    ...['a', 'a/', '/', '-', '1', ' ', '.'].flatMap((unit) => [
      fill(arn, unit, '::'),
      fill(arn, unit, ''),
      fill('arn:', unit, ':'),
      fill('arn:aws-', unit, '!'),
      fill('', unit, '\u0000'),
    ]),
    ...['@', 'a@', 'a@a', '@a', 'a@a ', '@.', 'a', '.', 'a.', ' '].flatMap((unit) => [
      fill('', unit, ''),
      fill('a@', unit, ' '),
      fill('', unit, '@'),
    ]),
    fill('PT', '1', ''),
    fill('P', '1', 'X'),
    fill('PT1H1M1,', '1', 'X'),
    fill('arn:aws', '-', ':lambda:'),
    fill('arn:aws:lambda:us-east-1:111122223333:function:', 'a', ':'),
  ];
}

/** Time of this process and not of a busy machine. */
function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

test('no pattern can be made slow: every worst input of every pattern together costs under 50 ms', () => {
  const work: (() => boolean)[] = [];
  for (const shape of patterns.values()) {
    const matches = matcherOf(shape);
    assert.ok(matches !== undefined);
    for (const input of worstInputs(shape.max ?? 500)) work.push(() => matches(input));
  }
  const elapsedMs = cpuMs(() => {
    for (const match of work) match();
  });
  assert.ok(work.length > 1000);
  assert.ok(elapsedMs < 50, `${work.length} matches took ${elapsedMs} ms`);
});

test('that bound would catch the expression of the model itself', () => {
  const { pattern } = patterns.get('Arn') ?? {};
  const text = `arn:aws:connect:us-east-1:111122223333:${'a/'.repeat(24)}::`;
  const original = new RegExp(`^(?:${pattern})$`, 's');
  assert.ok(cpuMs(() => assert.equal(original.test(text), false)) > 50);
});
