/**
 * When calls are answered, learned from calls: a life table over the age of a ringing call in seconds.
 *
 * Of the calls that reach age a, some leave in that second: answered by a person, answered by a machine, given up. The
 * share that does is a hazard. Calls that we cancelled, and those that ring at this moment, are censored: they were at
 * risk up to their age c and did not leave. With e(a), n(a) = calls that left and that were answered at age a, and
 * p(a), m(a) = those of them that were found to be a person or a machine:
 *
 *   at risk(a) = sum of e(b) for b >= a  +  sum of c(b) for b > a  +  c(a) / 2
 *   S(a+1) = S(a) (1 - e(a) / at risk(a))     still ringing at age a+1
 *   pi(a)  = p(a) / (p(a) + m(a))             an answer at this age is a person
 *   h(a)   = pi(a) n(a) / at risk(a)          C(a) = sum of S(b) h(b) for b < a         a person has answered by age a
 *                                             G = C(end)                                a person ever answers
 *
 * Without the censored calls the table would know only of calls that have left, and half a minute into a shift those
 * are the ones that were answered: 500 agents who begin together then dialled three times too much.
 */
import { add, at, scale, sum, type Vector, zeros } from './vector.ts';

/** Counts by age at the event, in whole seconds since the dial; the last bin holds all that is older. */
export interface RingCounts {
  /** Calls that stopped ringing, whatever the reason, except those we cancelled. */
  readonly exits: Vector;
  readonly answers: Vector;
  /** Answers that turned out to be a person or a machine, by the age at the answer; the verdict comes seconds later. */
  readonly humans: Vector;
  readonly machines: Vector;
  /** Calls that we cancelled. */
  readonly cancelled: Vector;
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
  const counts = {
    exits: zeros(bins),
    answers: zeros(bins),
    humans: zeros(bins),
    machines: zeros(bins),
    cancelled: zeros(bins),
  };
  const lastRing = Math.ceil(ringTimeoutSeconds) - 1;

  const shape = zeros(bins);
  for (let age = Math.min(2, lastRing); age <= lastRing; age += 1) {
    const deviation = (Math.log(Math.max(0.5, age - 1.5)) - 2.3) / 0.6;
    shape[age] = Math.exp(-0.5 * deviation ** 2);
  }
  scale(shape, (PRIOR_CALLS * PRIOR.human) / sum(shape));
  for (let age = 0; age < bins; age += 1) countAnswer(counts, counts.humans, age, at(shape, age));

  for (let age = 20; age < 26; age += 1) {
    countAnswer(counts, counts.machines, Math.min(age, lastRing), (PRIOR_CALLS * PRIOR.machine) / 6);
  }
  add(counts.exits, Math.min(4, lastRing), PRIOR_CALLS * PRIOR.failed);
  add(counts.exits, lastRing, PRIOR_CALLS * PRIOR.unanswered);
  return counts;
}

function countAnswer(counts: RingCounts, verdict: Vector, age: number, calls: number): void {
  add(counts.exits, age, calls);
  add(counts.answers, age, calls);
  add(verdict, age, calls);
}

/** The bin of a call that is `ageSeconds` old. */
export function ringBin(counts: { readonly exits: Vector }, ageSeconds: number): number {
  return Math.min(counts.exits.length - 1, Math.max(0, Math.floor(ageSeconds)));
}

/** The life table of the counts, with the calls that ring at this moment by age. */
export function fitRingCurve(counts: RingCounts, ringing: Vector): RingCurve {
  const bins = counts.exits.length;
  const censored = counts.cancelled.map((calls, age) => calls + at(ringing, age));
  const curve = {
    survival: zeros(bins + 1),
    humanHazard: zeros(bins),
    humanShare: zeros(bins),
    answeredBy: zeros(bins + 1),
  };
  /** Calls that reached this age. */
  let reached = sum(counts.exits) + sum(censored);
  curve.survival[0] = 1;
  for (let age = 0; age < bins; age += 1) {
    const atRisk = reached - at(censored, age) / 2;
    const observed = atRisk > 1e-9;
    const exitHazard = observed ? Math.min(1, at(counts.exits, age) / atRisk) : 1;
    const verdicts = at(counts.humans, age) + at(counts.machines, age);
    const humanShare = verdicts > 1e-9 ? at(counts.humans, age) / verdicts : 0;
    const humanHazard = observed ? (humanShare * at(counts.answers, age)) / atRisk : 0;
    const ringing = at(curve.survival, age);
    curve.humanHazard[age] = humanHazard;
    curve.humanShare[age] = humanShare;
    curve.answeredBy[age + 1] = at(curve.answeredBy, age) + ringing * humanHazard;
    curve.survival[age + 1] = ringing * (1 - exitHazard);
    reached -= at(counts.exits, age) + at(censored, age);
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
  const restored = {
    exits: counts.exits.slice(),
    answers: counts.answers.slice(),
    humans: counts.humans.slice(),
    machines: counts.machines.slice(),
    cancelled: counts.cancelled.slice(),
  };
  const calls = sum(restored.exits);
  if (calls > RESTORED_CALLS) scaleRings(restored, RESTORED_CALLS / calls);
  return restored;
}

function scaleRings(counts: RingCounts, factor: number): void {
  scale(counts.exits, factor);
  scale(counts.answers, factor);
  scale(counts.humans, factor);
  scale(counts.machines, factor);
  scale(counts.cancelled, factor);
}
