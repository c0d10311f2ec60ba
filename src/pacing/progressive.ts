/**
 * Progressive pacing: one call for each free agent. AWS dials "the next number after an agent finishes the previous call"
 * (admin guide, outbound campaigns best practices), so a person who answers finds an agent unless one has left meanwhile.
 */

/** The calls of a campaign beside the agents that it dials for. */
export interface AgentBalance {
  /** Agents of this campaign's share who could take a call now. */
  readonly freeAgents: number;
  /** Calls that ring or are being classified. */
  readonly inFlight: number;
  /** People who have answered and wait for an agent. */
  readonly waiting: number;
}

/** How many calls may be placed now; never more in flight than free agents. */
export function progressiveAllowance({ freeAgents, inFlight, waiting }: AgentBalance): number {
  return Math.max(0, freeAgents - inFlight - waiting);
}
