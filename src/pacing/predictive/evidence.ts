/**
 * What was measured: every live answer and every abandonment, in two ledgers. The API judges a campaign over a rolling
 * window of at most 24 hours; the FTC judges it over 30 days (16 CFR 310.4(b)(4)). The tighter of the two budgets rules.
 */
import { type AnswerCounts, type AnswerLedger, createAnswerLedger } from './answer-ledger.ts';
import { type Budget, budgetOf, type Commitments, isAtTarget, START_CREDIT } from './budget.ts';
import type { PredictiveOptions } from './options.ts';

export interface RecordedAnswer {
  /** Seconds, on the clock of the ticks. */
  readonly t: number;
  readonly abandoned: boolean;
}

export interface Evidence {
  answered(t: number): void;
  abandoned(t: number): void;
  /** The tighter budget now. */
  budget(t: number, commitments: Omit<Commitments, 'startCredit'>): TighterBudget;
}

export interface TighterBudget extends Budget {
  /** Of either ledger. */
  readonly isAtTarget: boolean;
  readonly thirtyDays: AnswerCounts;
}

const DAY_SECONDS = 86_400;
const LONG_WINDOW_SECONDS = 30 * DAY_SECONDS;
const BUCKET_SECONDS = 10;
const LONG_BUCKET_SECONDS = 600;
/** In a window of an hour chance alone moves the rate, so it is steered below its target (0.95: worst hour 3.4 %, 0.9: 2.9 %). */
const SHORT_WINDOW_SECONDS = 3600;
const SHORT_WINDOW_MARGIN = 0.9;

/** The ledgers of a campaign, with what it did before (`history`, by time). */
export function createEvidence(options: PredictiveOptions, history: readonly RecordedAnswer[] | undefined): Evidence {
  const { targetRate, evaluationWindowSeconds, ledger30Days } = options;
  const window = createAnswerLedger(evaluationWindowSeconds, BUCKET_SECONDS);
  const month = createAnswerLedger(LONG_WINDOW_SECONDS, LONG_BUCKET_SECONDS);
  const margin = evaluationWindowSeconds <= SHORT_WINDOW_SECONDS ? SHORT_WINDOW_MARGIN : 1;
  const falsePositives = options.amdFalsePositiveEstimate ?? 0;
  // A campaign that has run, but whose single answers are lost, gets no credit for a start.
  const startCredit = history === undefined && ledger30Days !== undefined ? 0 : START_CREDIT;
  let isRestored = false;

  function count(t: number, answered: number, abandoned: number): void {
    window.count(t, answered, abandoned);
    month.count(t, answered, abandoned);
  }

  function restore(t: number): void {
    if (isRestored) return;
    isRestored = true;
    const answers = history ?? [];
    const begin = Math.min(t, answers[0]?.t ?? t);
    if (ledger30Days !== undefined) {
      month.spread(begin - LONG_WINDOW_SECONDS, begin, olderThanHistory(ledger30Days, answers));
    }
    for (const answer of answers) count(answer.t, 1, answer.abandoned ? 1 : 0);
  }

  function budgetIn(ledger: AnswerLedger, rate: number, commitments: Omit<Commitments, 'startCredit'>): Budget {
    return budgetOf(ledger, { rate, falsePositives }, { ...commitments, startCredit });
  }

  return {
    answered(t) {
      restore(t);
      count(t, 1, 0);
    },
    abandoned(t) {
      restore(t);
      count(t, 0, 1);
    },
    budget(t, commitments) {
      restore(t);
      window.advance(t);
      month.advance(t);
      const short = budgetIn(window, margin * targetRate, commitments);
      const long = budgetIn(month, targetRate, commitments);
      const tighter = long.theta < short.theta || (long.theta === short.theta && long.b < short.b) ? long : short;
      return {
        ...tighter,
        isAtTarget: isAtTarget(short, targetRate) || isAtTarget(long, targetRate),
        thirtyDays: { answered: long.answered, abandoned: long.abandoned },
      };
    },
  };
}

/** What the 30 days hold beside the recorded answers; when each of these was is not known. */
function olderThanHistory(total: AnswerCounts, answers: readonly RecordedAnswer[]): AnswerCounts {
  const abandoned = answers.filter((answer) => answer.abandoned).length;
  return {
    answered: Math.max(0, total.answered - answers.length),
    abandoned: Math.max(0, total.abandoned - abandoned),
  };
}
