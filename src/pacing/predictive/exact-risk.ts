/**
 * The marginal risk of small crowds, counted out: the number of successes among independent chances has the
 * Poisson-binomial distribution, built by adding one member at a time. The answer level is itself uncertain, so D is
 * a mixture over three levels (Gauss-Hermite nodes: a normal with relative deviation 1 / sqrt(weight)) and a level that
 * has just jumped (level-jump.ts).
 */
import type { Crowd } from './crowd.ts';
import { LEVEL_JUMP } from './level-jump.ts';
import { HORIZONS } from './outlook.ts';
import type { RiskMeter, Situation } from './situation.ts';
import { at, type Vector, zeros } from './vector.ts';

const MOST_CERTAIN = 0.98;
const NEGLIGIBLE_CHANCE = 1e-4;
const NEGLIGIBLE_PROBABILITY = 1e-9;
const SQRT_3 = 1.732;

interface LevelNode {
  readonly factor: number;
  readonly probability: number;
}

/** A meter that counts; its cost grows with the number of members times the size of the support. */
export function createExactMeter(situation: Situation): RiskMeter {
  const { free, answering, returning, newCall, levelWeight } = situation;
  const most = largestCount(answering, levelWeight);
  const nodes = levelNodes(levelWeight);
  const horizons = Array.from({ length: HORIZONS }, (_, j) => ({
    newCall: at(newCall, j),
    agents: distribution(returning, j, 1, most),
    answers: nodes.map((node) => ({ node, counts: distribution(answering, j, node.factor, most) })),
  }));

  return {
    risk() {
      let total = 0;
      for (const { agents, answers } of horizons) {
        for (const { node, counts } of answers) total += node.probability * shortage(counts, agents, free);
      }
      return total / HORIZONS;
    },
    place() {
      for (const { newCall: chance, answers } of horizons) {
        for (const { node, counts } of answers) addMember(counts, Math.min(MOST_CERTAIN, chance * node.factor), most);
      }
    },
  };
}

/** P(D >= free + S) for the two distributions. */
function shortage(answers: Vector, agents: Vector, free: number): number {
  let risk = 0;
  let fewer = 0; // P(D < needed)
  let counted = 0;
  for (let back = 0; back < agents.length; back += 1) {
    const probability = at(agents, back);
    if (probability < NEGLIGIBLE_PROBABILITY) continue;
    const needed = free + back;
    for (; counted < needed && counted < answers.length; counted += 1) fewer += at(answers, counted);
    risk += probability * (needed <= 0 ? 1 : Math.max(0, 1 - fewer));
  }
  return risk;
}

/** The counts beyond this are so unlikely that they are not told apart. */
function largestCount(answering: Crowd, levelWeight: number): number {
  const mean = LEVEL_JUMP.factor * at(answering.mean, HORIZONS - 1);
  const variance = at(answering.variance, HORIZONS - 1) + mean ** 2 / levelWeight;
  return Math.max(12, Math.ceil(mean + 6 * Math.sqrt(variance) + 6));
}

function levelNodes(levelWeight: number): readonly LevelNode[] {
  const spread = SQRT_3 / Math.sqrt(levelWeight);
  const steady = 1 - LEVEL_JUMP.probability;
  return [
    { factor: 1 - spread, probability: steady / 6 },
    { factor: 1, probability: (steady * 2) / 3 },
    { factor: 1 + spread, probability: steady / 6 },
    LEVEL_JUMP,
  ];
}

/** P(count = k) for k up to `most`, at horizon j, all chances multiplied by `factor`. */
function distribution(crowd: Crowd, j: number, factor: number, most: number): Vector {
  const counts = zeros(most + 1);
  counts[0] = 1;
  let members = 0;
  for (const cohort of crowd.cohorts) {
    const chance = Math.min(MOST_CERTAIN, at(cohort.chance, j) * factor);
    if (chance < NEGLIGIBLE_CHANCE) continue;
    for (let member = 0; member < cohort.members; member += 1) {
      members = Math.min(most, members + 1);
      addMember(counts, chance, members);
    }
  }
  return counts;
}

/** One more member, who counts with this chance, to a distribution of at most `members`; the overflow is dropped. */
function addMember(counts: Vector, chance: number, members: number): void {
  for (let k = members; k > 0; k -= 1) counts[k] = at(counts, k) * (1 - chance) + at(counts, k - 1) * chance;
  counts[0] = at(counts, 0) * (1 - chance);
}
