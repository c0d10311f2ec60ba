/**
 * The agents of the campaign and what each is doing.
 *
 *   free -> talking -> wrapping -> free        'out' removes a free or wrapping agent at once,
 *                                              and a talking one when the talk ends
 */
import { unreachable } from '../../lib/assert.ts';

export type AgentId = string | number;

export interface Agent {
  stage: 'free' | 'talking' | 'wrapping';
  since: number;
  /** Logs out after this call, so nobody may count on this agent. */
  leaving: boolean;
}

export interface AgentLedger {
  /** The agent is logged in; one who was about to leave stays. */
  login(id: AgentId, t: number): void;
  logout(id: AgentId): void;
  /** The agent talks from now on; an agent never heard of is taken as logged in. */
  connect(id: AgentId, t: number): void;
  /** The seconds talked, or undefined when the agent was not talking. */
  endTalk(id: AgentId, t: number): number | undefined;
  /** The seconds of after-contact work, or undefined when there was none. */
  endWrap(id: AgentId, t: number): number | undefined;
  all(): Iterable<Agent>;
  loggedIn(): number;
  free(): number;
}

/** A ledger without agents. Bounded by the agents of the campaign's queue. */
export function createAgentLedger(): AgentLedger {
  const agents = new Map<AgentId, Agent>();
  let free = 0;

  function enter(id: AgentId, agent: Agent, stage: Agent['stage'], t: number): void {
    if (agent.stage === 'free') free -= 1;
    if (stage === 'free') free += 1;
    agent.stage = stage;
    agent.since = t;
    agents.set(id, agent);
  }

  function leave(id: AgentId, agent: Agent): void {
    if (agent.stage === 'free') free -= 1;
    agents.delete(id);
  }

  function enrol(id: AgentId, t: number): Agent {
    const agent: Agent = { stage: 'free', since: t, leaving: false };
    agents.set(id, agent);
    free += 1;
    return agent;
  }

  return {
    login(id, t) {
      const agent = agents.get(id) ?? enrol(id, t);
      agent.leaving = false;
    },
    logout(id) {
      const agent = agents.get(id);
      if (agent === undefined) return;
      switch (agent.stage) {
        case 'free':
        case 'wrapping':
          leave(id, agent);
          return;
        case 'talking':
          agent.leaving = true;
          return;
        default:
          unreachable(agent.stage);
      }
    },
    connect: (id, t) => enter(id, agents.get(id) ?? enrol(id, t), 'talking', t),
    endTalk(id, t) {
      const agent = agents.get(id);
      if (agent?.stage !== 'talking') return undefined;
      const talked = Math.max(0, t - agent.since);
      if (agent.leaving) leave(id, agent);
      else enter(id, agent, 'wrapping', t);
      return talked;
    },
    endWrap(id, t) {
      const agent = agents.get(id);
      if (agent?.stage !== 'wrapping') return undefined;
      const wrapped = Math.max(0, t - agent.since);
      enter(id, agent, 'free', t);
      return wrapped;
    },
    all: () => agents.values(),
    loggedIn: () => agents.size,
    free: () => free,
  };
}

/** How long each agent in this stage has been in it. */
export function* agesIn(ledger: AgentLedger, stage: Agent['stage'], t: number): Generator<number> {
  for (const agent of ledger.all()) {
    if (agent.stage === stage) yield Math.max(0, t - agent.since);
  }
}
