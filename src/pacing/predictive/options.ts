/** What a campaign asks of its predictive pacer, and what follows from it for the arithmetic. */
import { assert } from '../../lib/assert.ts';

/** When the clock of a waiting person starts (AbandonmentRatePacingConfig of the API, `connectionStartPoint`). */
export type ConnectionStartPoint = 'CONNECTED_TO_SYSTEM' | 'GREETING_START' | 'GREETING_END';

export interface PredictiveOptions {
  /** The highest share of live answers that may find no agent in time, 0 to 1; reached exactly still counts as kept. */
  readonly targetRate: number;
  /** The rolling window over which that share is measured: PT1H to PT24H in the API. */
  readonly evaluationWindowSeconds: number;
  /** How long a person may wait after the start point before the call counts as abandoned. */
  readonly connectionThresholdSeconds: number;
  readonly connectionStartPoint: ConnectionStartPoint;
  /** How long a call may ring. */
  readonly ringTimeoutSeconds: number;
  /** Whether a call that has rung 15 s may be hung up when too many are about to answer. Default: no. */
  readonly allowCancel?: boolean;
  /** The share of live answers that the machine detection hangs up on: charged as abandoned. Default: 0. */
  readonly amdFalsePositiveEstimate?: number;
  /** Live answers of the 30 days up to now, those of `history` included, when the campaign has run before. */
  readonly ledger30Days?: { readonly answered: number; readonly abandoned: number };
}

/** Where the start point puts the clock of a waiting person. */
export interface ConnectionClock {
  /** Seconds from the moment a call is answered to the moment its clock starts. */
  readonly lagSeconds: number;
  /** Seconds between the start of the clock and the last moment at which an agent still comes in time. */
  readonly allowanceSeconds: number;
}

/** From answer to verdict, the machine detection takes 1.7 s for a person in the mean. */
const DETECTION_SECONDS = 1.7;
/** GREETING_START is about half a second after the answer. */
const GREETING_START_SECONDS = 0.5;
/** Agents must be free this much before the threshold, since the controller looks once a second. */
const DECISION_SLACK_SECONDS = 0.2;

/**
 * The clock of a waiting person. Only GREETING_END starts it after the detection; before that, the time that the
 * detection takes is taken from the threshold, and little of it may be left.
 */
export function connectionClock(options: PredictiveOptions): ConnectionClock {
  const threshold = options.connectionThresholdSeconds;
  switch (options.connectionStartPoint) {
    case 'GREETING_END':
      return { lagSeconds: DETECTION_SECONDS, allowanceSeconds: threshold - DECISION_SLACK_SECONDS };
    case 'GREETING_START':
      return { lagSeconds: GREETING_START_SECONDS, allowanceSeconds: threshold - DETECTION_SECONDS };
    case 'CONNECTED_TO_SYSTEM':
      return { lagSeconds: 0, allowanceSeconds: threshold - DETECTION_SECONDS };
  }
}

/** Throws when an option lies outside what the arithmetic is made for; the edge has long refused such a campaign. */
export function assertOptions(options: PredictiveOptions): void {
  const falsePositives = options.amdFalsePositiveEstimate ?? 0;
  assert(options.targetRate >= 0 && options.targetRate <= 1, 'a target rate outside 0 to 1');
  assert(options.evaluationWindowSeconds >= 60, 'an evaluation window under a minute');
  assert(options.connectionThresholdSeconds >= 0, 'a negative connection threshold');
  assert(options.ringTimeoutSeconds >= 1, 'a ring timeout under a second');
  assert(falsePositives >= 0 && falsePositives <= 1, 'a share of false positives outside 0 to 1');
}
