/** What a carrier counts and how it stands, for metrics, `status` and tests. It never names a recipient. */

export type SubmitOutcome = 'succeeded' | 'failed' | 'notSent' | 'unknown';

export interface CarrierFigures {
  /** The name in the configuration. */
  readonly carrier: string;
  readonly kind: 'smtp';
  /** Attempts that were taken and have no connection yet. */
  readonly waiting: number;
  /** Attempts whose answer is awaited. */
  readonly underWay: number;
  /** Open connections, where it keeps some. */
  readonly connections?: number;
  /** Takes nothing for a while, after failures in a row. */
  readonly isResting: boolean;
  /** Answers since the start of the process. */
  readonly byResult: Readonly<Record<SubmitOutcome, number>>;
  /** Time from taking an attempt to its answer, all attempts together. */
  readonly seconds: number;
}
