/** What one tick decided and why, for the log, the metrics, the plots and `explain`. */
import type { AnswerCounts } from './answer-ledger.ts';
import type { CapReason } from './caps.ts';

/**
 * predictive: calls beyond the free agents are allowed, as far as theta goes; at theta zero, those without risk;
 * progressive: one call per free agent, since the rate is at its target;
 * stale: the same, since the estimates cannot be trusted.
 */
export type PacingMode = 'predictive' | 'progressive' | 'stale';

/** The letters are those of docs/pacing.md. */
export interface PacerTrace {
  readonly mode: PacingMode;
  /** The marginal risk up to which calls were placed. */
  readonly theta: number;
  /** Abandonments that may still be spent, in people; of the tighter ledger, as A and X. */
  readonly b: number;
  /** Live answers in the window. */
  readonly A: number;
  /** Abandonments in the window, with the charged false positives. */
  readonly X: number;
  /** Live answers and abandonments of 30 days, with the charged false positives. */
  readonly thirtyDays: AnswerCounts;
  /** Expected abandonments of the calls in flight, after this tick's calls. */
  readonly R: number;
  /** The answer level, and how many answers it rests on. */
  readonly rho: number;
  readonly levelWeight: number;
  /** Free agents less the people who wait. */
  readonly free: number;
  /** Ringing and analysing calls before this tick's calls. */
  readonly inFlight: number;
  /** E[D_j] and E[S_j] before this tick's calls, by horizon. */
  readonly expectedAnswers: readonly number[];
  readonly expectedAgents: readonly number[];
  /** The risk of each placed call: the chance of no agent if a person answers it. */
  readonly risks: readonly number[];
  /** The risk of the call that was not placed any more. */
  readonly risk: number;
  readonly cap: CapReason;
}
