/** How many calls one tick may place at most, whatever their risk, and why not more. */

/** What kept the last tick from placing another call. */
export type CapReason =
  /** The next call would be riskier than theta. */
  | 'risk'
  /** Every free agent has a call in flight, and no more than that is allowed now. */
  | 'agents'
  /** A campaign that has just begun grows step by step. */
  | 'ramp'
  /** Four calls per agent and tick are enough. */
  | 'burst'
  /** The share of the trunks is used up. */
  | 'trunks';

export interface Cap {
  readonly calls: number;
  readonly reason: CapReason;
}

/** What the caps depend on. */
export interface CapSituation {
  readonly agents: number;
  readonly free: number;
  readonly inFlight: number;
  readonly humans: number;
  readonly ended: number;
  readonly trunkGrant: number;
}

/** Until so many people answered or calls ended, calls in flight per free agent stay below this factor. */
const RAMP = [
  { humans: 20, ended: 80, perFreeAgent: 1.5 },
  { humans: 60, ended: 200, perFreeAgent: 2.5 },
];

/** The tightest cap. A ramp that went by people alone would hold back a list that few answer, so it counts calls too. */
export function tightestCap(situation: CapSituation): Cap {
  const { agents, free, inFlight, humans, ended, trunkGrant } = situation;
  const stage = RAMP.find((step) => humans < step.humans && ended < step.ended);
  const ramp = stage === undefined ? Number.POSITIVE_INFINITY : stage.perFreeAgent * Math.max(1, free) - inFlight;
  const caps: readonly Cap[] = [
    { calls: trunkGrant, reason: 'trunks' },
    { calls: 4 * agents + 8, reason: 'burst' },
    { calls: ramp, reason: 'ramp' },
  ];
  const tightest = caps.reduce((least, cap) => (cap.calls < least.calls ? cap : least));
  return { calls: Math.max(0, tightest.calls), reason: tightest.reason };
}
