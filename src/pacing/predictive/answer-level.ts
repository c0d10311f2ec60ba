/**
 * How the list answers at present, compared with the learned ring curve: the level rho = O / E.
 *
 *   O = people detected        E = sum over ages of w(a) h(a)        w(a) = seconds that calls rang at age a
 *
 * Both begin with 20 imagined answers at level 1 and are scaled down together to a memory of about the answers of 90 s,
 * so that rho follows the hour. Ringing time is booked 2.2 s late, since a person is detected that long after the
 * answer: without the delay E runs ahead of O at a start, rho collapses, and a large team is overdialled.
 * E is summed with the curve of the moment. Were it kept as a number, a curve that a new campaign has just learned to be
 * four times lower would leave E four times too high, and the low level would be counted twice.
 */
import { add, at, clamp, dot, scale, type Vector, zeros } from './vector.ts';

export interface AnswerLevel {
  /** A person was detected. */
  heard(): void;
  /** In the `seconds` up to `t`, so many calls rang at each age; the hazards are those of the present curve. */
  expose(ringing: Vector, humanHazard: Vector, seconds: number, t: number): void;
  /** rho, between 0.1 and 4. */
  level(): number;
  /** E: about how many answers rho rests on; its relative error is 1 / sqrt(E). */
  weight(): number;
}

const DETECTION_LAG_SECONDS = 2.2;
const PRIOR_ANSWERS = 20;
const MEMORY_SECONDS = 90;
const MEMORY_ANSWERS = { least: 40, most: 400 };
const LEVEL = { least: 0.1, most: 4 };

/** A level that knows nothing yet, over this many ages. */
export function createAnswerLevel(ages: number): AnswerLevel {
  let observed = PRIOR_ANSWERS;
  let expected = PRIOR_ANSWERS;
  let prior = PRIOR_ANSWERS;
  const rungSeconds = zeros(ages);
  let heardInAll = 0;
  let watchedSeconds = 0;
  /** Ringing time whose answers are not yet due to be detected; bounded by the ticks of 2.2 s. */
  const pending: { readonly t: number; readonly rungSeconds: Vector }[] = [];

  function settle(t: number): void {
    const due = pending.findIndex((entry) => entry.t > t - DETECTION_LAG_SECONDS);
    for (const entry of pending.splice(0, due === -1 ? pending.length : due)) {
      for (let age = 0; age < ages; age += 1) add(rungSeconds, age, at(entry.rungSeconds, age));
    }
  }

  function forget(): void {
    const answersPerSecond = (heardInAll + 5) / (watchedSeconds + 60);
    const memory = clamp(MEMORY_SECONDS * answersPerSecond, MEMORY_ANSWERS.least, MEMORY_ANSWERS.most);
    if (expected <= memory) return;
    const kept = memory / expected;
    observed *= kept;
    prior *= kept;
    scale(rungSeconds, kept);
    expected = memory;
  }

  return {
    heard() {
      observed += 1;
      heardInAll += 1;
    },
    expose(ringing, humanHazard, seconds, t) {
      watchedSeconds += seconds;
      if (seconds > 0) pending.push({ t, rungSeconds: ringing.map((calls) => calls * seconds) });
      settle(t);
      expected = prior + dot(rungSeconds, humanHazard);
      forget();
    },
    level: () => clamp(observed / expected, LEVEL.least, LEVEL.most),
    weight: () => expected,
  };
}
