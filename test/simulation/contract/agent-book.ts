/** Where agents are, as one knows who logs them in and watches their telephones; nothing of it is asked of the service. */

export type Whereabouts = 'offline' | 'available' | 'talking' | 'afterContactWork';

export interface AgentBook {
  /** About to become available: may be called for from now on. */
  available(agentId: string): void;
  /** Answered as gone; one who talks, or works after a talk, leaves when that is done. */
  left(agentId: string): void;
  talks(agentId: string, reference: string): void;
  callEnded(reference: string): void;
  isLeaving(agentId: string): boolean;
  where(agentId: string): Whereabouts;
  /** The most agents of a queue who were free at this very instant; their names begin with its. */
  free(queue: string): number;
  in(whereabouts: Whereabouts): readonly string[];
  /** The process is gone, and whoever was logged in to it is not any more. */
  clear(): void;
}

interface Agent {
  where: Whereabouts;
  since: number;
  wasFree: boolean;
  reference?: string | undefined;
  isLeaving: boolean;
}

/** A book of nobody; `elapsed` never goes back. */
export function createAgentBook(elapsed: () => number): AgentBook {
  const agents = new Map<string, Agent>();

  function enter(agentId: string, where: Whereabouts, reference?: string): void {
    const before = agents.get(agentId);
    const isLeaving = where === 'available' ? false : (before?.isLeaving ?? false);
    const wasFree = before?.where === 'available' || (before?.since === elapsed() && before.wasFree);
    agents.set(agentId, { where, since: elapsed(), wasFree, reference, isLeaving });
  }

  return {
    available: (agentId) => enter(agentId, 'available'),
    left(agentId) {
      const agent = agents.get(agentId);
      if (agent?.where === 'talking') agent.isLeaving = true;
      else enter(agentId, 'offline');
    },
    talks: (agentId, reference) => enter(agentId, 'talking', reference),
    callEnded(reference) {
      for (const [agentId, agent] of agents) {
        if (agent.where === 'talking' && agent.reference === reference) enter(agentId, 'afterContactWork');
      }
    },
    isLeaving: (agentId) => agents.get(agentId)?.isLeaving ?? false,
    where: (agentId) => agents.get(agentId)?.where ?? 'offline',
    free(queue) {
      const now = elapsed();
      return [...agents].filter(
        ([agentId, { where, wasFree, since }]) =>
          agentId.startsWith(queue) && (where === 'available' || (wasFree && since === now)),
      ).length;
    },
    in: (whereabouts) => [...agents].filter(([, { where }]) => where === whereabouts).map(([agentId]) => agentId),
    clear: () => agents.clear(),
  };
}
