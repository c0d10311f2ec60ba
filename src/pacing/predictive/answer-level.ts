/**
 * How today's list answers compared with the learned ring curve: the level rho = O / E.
 *
 *   O += 1 at every person detected        E += sum over ringing calls of h(age) dt        both start at 20
 *
 * E is what the curve expects O to be. It is booked 2.2 s late, because a person is detected that long after the
 * answer: without the delay E runs ahead of O at a start, rho collapses, and a large team is overdialled.
 * Both are scaled down to a memory of `neff` answers (about the answers of 90 s), so that rho follows the hour.
 */
import { clamp } from './vector.ts';

export interface AnswerLevel {
  /** A person was detected. */
  heard(): void;
  /** Books what the curve expects from the calls ringing in the `seconds` up to `t`: `humansPerSecond` in all. */
  expose(humansPerSecond: number, seconds: number, t: number): void;
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

/** A level that knows nothing yet. */
export function createAnswerLevel(): AnswerLevel {
  let observed = PRIOR_ANSWERS;
  let expected = PRIOR_ANSWERS;
  let heardInAll = 0;
  let watchedSeconds = 0;
  /** What is expected but not yet due to be detected; bounded by the ticks of 2.2 s. */
  const pending: { t: number; humans: number }[] = [];

  function settle(t: number): void {
    let due = 0;
    for (const entry of pending) {
      if (entry.t > t - DETECTION_LAG_SECONDS) break;
      expected += entry.humans;
      due += 1;
    }
    if (due > 0) pending.splice(0, due);
  }

  function forget(): void {
    const answersPerSecond = (heardInAll + 5) / (watchedSeconds + 60);
    const memory = clamp(MEMORY_SECONDS * answersPerSecond, MEMORY_ANSWERS.least, MEMORY_ANSWERS.most);
    if (expected <= memory) return;
    observed *= memory / expected;
    expected = memory;
  }

  return {
    heard() {
      observed += 1;
      heardInAll += 1;
    },
    expose(humansPerSecond, seconds, t) {
      watchedSeconds += seconds;
      if (seconds > 0) pending.push({ t, humans: humansPerSecond * seconds });
      settle(t);
      forget();
    },
    level: () => clamp(observed / expected, LEVEL.least, LEVEL.most),
    weight: () => expected,
  };
}
