/**
 * Who is logged in to which queue, and what each agent is doing. Kept in memory: agents log in again after a restart,
 * for a phone that was connected to the process before is connected to nobody now.
 */
import type { AgentContact, AgentPreview } from '../domain/agent-contact.ts';
import { type AgentState, mayChange } from '../domain/agent-states.ts';
import { normalQueueId, type QueueId } from '../domain/queue-id.ts';
import type { Clock, Instant } from '../lib/clock.ts';

export interface Agent {
  readonly agentId: string;
  readonly queueId: QueueId;
  /** Where the agent's voice is; a carrier bridges the callee to it. */
  readonly leg: string;
  readonly state: AgentState;
  readonly since: Instant;
  /** Goes offline, or logs out, as soon as the contact and what follows it are over. */
  readonly leaving?: 'offline' | 'loggedOut';
  readonly contact?: AgentContact;
  readonly preview?: AgentPreview;
}

/** A change of a state; logging in is one from and to offline, and logging out leads to offline. */
export interface AgentChange {
  readonly agentId: string;
  readonly queueId: QueueId;
  readonly from: AgentState;
  readonly to: AgentState;
  /** Will leave when this contact is over. */
  readonly isLeaving: boolean;
}

/** notNow: the state machine does not lead there from where the agent is. */
export type AgentVerdict = 'done' | 'unknownAgent' | 'notNow';

export interface Roster {
  logIn(agent: { agentId: string; queueId: string; leg?: string }): 'loggedIn' | 'taken' | 'full';
  /** At once, or when the contact is over. */
  logOut(agentId: string): AgentVerdict;
  /** From offline or after-contact work; takes a leave back that was announced. */
  makeAvailable(agentId: string): AgentVerdict;
  /** The work after a contact is done: available, or gone where a leave was announced. */
  endAfterContactWork(agentId: string): AgentVerdict;
  /** At once, or when the contact is over. */
  takeOffline(agentId: string): AgentVerdict;
  agent(agentId: string): Agent | undefined;
  agents(queueId?: string): Agent[];
  /** What calls of this queue show the callee when their request names no number (AWS: outbound caller ID number). */
  setCallerNumber(queueId: string, number: string | undefined): void;
  callerNumber(queueId: string): string | undefined;
  /** Available agents of a queue, the one who has been free longest first. */
  free(queueId: string): readonly string[];
  loggedIn(queueId: string): readonly Agent[];
  /** Seconds since the roster last heard of its agents: it is where they log in, so none. */
  feedAgeSeconds(): number;
  legOf(agentId: string): string | undefined;
  /** Takes an available or previewing agent. */
  connect(agentId: string, contact: AgentContact): boolean;
  contactEnded(agentId: string): void;
  /** Takes an available agent. */
  offerPreview(agentId: string, preview: AgentPreview): boolean;
  previewEnded(agentId: string): void;
  /** Calls `listener` after every change. */
  onChange(listener: (change: AgentChange) => void): void;
}

/** A large contact centre; about 5 MB. */
export const AGENTS_MAX = 10_000;

interface Seat {
  agent: Agent;
}

