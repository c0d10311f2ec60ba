/** What the marginal risk of the next call depends on, and what measures it. */
import type { Crowd } from './crowd.ts';
import type { Vector } from './vector.ts';

/** What the next seconds depend on. */
export interface Situation {
  /** F: free agents beyond the people who already wait; may be negative. */
  readonly free: number;
  /** D. */
  readonly answering: Crowd;
  /** S. */
  readonly returning: Crowd;
  /** The chances of a new call. */
  readonly newCall: Vector;
  /** How many answers the level rests on: its relative error is 1 / sqrt of this. */
  readonly levelWeight: number;
}

export interface RiskMeter {
  /** The risk of one more call, 0 to 1. */
  risk(): number;
  /** Counts one more call as placed. */
  place(): void;
}
