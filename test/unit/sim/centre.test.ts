import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { simulate } from '../../../sim/centre.ts';
import { compare } from '../../../sim/comparison.ts';
import type { Method } from '../../../sim/dialer.ts';
import { mrb } from '../../../sim/dialers/mrb.ts';
import { fixedRatio, progressive } from '../../../sim/dialers/ratios.ts';
import { createEventQueue } from '../../../sim/event-queue.ts';
import { drawFate } from '../../../sim/fate.ts';
import { baseScenario, type Scenario, VARIANTS } from '../../../sim/scenario.ts';
import { createSeededRandom } from '../../../src/lib/random.ts';

const SEEDS = [11, 12, 13, 14];

function shift(agents: number, hours: number, changes: Partial<Scenario> = {}): Scenario {
  return { ...baseScenario(agents), hours, ...changes };
}

test('The same seed plays the same shift, another seed another', () => {
  const once = simulate(shift(10, 1), mrb(true), 3);
  assert.deepEqual(simulate(shift(10, 1), mrb(true), 3), once);
  assert.notDeepEqual(simulate(shift(10, 1), mrb(true), 4), once);
});

test('Short shifts of ten agents end at or under the target, and the agents are busier than with one call each', () => {
  for (const seed of SEEDS) {
    for (const allowCancel of [false, true]) {
      const ours = simulate(shift(10, 2), mrb(allowCancel), seed);
      assert.ok(ours.abandonment <= 0.03, `seed ${seed}: ${ours.abandonment}`);
      const plain = simulate(shift(10, 2), progressive, seed);
      assert.equal(plain.abandoned, 0);
      assert.ok(ours.occupancy > plain.occupancy + 0.05, `seed ${seed}: ${ours.occupancy} and ${plain.occupancy}`);
    }
  }
});

test('In every variant a team of 25 stays at or under the target', () => {
  for (const [name, changes] of Object.entries(VARIANTS)) {
    const { abandonment, answered } = simulate(shift(25, 1.5, changes), mrb(false), 21);
    assert.ok(abandonment <= 0.03, `${name}: ${abandonment}`);
    assert.ok(answered > 300, `${name}: ${answered}`);
  }
});

test('With a target of zero nobody is abandoned', () => {
  const { abandoned, occupancy } = simulate(shift(10, 2, { targetRate: 0 }), mrb(false), 5);
  assert.equal(abandoned, 0);
  assert.ok(occupancy > 0.5);
});

test('A cold start of 500 idle agents keeps the answer level sane and the target', () => {
  for (const answerShare of [0.07, 0.25]) {
    const levels: number[] = [];
    const inner = mrb(false);
    const watched: Method = {
      name: 'watched',
      create(run) {
        const dialer = inner.create(run);
        const tick: typeof dialer.tick = (desk, t) => {
          const trace = dialer.tick(desk, t);
          levels.push(trace?.rho ?? Number.NaN);
          return trace;
        };
        return { ...dialer, tick };
      },
    };
    const { abandonment } = simulate(shift(500, 0.2, { answerShare }), watched, 1);
    assert.ok(Math.min(...levels) > 0.5 && Math.max(...levels) < 2, `${Math.min(...levels)} to ${Math.max(...levels)}`);
    assert.ok(abandonment <= 0.03, `${abandonment}`);
  }
});

test('Dialling blindly abandons many, so the simulated world does punish', () => {
  const { abandonment } = simulate(shift(10, 1), fixedRatio(5), 1);
  assert.ok(abandonment > 0.1, `${abandonment}`);
});

test('Fates have the shares that the scenario says', () => {
  const random = createSeededRandom(9);
  const counts = { person: 0, machine: 0, failed: 0, noanswer: 0, mistaken: 0 };
  const calls = 40_000;
  for (let call = 0; call < calls; call += 1) {
    const fate = drawFate(random, 0.25);
    if (fate.kind === 'unanswered') counts[fate.cause] += 1;
    else {
      counts[fate.byPerson ? 'person' : 'machine'] += 1;
      if (fate.byPerson !== fate.takenForPerson) counts.mistaken += 1;
    }
  }
  const share = (count: number) => count / calls;
  assert.ok(Math.abs(share(counts.failed) - 0.08) < 0.005);
  assert.ok(share(counts.person) > 0.23 && share(counts.person) < 0.25, 'some people would have answered after 28 s');
  assert.ok(Math.abs(counts.mistaken / (counts.person + counts.machine) - 0.0446) < 0.006);
});

test('Events happen in order of time, and those of the same moment in order of their making', () => {
  const queue = createEventQueue<string>();
  for (const [t, name] of [
    [5, 'd'],
    [1, 'a'],
    [3, 'b'],
    [3, 'c'],
    [9, 'e'],
  ] as const)
    queue.add(t, name);
  const seen: string[] = [];
  for (let next = queue.takeUpTo(5); next !== undefined; next = queue.takeUpTo(5)) seen.push(next.event);
  assert.deepEqual(seen, ['a', 'b', 'c', 'd']);
});

test('The comparison writes a CSV with every run and three plots', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'campanile-sim-'));
  context.after(() => rmSync(folder, { recursive: true }));
  context.mock.method(process.stdout, 'write', () => true);
  const rows = compare({ teams: [5], seeds: [1, 2], hours: 0.25 }, folder);
  const settings = rows.reduce((total, { all }) => total + all.length, 0);
  const csv = readFileSync(join(folder, 'comparison.csv'), 'utf8').trim().split('\r\n');
  assert.equal(csv.length, 1 + 2 * settings);
  for (const plot of ['frontier', 'rate', 'reliability']) {
    assert.match(readFileSync(join(folder, `${plot}.svg`), 'utf8'), /^<svg [\s\S]+<\/svg>\n$/);
  }
});
