/**
 * How the world changes over a shift. The chance of an answer follows a slow wave and a mean-reverting noise, with
 * sudden spells on top; the length of talks follows a smaller wave and noise. All of it is drawn before the first call,
 * so that every method meets the same shift for the same seed.
 */
import type { Random } from '../src/lib/random.ts';
import { exponential, normal, uniform } from './chance.ts';
import type { Scenario } from './scenario.ts';

export interface Drift {
  /** The chance that a call dialled at `t` is answered by a person. */
  answerShare(t: number): number;
  /** The mean length of a talk that begins at `t`. */
  talkSeconds(t: number): number;
}

interface Spell {
  readonly from: number;
  readonly to: number;
  readonly factor: number;
}

const STEP_SECONDS = 10;
const WAVE_SECONDS = 6 * 3600;
const ANSWER = { wave: 0.3, noise: 0.15, noiseSeconds: 20 * 60 };
const TALK = { wave: 0.15, noise: 0.1, noiseSeconds: 30 * 60 };
/** Machines and failures keep their share, so a person can answer at most this often. */
const MOST_ANSWERED = 0.62;

/** The drift of one shift. */
export function createDrift(scenario: Scenario, random: Random): Drift {
  const seconds = scenario.hours * 3600;
  const answerNoise = meanReverting(random, seconds, ANSWER.noise, ANSWER.noiseSeconds);
  const talkNoise = meanReverting(random, seconds, TALK.noise, TALK.noiseSeconds);
  const bursts = drawSpells(random, seconds, scenario.burstsPerHour);
  const wave = (t: number): number => Math.sin((2 * Math.PI * t) / WAVE_SECONDS);

  return {
    answerShare(t) {
      const slow = Math.exp(ANSWER.wave * wave(t) + valueAt(answerNoise, t));
      const burst = bursts.find((spell) => t >= spell.from && t < spell.to)?.factor ?? 1;
      return Math.min(MOST_ANSWERED, scenario.answerShare * slow * burst);
    },
    talkSeconds: (t) => scenario.talkSeconds * (1 + TALK.wave * wave(t)) * Math.exp(valueAt(talkNoise, t)),
  };
}

/** An Ornstein-Uhlenbeck path on a grid of ten seconds. */
function meanReverting(random: Random, seconds: number, deviation: number, memorySeconds: number): readonly number[] {
  const kept = Math.exp(-STEP_SECONDS / memorySeconds);
  const path = [deviation * normal(random)];
  for (let t = STEP_SECONDS; t <= seconds; t += STEP_SECONDS) {
    path.push(kept * (path.at(-1) ?? 0) + deviation * Math.sqrt(1 - kept ** 2) * normal(random));
  }
  return path;
}

function valueAt(path: readonly number[], t: number): number {
  return path[Math.floor(t / STEP_SECONDS)] ?? path.at(-1) ?? 0;
}

function drawSpells(random: Random, seconds: number, perHour: number): readonly Spell[] {
  const spells: Spell[] = [];
  if (perHour === 0) return spells;
  for (let from = exponential(random, 3600 / perHour); from < seconds; ) {
    const to = from + uniform(random, 300, 900);
    spells.push({ from, to, factor: random.next() < 0.5 ? 0.5 : 1.7 });
    from = to + exponential(random, 3600 / perHour);
  }
  return spells;
}
