/** Agents as supervisors see them and as their own desks steer them. */

import type { Agent, AgentVerdict, Roster } from '../../agents/roster.ts';
import { validationError } from '../../api/protocol/errors.ts';
import type { OperationOf } from '../../api/protocol/operation.ts';
import { isE164 } from '../../domain/phone-number.ts';
import { normalQueueId } from '../../domain/queue-id.ts';
import { normalisePhoneNumber } from '../../domain/request-content.ts';
import type { AdminDeps } from '../admin-deps.ts';
import type { AGENT_ACTIONS } from '../shapes/agents.ts';
import { conflict, notFound } from '../shapes/errors.ts';
import type { ADMIN_SERVICE } from '../shapes/service.ts';
import { shownAgent } from './shown-agent.ts';

type Deps = Pick<AdminDeps, 'agents'>;

/** The agents of a queue; none of one that nobody has logged in to. */
export function createListAgents({ agents }: Deps): OperationOf<typeof ADMIN_SERVICE.operations.ListAgents> {
  return (_context, { queueId }) => ({
    agents: agents.agents(queueId).map(shownAgent),
    outboundCallerIdNumber: agents.callerNumber(queueId),
  });
}

/** Logs an agent in to one queue; 409 when the agent is logged in already. */
export function createLogInAgent({ agents }: Deps): OperationOf<typeof ADMIN_SERVICE.operations.LogInAgent> {
  return (_context, { queueId, agentId, available = false, leg }) => {
    const result = agents.logIn({ agentId, queueId, ...(leg !== undefined && { leg }) });
    if (result === 'taken') throw conflict('The agent is logged in already');
    if (result === 'full') throw conflict('No more agents can be logged in');
    if (available) agents.makeAvailable(agentId);
    const agent = agents.agent(agentId);
    if (agent === undefined) throw notFound('agent');
    return shownAgent(agent);
  };
}

/** What an agent does; 409 when it does not go with what the agent is doing. */
export function createChangeAgent({ agents }: Deps): OperationOf<typeof ADMIN_SERVICE.operations.ChangeAgent> {
  return (_context, { queueId, agentId, action }) => {
    const agent = agents.agent(agentId);
    if (agent?.queueId !== normalQueueId(queueId)) throw notFound('agent');
    if (ACTIONS[action](agents, agent) !== 'done') throw conflict(`An agent who is ${agent.state} cannot: ${action}`);
  };
}

const ACTIONS: Readonly<Record<(typeof AGENT_ACTIONS)[number], (agents: Roster, agent: Agent) => AgentVerdict>> = {
  available: (agents, { agentId }) => agents.makeAvailable(agentId),
  offline: (agents, { agentId }) => agents.takeOffline(agentId),
  logOut: (agents, { agentId }) => agents.logOut(agentId),
  afterContactWorkDone: (agents, { agentId }) => agents.endAfterContactWork(agentId),
  hangUp: (_agents, { contact }) => called(contact && (() => contact.hangUp())),
  acceptPreview: (_agents, { preview }) => called(preview && (() => preview.accept())),
  callPreview: (_agents, { preview }) => called(preview && (() => preview.call())),
  discardPreview: (_agents, { preview }) => called(preview?.mayDiscard ? () => preview.discard() : undefined),
};

function called(act: (() => void) | undefined): AgentVerdict {
  act?.();
  return act === undefined ? 'notNow' : 'done';
}

/** The number that callees see when neither request nor campaign names one; without a number it is taken away. */
export function createChangeQueue({ agents }: Deps): OperationOf<typeof ADMIN_SERVICE.operations.ChangeQueue> {
  return (_context, { queueId, outboundCallerIdNumber: number }) => {
    if (number !== undefined && !isE164(number)) {
      throw validationError("Value at 'outboundCallerIdNumber' is not in E.164 format");
    }
    agents.setCallerNumber(queueId, number === undefined ? undefined : normalisePhoneNumber(number));
  };
}

/** Three minutes with a call, as in the simulator's base scenario. */
const TALK = { meanSeconds: 150, cv: 1 };
const WRAP = { meanSeconds: 30, cv: 0.5 };

/** Logs simulated agents in, where nothing but loopback is connected. */
export function createEnlistAgents({
  simulatedAgents,
}: Pick<AdminDeps, 'simulatedAgents'>): OperationOf<typeof ADMIN_SERVICE.operations.EnlistAgents> {
  return (_context, { queueId, size, talk = TALK, wrap = WRAP, seed = 1 }) => {
    if (simulatedAgents === undefined) throw conflict('No loopback channel is connected');
    const order = { queueId, size, seed, talk: { cv: TALK.cv, ...talk }, wrap: { cv: WRAP.cv, ...wrap } };
    return { agentIds: simulatedAgents.enlist(order) };
  };
}
