/** What a campaign has to wait for on one channel, as figures of one moment: for those who explain a request. */
import type { CarrierState } from '../channels/channel.ts';
import type { Instant } from '../lib/clock.ts';
import type { CapReason } from '../pacing/predictive/caps.ts';
import type { PacingMode } from '../pacing/predictive/trace.ts';
import type { ClosedBecause } from './gate.ts';

export interface Standing {
  /** Why nothing is claimed for anybody; empty when claims go on. */
  readonly closedBecause: readonly ClosedBecause[];
  /** Due requests of the campaign at hand. */
  readonly backlog: number;
  readonly lane: LaneStanding;
  /** Of calls that need agents. */
  readonly agents?: AgentStanding;
  readonly carrier: CarrierStanding;
}

/** What the dialler of a campaign may do, and why not more. */
export interface AgentStanding {
  readonly kind: 'progressive' | 'predictive' | 'preview';
  readonly queueId: string;
  /** Of the sharing of the queue's agents; 0 dials nothing. */
  readonly weight: number;
  /** Agents of the queue who are not offline. */
  readonly loggedIn: number;
  /** Agents of the queue who could take a call now. */
  readonly free: number;
  /** Those of them for whom this campaign may dial. */
  readonly ownFree: number;
  /** Its calls that ring or are being classified. */
  readonly inFlight: number;
  /** Its people who have answered and wait for an agent. */
  readonly waiting: number;
  /** Calls that it may begin now. */
  readonly allowance: number;
  /** Of the last tick of a predictive campaign: what it did, and what kept it from another call. */
  readonly tick?: { readonly mode: PacingMode; readonly cap: CapReason };
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

/** What stands between a source and the network. */
export interface SenderStanding extends CarrierState {
  /** How many more attempts it would take. */
  readonly room: number;
}
