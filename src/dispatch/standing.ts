/** What a campaign has to wait for on one channel, as figures of one moment: for those who explain a request. */
import type { Instant } from '../lib/clock.ts';
import type { ClosedBecause } from './gate.ts';

export interface Standing {
  /** Why nothing is claimed for anybody; empty when claims go on. */
  readonly closedBecause: readonly ClosedBecause[];
  /** Due requests of the campaign at hand. */
  readonly backlog: number;
  readonly lane: LaneStanding;
  readonly carrier: CarrierStanding;
}

/** What one instance may send over a channel, and who shares it. */
export interface LaneStanding {
  readonly underWay: number;
  readonly concurrent: number;
  readonly ratePerSecond: number;
  /** When the rate lets the next attempt begin; not after now when it may at once. */
  readonly nextStartAt: Instant;
  /** Campaigns that have due requests, with their weights in the sharing. */
  readonly waiting: readonly { readonly id: string; readonly weight: number }[];
}

export interface CarrierStanding {
  /** How many more attempts it would take. */
  readonly room: number;
  /** Nothing is claimed before this. */
  readonly heldUntil: Instant;
}
