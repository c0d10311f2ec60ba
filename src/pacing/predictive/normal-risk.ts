/**
 * The marginal risk of large crowds, by the normal law with a continuity correction:
 *
 *   risk_j = 1 - Phi((F + E[S_j] - E[D_j] - 1/2) / sqrt(Var D_j + Var S_j + E[D_j]^2 / (2 weight) + 0.05))
 *
 * in the mean of a level that holds and of one that has just jumped (level-jump.ts), which multiplies D and its variance.
 * The third term is what the uncertain answer level adds, halved as it was tuned in simulation. The loop over new calls
 * is linear on purpose: every placed call keeps its own risk, so each must be computed anyway.
 */
import { LEVEL_JUMP } from './level-jump.ts';
import { HORIZONS } from './outlook.ts';
import type { RiskMeter, Situation } from './situation.ts';
import { at } from './vector.ts';

const CONTINUITY = 0.5;
const LEAST_VARIANCE = 0.05;

/** A meter whose cost does not depend on the size of the crowds. */
export function createNormalMeter(situation: Situation): RiskMeter {
  const { free, answering, returning, newCall, levelWeight } = situation;
  let placed = 0;

  function riskAt(j: number, jump: number): number {
    const chance = at(newCall, j);
    const answers = jump * (at(answering.mean, j) + placed * chance);
    const variance =
      jump * (at(answering.variance, j) + placed * chance * (1 - chance)) +
      at(returning.variance, j) +
      answers ** 2 / (2 * levelWeight) +
      LEAST_VARIANCE;
    const spare = free + at(returning.mean, j) - answers - CONTINUITY;
    return 1 - normalCdf(spare / Math.sqrt(variance));
  }

  return {
    risk() {
      let steady = 0;
      let jumped = 0;
      for (let j = 0; j < HORIZONS; j += 1) {
        steady += riskAt(j, 1);
        jumped += riskAt(j, LEVEL_JUMP.factor);
      }
      return ((1 - LEVEL_JUMP.probability) * steady + LEVEL_JUMP.probability * jumped) / HORIZONS;
    },
    place() {
      placed += 1;
    },
  };
}

/** Phi, to 7.5e-8 (Abramowitz and Stegun 26.2.17). */
export function normalCdf(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const density = 0.3989422804 * Math.exp(-0.5 * x * x);
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const upperTail = density * series;
  return x > 0 ? 1 - upperTail : upperTail;
}
