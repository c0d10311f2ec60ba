/**
 * The marginal risk: if one more call is placed now and a person answers it, the chance that no agent will be there.
 *
 *   risk = mean over j of P(D_j >= F + S_j)
 *
 * D_j people of the calls in flight have answered by horizon j, S_j busy agents have come back, F agents are free now.
 * Placing the call adds it to D_j, so each further call is a little riskier. Small crowds are counted exactly
 * (exact-risk.ts), large ones by the normal law (normal-risk.ts).
 */
import { createExactMeter } from './exact-risk.ts';
import { createNormalMeter } from './normal-risk.ts';
import { MIDDLE_HORIZON } from './outlook.ts';
import type { RiskMeter, Situation } from './situation.ts';
import { at } from './vector.ts';

/** Above this variance the sum of so many chances is normal enough. */
const EXACT_VARIANCE = 2.5;

/** A meter for this moment. */
export function createRiskMeter(situation: Situation): RiskMeter {
  const { answering, returning } = situation;
  const variance = at(answering.variance, MIDDLE_HORIZON) + at(returning.variance, MIDDLE_HORIZON);
  return variance < EXACT_VARIANCE ? createExactMeter(situation) : createNormalMeter(situation);
}
