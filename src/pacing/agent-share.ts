/**
 * Shares the agents of one queue among the campaigns that dial for them, by weight: `bandwidthAllocation`, which AWS
 * normalises over the campaigns of a queue (admin guide, "Agent allocation"). Every agent has one home, the campaign that
 * may dial for that agent's next free moment. A new home is drawn with every contact, in the proportion of the weights,
 * so that a single agent serves several campaigns in turn; who is idle is dialled for by nobody else, nor lost to anybody:
 * only campaigns that dial take part.
 */
import { createFairShare, type FairShare } from './fair-share.ts';

export interface ShareMember {
  readonly id: string;
  /** 0 takes no part. */
  readonly weight: number;
}

export interface AgentShare {
  /** Who takes part now. Agents change homes only when that has changed. */
  setMembers(members: readonly ShareMember[]): void;
  /** An agent has come; undefined when no campaign takes part. */
  add(agentId: string): string | undefined;
  remove(agentId: string): void;
  /** The agent is taken: draws the home of the next free moment. */
  renew(agentId: string): void;
  homeOf(agentId: string): string | undefined;
}

/** Agents without homes; `onMoved` hears of every change of a home but the first one. */
export function createAgentShare(
  onMoved: (agentId: string, from: string | undefined, to: string | undefined) => void,
): AgentShare {
  let members: readonly ShareMember[] = [];
  let share: FairShare = createFairShare();
  /** Undefined while nobody takes part. */
  const homes = new Map<string, string | undefined>();

  function draw(): string | undefined {
    const [only] = members;
    if (members.length <= 1) return only?.id;
    const given = share.divide(
      members.map((member) => ({ ...member, wanted: 1 })),
      1,
    );
    return given.keys().next().value;
  }

  function move(agentId: string, to: string | undefined): void {
    const from = homes.get(agentId);
    if (from === to) return;
    homes.set(agentId, to);
    onMoved(agentId, from, to);
  }

  return {
    setMembers(next) {
      const active = next.filter(({ weight }) => weight > 0);
      if (describe(active) === describe(members)) return;
      members = active;
      share = createFairShare();
      for (const agentId of homes.keys()) move(agentId, draw());
    },
    add(agentId) {
      const home = draw();
      homes.set(agentId, home);
      return home;
    },
    remove: (agentId) => void homes.delete(agentId),
    renew(agentId) {
      if (homes.has(agentId) && members.length > 1) move(agentId, draw());
    },
    homeOf: (agentId) => homes.get(agentId),
  };
}

function describe(members: readonly ShareMember[]): string {
  return members.map(({ id, weight }) => `${id} ${weight}`).join();
}