/** A roster without agents. */
export function createRoster(clock: Pick<Clock, 'now'>): Roster {
  const seats = new Map<string, Seat>();
  /** By queue; in a set the first is the one who has been free longest. */
  const free = new Map<QueueId, Set<string>>();
  const callerNumbers = new Map<QueueId, string>();
  const listeners: ((change: AgentChange) => void)[] = [];

  function freeOf(queueId: QueueId): Set<string> {
    const known = free.get(queueId);
    if (known !== undefined) return known;
    const created = new Set<string>();
    free.set(queueId, created);
    return created;
  }

  function tell({ agentId, queueId, state, leaving }: Agent, from: AgentState): void {
    const change = { agentId, queueId, from, to: state, isLeaving: leaving !== undefined };
    for (const listener of listeners) listener(change);
  }

  /** Moves an agent along the table. What the state brings with it (contact, preview) comes in `more`. */
  function enter(seat: Seat, to: AgentState, more: Pick<Agent, 'contact' | 'preview'> = {}): boolean {
    const { agentId, queueId, leg, state: from, leaving } = seat.agent;
    if (!mayChange(from, to)) return false;
    seat.agent = {
      ...{ agentId, queueId, leg, state: to, since: clock.now() },
      ...(leaving !== undefined && to !== 'offline' && { leaving }),
      ...more,
    };
    freeOf(queueId).delete(agentId);
    if (to === 'available') freeOf(queueId).add(agentId);
    if (to === 'offline' && leaving === 'loggedOut') seats.delete(agentId);
    tell(seat.agent, from);
    return true;
  }

  function leave(agentId: string, leaving: 'offline' | 'loggedOut'): AgentVerdict {
    const seat = seats.get(agentId);
    if (seat === undefined) return 'unknownAgent';
    const { state } = seat.agent;
    seat.agent = { ...seat.agent, leaving };
    if (state === 'offline') {
      if (leaving === 'loggedOut') seats.delete(agentId);
      tell(seat.agent, 'offline');
    } else if (!enter(seat, 'offline')) {
      tell(seat.agent, state);
    }
    return 'done';
  }

  /** What comes after a contact or a preview: the next one, or the leave that was announced. */
  function goOn(seat: Seat): void {
    enter(seat, seat.agent.leaving === undefined ? 'available' : 'offline');
  }

  return {
    logIn({ agentId, queueId: reference, leg = `agent:${agentId}` }) {
      if (seats.has(agentId)) return 'taken';
      if (seats.size >= AGENTS_MAX) return 'full';
      const queueId = normalQueueId(reference);
      const agent: Agent = { agentId, queueId, leg, state: 'offline', since: clock.now() };
      seats.set(agentId, { agent });
      tell(agent, 'offline');
      return 'loggedIn';
    },
    logOut: (agentId) => leave(agentId, 'loggedOut'),
    takeOffline: (agentId) => leave(agentId, 'offline'),
    makeAvailable(agentId) {
      const seat = seats.get(agentId);
      if (seat === undefined) return 'unknownAgent';
      const { leaving, ...staying } = seat.agent;
      const { state } = staying;
      seat.agent = staying;
      if (state === 'offline' || state === 'afterContactWork') {
        enter(seat, 'available');
        return 'done';
      }
      if (leaving === undefined) return 'notNow';
      tell(seat.agent, state);
      return 'done';
    },
    endAfterContactWork(agentId) {
      const seat = seats.get(agentId);
      if (seat === undefined) return 'unknownAgent';
      if (seat.agent.state !== 'afterContactWork') return 'notNow';
      goOn(seat);
      return 'done';
    },
    agent: (agentId) => seats.get(agentId)?.agent,
    agents(queueId) {
      const all = [...seats.values()].map(({ agent }) => agent);
      return queueId === undefined ? all : all.filter((agent) => agent.queueId === normalQueueId(queueId));
    },
    setCallerNumber(queueId, number) {
      if (number === undefined) callerNumbers.delete(normalQueueId(queueId));
      else callerNumbers.set(normalQueueId(queueId), number);
    },
    callerNumber: (queueId) => callerNumbers.get(normalQueueId(queueId)),
    free: (queueId) => [...(free.get(normalQueueId(queueId)) ?? [])],
    loggedIn: (queueId) =>
      [...seats.values()]
        .map(({ agent }) => agent)
        .filter((agent) => agent.queueId === normalQueueId(queueId) && agent.state !== 'offline'),
    feedAgeSeconds: () => 0,
    legOf: (agentId) => seats.get(agentId)?.agent.leg,
    connect(agentId, contact) {
      const seat = seats.get(agentId);
      return seat !== undefined && enter(seat, 'onContact', { contact });
    },
    contactEnded(agentId) {
      const seat = seats.get(agentId);
      if (seat?.agent.state === 'onContact') enter(seat, 'afterContactWork');
    },
    offerPreview(agentId, preview) {
      const seat = seats.get(agentId);
      return seat !== undefined && enter(seat, 'previewing', { preview });
    },
    previewEnded(agentId) {
      const seat = seats.get(agentId);
      if (seat?.agent.state === 'previewing') goOn(seat);
    },
    onChange: (listener) => void listeners.push(listener),
  };
}
