import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDomainPace, type DomainPace } from '../../../../src/channels/smtp/domain-pace.ts';
import { createWaitingLine, type WaitingLine } from '../../../../src/channels/smtp/waiting-line.ts';

function lineOf(queue: number, pace: DomainPace, ...domains: string[]): WaitingLine<string> {
  const line = createWaitingLine<string>(queue, pace);
  for (const [at, domain] of domains.entries()) line.add(domain, `${domain}${at}`);
  return line;
}

const take = (line: WaitingLine<string>, now: number): string | undefined => line.next(now)?.item;

test('domains take turns, and within one the first comes first', () => {
  const line = lineOf(100, createDomainPace(10, 1_000), 'a', 'a', 'a', 'b', 'c', 'b');
  const taken = Array.from({ length: 7 }, () => take(line, 0));
  assert.deepEqual(taken, ['a0', 'b3', 'c4', 'a1', 'b5', 'a2', undefined]);
});

test('a domain with too many under way waits, and the others go on', () => {
  const pace = createDomainPace(1, 1_000);
  const line = lineOf(100, pace, 'slow', 'slow', 'fast');
  assert.deepEqual([take(line, 0), take(line, 0), take(line, 0)], ['slow0', 'fast2', undefined]);
  assert.deepEqual([line.ready(0, 9), line.readyAt(0)], [0, undefined]);
  pace.end('slow', 5, true);
  assert.equal(take(line, 5), 'slow1');
});

test('no domain gets more a second than its rate and the burst', () => {
  const pace = createDomainPace(1_000, 20);
  const line = createWaitingLine<number>(1_000, pace);
  for (let count = 0; count < 300; count += 1) line.add('slow', count);
  let sent = 0;
  for (let now = 0; now < 10_000; now = line.readyAt(now) ?? now) {
    if (line.next(now) === undefined) throw new Error('it said that one may go');
    pace.end('slow', now, true);
    sent += 1;
    assert.ok(sent <= (now * 20) / 1_000 + 2, `${sent} after ${now} ms`);
  }
  assert.ok(sent >= 200, `${sent} in 10 s`);
});

test('a place in the rate that was not used is given back', () => {
  const pace = createDomainPace(5, 1);
  const line = lineOf(10, pace, 'a', 'a');
  assert.equal(take(line, 0), 'a0');
  assert.equal(line.ready(0, 5), 0);
  pace.end('a', 0, false);
  line.addFirst('a', 'a0');
  assert.equal(take(line, 0), 'a0');
});

test('a flood of one domain leaves half of the queue to others, and is bounded itself', () => {
  const line = createWaitingLine<number>(100, createDomainPace(1, 1));
  let flood = 0;
  // What the dispatcher does with a list that begins with one domain.
  while (line.room() > 0 && flood < 1_000) {
    line.add('slow', flood);
    flood += 1;
    if (flood === 150) assert.equal(line.room(), 50);
  }
  assert.equal(flood, 200);
  line.next(0);
  assert.equal(line.room(), 1);
  assert.equal(line.size(), 199);
});

test('removing and clearing leave the counts right', () => {
  const line = createWaitingLine<string>(4, createDomainPace(9, 1_000));
  for (const name of ['1', '2', '3', '4']) line.add('a', name);
  assert.equal(line.room(), 2);
  assert.deepEqual([line.remove('a', '2'), line.remove('a', '2'), line.remove('b', '1')], [true, false, false]);
  assert.deepEqual([line.room(), line.size()], [2, 3]);
  line.add('b', '5');
  assert.deepEqual(line.clear(), ['1', '3', '4', '5']);
  assert.deepEqual([line.room(), line.size(), line.next(0)], [4, 0, undefined]);
});
