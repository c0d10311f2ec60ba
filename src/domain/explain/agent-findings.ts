/** What a call that needs an agent waits for: an agent, the share of its campaign, or the guard against abandonment. */
import type { AgentFacts, RequestFacts } from './facts.ts';
import type { Finding } from './finding.ts';

/** Nothing while a call may begin. */
export function agentFindings({ dispatch }: RequestFacts): Finding[] {
  const agents = dispatch?.agents;
  if (agents === undefined || agents.allowance > 0) return [];
  return [...brakeFindings(agents), ...whoIsMissing(agents)];
}

/** Contract line 7: when a predictive campaign has no more calls in flight than free agents. */
function brakeFindings({ tick }: AgentFacts): Finding[] {
  if (tick === undefined || tick.mode === 'predictive') return [];
  const why =
    tick.mode === 'stale'
      ? 'The estimates of the predictive dialler cannot be trusted now'
      : 'The abandonment rate is at its target, or what may be spent on abandonment is spent';
  const sentence = `${why}, so the campaign has no more calls in flight than free agents.`;
  return [{ code: 'ABANDONMENT_BRAKE', kind: 'standing', sentence }];
}

function whoIsMissing(agents: AgentFacts): Finding[] {
  const { weight, queueId, loggedIn, free, ownFree, inFlight, waiting, tick } = agents;
  if (weight <= 0)
    return [standing('AGENT_SHARE', 'The agent allocation of the campaign is 0, so it dials for nobody.')];
  if (loggedIn === 0)
    return [standing('NO_AGENT_LOGGED_IN', `No agent of queue ${queueId} is logged in and not offline.`)];
  if (tick?.mode === 'predictive') return pacedFindings(agents, tick.cap);
  if (ownFree > 0) {
    const sentence = `Free agents: ${ownFree}, all spoken for: calls that ring: ${inFlight}, people who wait: ${waiting}.`;
    return [standing('NO_FREE_AGENT', sentence)];
  }
  if (free > 0) {
    const sentence = `The free agents of queue ${queueId} (${free}) fall to other campaigns by their agent allocation.`;
    return [standing('AGENT_SHARE', sentence)];
  }
  return [standing('NO_FREE_AGENT', `No agent of queue ${queueId} is free; logged in: ${loggedIn}.`)];
}

function pacedFindings(
  { loggedIn, free, inFlight }: AgentFacts,
  cap: NonNullable<AgentFacts['tick']>['cap'],
): Finding[] {
  const figures = `free agents: ${free} of ${loggedIn}, calls in flight: ${inFlight}`;
  switch (cap) {
    case 'ramp':
    case 'burst':
      return [standing('DIALLING_PACE', `The predictive dialler adds calls step by step; ${figures}.`)];
    case 'trunks':
      // Capacity, which has findings of its own.
      return [];
    case 'risk':
    case 'agents': {
      const sentence = `Another call now could be answered when no agent is free; ${figures}.`;
      return [standing('ABANDONMENT_RISK', sentence)];
    }
  }
}

const standing = (code: Finding['code'], sentence: string): Finding => ({ code, kind: 'standing', sentence });
