import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSeededRandom } from '../../../../src/lib/random.ts';
import {
  countService,
  fitHazards,
  forgetServices,
  priorTalkCounts,
  serviceBin,
} from '../../../../src/pacing/predictive/service-times.ts';
import { at, sum } from '../../../../src/pacing/predictive/vector.ts';

test('The hazard of exponential talks is learned as constant', () => {
  const random = createSeededRandom(7);
  const talk = priorTalkCounts();
  for (let service = 0; service < 50_000; service += 1) countService(talk, -100 * Math.log(1 - random.next()));
  const hazards = fitHazards(talk, []);
  for (const age of [0, 12, 70, 150, 280]) {
    const hazard = at(hazards, serviceBin(talk, age));
    assert.ok(Math.abs(hazard - 0.01) < 0.001, `hazard ${hazard} at ${age} s`);
  }
});

test('At the start of a shift, talks that still run keep the finished ones from looking typical', () => {
  const talk = priorTalkCounts();
  for (let service = 0; service < 50; service += 1) countService(talk, 30);
  const running = Array.from({ length: 450 }, () => 59);
  const bin = serviceBin(talk, 30);
  const biased = at(fitHazards(talk, []), bin);
  const fair = at(fitHazards(talk, running), bin);
  // 450 of 500 talks passed this bin without an end: about one in ten ends in its ten seconds.
  assert.ok(fair < 0.013, `hazard ${fair}`);
  assert.ok(biased > 3 * fair, `hazard ${biased}`);
});

test('Services of no length and of many hours are counted in the first and the last bin', () => {
  const talk = priorTalkCounts();
  countService(talk, 0);
  countService(talk, 40_000);
  assert.equal(at(talk.ends, 0), 1);
  assert.equal(at(talk.ends, talk.edges.length - 1), 1);
  assert.equal(sum(talk.exposureSeconds), 40_000);
});

test('Old services are forgotten beyond eight per agent', () => {
  const talk = priorTalkCounts();
  for (let service = 0; service < 900; service += 1) countService(talk, 60);
  forgetServices(talk, 200);
  assert.equal(sum(talk.ends), 900);
  forgetServices(talk, 100);
  assert.ok(Math.abs(sum(talk.ends) - 810) < 1e-9);
});
