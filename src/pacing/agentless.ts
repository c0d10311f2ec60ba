/** Agentless pacing: no agent is waited for, so only telecom capacity bounds the calls (admin guide, "Agentless"). */

/** How many calls may be placed now, as far as agents are concerned. */
export function agentlessAllowance(): number {
  return Number.POSITIVE_INFINITY;
}
