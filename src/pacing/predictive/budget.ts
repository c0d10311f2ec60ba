/**
 * How much risk the next call may carry: theta, which follows the abandonments that may still be spent.
 *
 *   b     = alpha A - X - R - sqrt(R) / 2 - waiting + 2 max(0, 1 - A / 100)            the budget, in people
 *   bref  = max(1.5, 1.5 sqrt(alpha lambda))        lambda = live answers per hour     a comfortable cushion
 *   theta = 0.8 alpha min(max(0, (b - 1) / 0.5), clamp(1 + (b - 1 - bref) / bref, 0.2, 4))
 *
 * A live answers and X abandonments are in the window, R is promised to the calls in flight. The last term of b is a
 * credit for the start, gone after a hundred answers. theta moves slowly around 0.8 alpha, since a steep answer to the
 * budget (dial all, dial nothing) costs four points of occupancy. At b <= 1 it is zero: the campaign dials one call per
 * free agent, and beyond that only what carries no risk, until enough people have been served again.
 *
 * Once the window is full, answers also leave it. Then alpha A - X becomes the least, over the next quarter of the
 * window, of what remains after h seconds plus half of what new answers will bring: alpha A(h) - X(h) + alpha lambda h / 2.
 */
import type { AnswerLedger } from './answer-ledger.ts';
import { clamp } from './vector.ts';

/** What the budget depends on beside the ledger. */
export interface Commitments {
  /** R: expected abandonments of the calls in flight. */
  readonly openCharge: number;
  /** People who wait for an agent at this moment. */
  readonly waiting: number;
  /** The credit at the first answer; 0 for a pessimistic start. */
  readonly startCredit: number;
  /** Trunks cut the last wish: theta may not rise above its resting value, so that it does not overshoot later. */
  readonly trunkLimited: boolean;
}

/** What an abandonment budget is kept for. */
export interface BudgetTarget {
  /** alpha. */
  readonly rate: number;
  /** The share of live answers that is charged as abandoned, unseen. */
  readonly falsePositives: number;
}

export interface Budget {
  readonly theta: number;
  readonly b: number;
  /** A. */
  readonly answered: number;
  /** X, with the false positives. */
  readonly abandoned: number;
}

export const START_CREDIT = 2;
const START_CREDIT_ANSWERS = 100;
const RESTING_SHARE = 0.8;
const RESERVE = 1;
const RESERVE_SOFTNESS = 0.5;
const BOOST = { least: 0.2, most: 4 };
const HALF = 0.5;
/** The look-ahead of a full window: a quarter of it, in four steps. */
const LOOK_AHEAD_STEPS = [1 / 16, 2 / 16, 3 / 16, 4 / 16];
/** A rate per hour is not taken from less than ten minutes. */
const LEAST_LIVED_SECONDS = 600;

/** The budget of one ledger, advanced to now. */
export function budgetOf(ledger: AnswerLedger, target: BudgetTarget, commitments: Commitments): Budget {
  const { answered, abandoned: measured } = ledger.counts();
  const abandoned = measured + target.falsePositives * answered;
  const answersPerSecond = answered / Math.max(LEAST_LIVED_SECONDS, ledger.livedSeconds());
  const { openCharge, waiting, startCredit } = commitments;

  const earned = Math.min(target.rate * answered - abandoned, earnedAhead(ledger, target, answersPerSecond));
  const promised = openCharge + HALF * Math.sqrt(Math.max(0, openCharge)) + waiting;
  const credit = startCredit * Math.max(0, 1 - answered / START_CREDIT_ANSWERS);
  const b = earned - promised + credit;

  const cushion = Math.max(1.5, 1.5 * Math.sqrt(target.rate * answersPerSecond * 3600));
  const boost = clamp(1 + (b - RESERVE - cushion) / cushion, BOOST.least, commitments.trunkLimited ? 1 : BOOST.most);
  const brake = Math.max(0, (b - RESERVE) / RESERVE_SOFTNESS);
  return { theta: RESTING_SHARE * target.rate * Math.min(brake, boost), b, answered, abandoned };
}

/** The least that alpha A - X comes to while a full window loses its oldest quarter. */
function earnedAhead(ledger: AnswerLedger, target: BudgetTarget, answersPerSecond: number): number {
  if (ledger.livedSeconds() < ledger.windowSeconds) return Number.POSITIVE_INFINITY;
  const counts = ledger.counts();
  const ahead = LOOK_AHEAD_STEPS.map((share) => share * ledger.windowSeconds);
  const remaining = ledger.expiring(ahead).map((gone, step) => {
    const answered = counts.answered - gone.answered;
    const abandoned = counts.abandoned - gone.abandoned + target.falsePositives * answered;
    const coming = HALF * target.rate * answersPerSecond * (ahead[step] ?? 0);
    return target.rate * answered - abandoned + coming;
  });
  return Math.min(...remaining);
}

/** A rate is not judged on fewer live answers. */
const LEAST_JUDGED_ANSWERS = 34;

/** Whether the measured rate is at its target or above: then no call is placed beyond the free agents. */
export function isAtTarget(budget: Budget, rate: number): boolean {
  return budget.answered >= LEAST_JUDGED_ANSWERS && budget.abandoned >= rate * budget.answered;
}
