/**
 * One queue: its agents, the campaigns that dial for them, and the people who have answered and wait. Who waits is served
 * by whoever becomes free, also by an agent for whom another campaign has dialled: nobody waits beside a free agent.
 */
import type { AgentState } from '../../domain/agent-states.ts';
import type { CampaignId } from '../../domain/campaign.ts';
import type { QueueId } from '../../domain/queue-id.ts';
import { createAgentShare } from '../../pacing/agent-share.ts';
import type { AgentCall } from './agent-call.ts';
import type { AgentChange, Agents } from './agents.ts';

/** A campaign as its queue sees it. */
export interface QueueMember {
  readonly id: CampaignId;
  weight(): number;
  /** Running, with requests due or calls under way. */
  isDialling(): boolean;
  /** Whether an agent is among those that the campaign may dial for from now on. */
  agentMoved(agentId: string, change: 'in' | 'out'): void;
  /** An agent has begun to talk: with the callee of a call of its own, or with somebody else's. */
  agentTalks(agentId: string, call: AgentCall | undefined): void;
  agentTalkEnded(agentId: string): void;
  /** What was left to do after the talk is done. */
  agentWorkEnded(agentId: string): void;
  /** The agent is offline. */
  agentGone(agentId: string): void;
  /** More may be allowed than before. */
  poke(): void;
}

export interface Waiting {
  readonly call: AgentCall;
  /** Connects the person; false when the agent was gone. */
  serve(agentId: string): boolean;
}

export interface QueueDesk {
  join(member: QueueMember): void;
  leave(member: QueueMember): void;
  /** Whether its members dial, or their weights, may have changed. */
  reconsider(): void;
  /** Tells a campaign's new pacer of its agents. */
  introduce(member: QueueMember): void;
  /** Free agents for whom the campaign may dial, the one who has been free longest first. */
  ownFree(member: QueueMember): readonly string[];
  hasAgents(): boolean;
  /** Its agents who are not offline, and those of them who could take a call now. */
  figures(): { readonly loggedIn: number; readonly free: number };
  /** The agent for a person of this campaign: its own who has been free longest, else anybody's. */
  agentFor(member: QueueMember): string | undefined;
  wait(waiting: Waiting): void;
  /** People who wait for an agent. */
  waiting(): number;
  /** The person waits no longer. */
  stopWaiting(call: AgentCall): void;
  /** The agent was taken for a call of the member. */
  taken(agentId: string, call: AgentCall, member: QueueMember): void;
  changed(change: AgentChange): void;
}

/** The desk of a queue, with the agents who are logged in by now. */
export function createQueueDesk(queueId: QueueId, agents: Agents): QueueDesk {
  const members = new Map<string, QueueMember>();
  /** In the order of their answers; as many at most as calls are under way. */
  const waitingLine: Waiting[] = [];
  const share = createAgentShare((agentId, from, to) => {
    memberOf(from)?.agentMoved(agentId, 'out');
    bring(agentId, memberOf(to));
  });
  for (const { agentId } of agents.loggedIn(queueId)) share.add(agentId);

  function memberOf(id: string | undefined): QueueMember | undefined {
    return id === undefined ? undefined : members.get(id);
  }

  function stateOf(agentId: string): AgentState {
    return agents.loggedIn(queueId).find((agent) => agent.agentId === agentId)?.state ?? 'offline';
  }

  /** Makes an agent known to a campaign. One in after-contact work, or at a preview, is made known when free again. */
  function bring(agentId: string, member: QueueMember | undefined): void {
    if (member === undefined) return;
    const state = stateOf(agentId);
    if (state !== 'available' && state !== 'onContact') return;
    member.agentMoved(agentId, 'in');
    if (state === 'onContact') member.agentTalks(agentId, undefined);
  }

  function reconsider(): void {
    const dialling = [...members.values()].filter((member) => member.isDialling());
    // Between two trickles of requests nobody dials; the agents stay where they are known.
    if (dialling.length > 0) share.setMembers(dialling.map((member) => ({ id: member.id, weight: member.weight() })));
  }

  function becameFree(agentId: string): void {
    const next = waitingLine[0];
    if (next?.serve(agentId) === true) return;
    memberOf(share.homeOf(agentId))?.poke();
  }

  function came(agentId: string): void {
    reconsider();
    share.add(agentId);
    memberOf(share.homeOf(agentId))?.agentMoved(agentId, 'in');
    becameFree(agentId);
  }

  function gone(agentId: string): void {
    share.remove(agentId);
    for (const member of members.values()) {
      member.agentMoved(agentId, 'out');
      member.agentGone(agentId);
      // What was granted for this agent counts no more.
      member.poke();
    }
  }

  function ownFree({ id }: QueueMember): string[] {
    return agents.free(queueId).filter((agentId) => share.homeOf(agentId) === id);
  }

  function toEveryone(tell: (member: QueueMember) => void): void {
    for (const member of members.values()) tell(member);
  }

  return {
    join(member) {
      members.set(member.id, member);
      reconsider();
    },
    leave(member) {
      members.delete(member.id);
      reconsider();
    },
    reconsider,
    introduce(member) {
      for (const { agentId } of agents.loggedIn(queueId))
        if (share.homeOf(agentId) === member.id) bring(agentId, member);
    },
    ownFree,
    figures: () => ({ loggedIn: agents.loggedIn(queueId).length, free: agents.free(queueId).length }),
    hasAgents: () => agents.loggedIn(queueId).length > 0,
    agentFor(member) {
      return ownFree(member)[0] ?? agents.free(queueId)[0];
    },
    wait: (waiting) => void waitingLine.push(waiting),
    waiting: () => waitingLine.length,
    stopWaiting(call) {
      const place = waitingLine.findIndex((waiting) => waiting.call === call);
      if (place >= 0) waitingLine.splice(place, 1);
    },
    taken(agentId, call, member) {
      share.renew(agentId);
      member.agentTalks(agentId, call);
      const home = memberOf(share.homeOf(agentId));
      if (home === member) return;
      // The one learns from the talk but may not count on the agent afterwards; the other may.
      member.agentMoved(agentId, 'out');
      home?.agentTalks(agentId, undefined);
    },
    changed({ agentId, from, to, isLeaving }) {
      if (from === 'afterContactWork') toEveryone((member) => member.agentWorkEnded(agentId));
      const home = memberOf(share.homeOf(agentId));
      if (from === to) {
        if (to !== 'offline') home?.agentMoved(agentId, isLeaving ? 'out' : 'in');
      } else if (to === 'offline') {
        gone(agentId);
      } else if (from === 'offline') {
        came(agentId);
      } else if (to === 'previewing') {
        home?.agentMoved(agentId, 'out');
      } else if (to === 'afterContactWork') {
        toEveryone((member) => member.agentTalkEnded(agentId));
      } else if (to === 'available') {
        home?.agentMoved(agentId, 'in');
        becameFree(agentId);
      }
    },
  };
}
