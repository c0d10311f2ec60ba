/**
 * When calls are answered, learned from calls: a life table over the age of a ringing call in seconds.
 *
 * Of the calls that reach age a, some leave in that second: answered by a person, answered by a machine, given up. The
 * share that does is a hazard, and hazards are unbiased however many calls are still ringing or were cancelled
 * (such a call is censored: it was at risk and did not leave). With e(a), n(a), m(a) = calls that left, that were
 * answered, and that were answered by a person at age a:
 *
 *   at risk(a) = sum of e(b) for b >= a       S(a+1) = S(a) (1 - e(a) / at risk(a))     still ringing at age a
 *   h(a) = m(a) / at risk(a)                  C(a) = sum of S(b) h(b) for b < a         a person has answered by age a
 *   pi(a) = m(a) / n(a)                       G = C(end)                                a person ever answers
 */
import { add, at, scale, sum, type Vector, zeros } from './vector.ts';

/** Counts by age at the event, in whole seconds since the dial; the last bin holds all that is older. */
export interface RingCounts {
  /** Calls that stopped ringing, whatever the reason, except those we cancelled. */
  readonly exits: Vector;
  readonly answers: Vector;
  /** Answers that turned out to be a person, by the age at the answer. */
  readonly humans: Vector;
}

export interface RingCurve {
  /** S, one entry more than there are bins. */
  readonly survival: Vector;
  /** h: a person answers in this second, given that the call still rings. */
  readonly humanHazard: Vector;
  /** pi: an answer at this age is a person. */
  readonly humanShare: Vector;
  /** C, one entry more than there are bins. */
  readonly answeredBy: Vector;
  /** G. */
  readonly humanFraction: number;
}

/** Set-up of a call takes some seconds before it rings, so ages go beyond the ring timeout by this much. */
const SETUP_SECONDS = 12;
/** Counts beyond this many calls are thinned, so that the curve follows the day. */
const REMEMBERED_CALLS = 6000;
const FORGETTING = 0.9;
/** What a new campaign believes, in calls: few enough that a minute of dialling outweighs it. */
const PRIOR_CALLS = 40;
const PRIOR = { human: 0.3, machine: 0.25, failed: 0.075, unanswered: 0.38 };
/** A curve of an earlier day counts as at most this many calls. */
const RESTORED_CALLS = 1000;

/** The counts that a campaign starts with: 40 imagined calls, people answering after some ten seconds of ringing. */
export function priorRingCounts(ringTimeoutSeconds: number): RingCounts {
  const bins = Math.ceil(ringTimeoutSeconds) + SETUP_SECONDS;
  const counts = { exits: zeros(bins), answers: zeros(bins), humans: zeros(bins) };
  const lastRing = Math.ceil(ringTimeoutSeconds) - 1;

  const shape = zeros(bins);
  for (let age = Math.min(2, lastRing); age <= lastRing; age += 1) {
    const deviation = (Math.log(Math.max(0.5, age - 1.5)) - 2.3) / 0.6;
    shape[age] = Math.exp(-0.5 * deviation ** 2);
  }
  scale(shape, (PRIOR_CALLS * PRIOR.human) / sum(shape));
  for (let age = 0; age < bins; age += 1) countAnswer(counts, age, at(shape, age), at(shape, age));

  for (let age = 20; age < 26; age += 1) {
    countAnswer(counts, Math.min(age, lastRing), (PRIOR_CALLS * PRIOR.machine) / 6, 0);
  }
  add(counts.exits, Math.min(4, lastRing), PRIOR_CALLS * PRIOR.failed);
  add(counts.exits, lastRing, PRIOR_CALLS * PRIOR.unanswered);
  return counts;
}

function countAnswer(counts: RingCounts, age: number, answers: number, humans: number): void {
  add(counts.exits, age, answers);
  add(counts.answers, age, answers);
  add(counts.humans, age, humans);
}

/** The bin of a call that is `ageSeconds` old. */
export function ringBin(counts: { readonly exits: Vector }, ageSeconds: number): number {
  return Math.min(counts.exits.length - 1, Math.max(0, Math.floor(ageSeconds)));
}

/** The life table of the counts. */
export function fitRingCurve(counts: RingCounts): RingCurve {
  const bins = counts.exits.length;
  const curve = {
    survival: zeros(bins + 1),
    humanHazard: zeros(bins),
    humanShare: zeros(bins),
    answeredBy: zeros(bins + 1),
  };
  let atRisk = sum(counts.exits);
  curve.survival[0] = 1;
  for (let age = 0; age < bins; age += 1) {
    const observed = atRisk > 1e-9;
    const exitHazard = observed ? Math.min(1, at(counts.exits, age) / atRisk) : 1;
    const humanHazard = observed ? at(counts.humans, age) / atRisk : 0;
    const ringing = at(curve.survival, age);
    const answers = at(counts.answers, age);
    curve.humanHazard[age] = humanHazard;
    curve.humanShare[age] = answers > 1e-9 ? at(counts.humans, age) / answers : 0;
    curve.answeredBy[age + 1] = at(curve.answeredBy, age) + ringing * humanHazard;
    curve.survival[age + 1] = ringing * (1 - exitHazard);
    atRisk -= at(counts.exits, age);
  }
  return { ...curve, humanFraction: Math.max(1e-9, at(curve.answeredBy, bins)) };
}

/** C at any age, linear between whole seconds. */
export function answeredBy(curve: RingCurve, ageSeconds: number): number {
  if (ageSeconds <= 0) return 0;
  const age = Math.floor(ageSeconds);
  if (age >= curve.humanHazard.length) return curve.humanFraction;
  const before = at(curve.answeredBy, age);
  return before + (ageSeconds - age) * (at(curve.answeredBy, age + 1) - before);
}

/** The age by which `share` of those persons who will answer have answered. */
export function answerQuantile(curve: RingCurve, share: number): number {
  const wanted = share * curve.humanFraction;
  const last = curve.humanHazard.length - 1;
  let age = 0;
  while (age < last && at(curve.answeredBy, age + 1) < wanted) age += 1;
  const before = at(curve.answeredBy, age);
  return age + (wanted - before) / Math.max(1e-12, at(curve.answeredBy, age + 1) - before);
}

/** Lets old calls weigh less once there are many. */
export function forgetRings(counts: RingCounts): void {
  if (sum(counts.exits) > REMEMBERED_CALLS) scaleRings(counts, FORGETTING);
}

/** Counts of an earlier run, at most as heavy as a thousand calls. */
export function restoreRings(counts: RingCounts): RingCounts {
  const restored = { exits: counts.exits.slice(), answers: counts.answers.slice(), humans: counts.humans.slice() };
  const calls = sum(restored.exits);
  if (calls > RESTORED_CALLS) scaleRings(restored, RESTORED_CALLS / calls);
  return restored;
}

function scaleRings(counts: RingCounts, factor: number): void {
  scale(counts.exits, factor);
  scale(counts.answers, factor);
  scale(counts.humans, factor);
}
