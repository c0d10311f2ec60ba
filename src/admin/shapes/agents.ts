/** Queues and their agents, and what the law asks about the calls that they take. */
import { operation } from '../../api/protocol/operation.ts';
import {
  double,
  enumeration,
  integer,
  label,
  list,
  optional,
  required,
  string,
  structure,
} from '../../api/protocol/shapes/shape.ts';
import { AGENT_STATES } from '../../domain/agent-states.ts';
import { withConflict, withNotFound } from './errors.ts';
import { CampaignId, Count, Flag, RequestId, Text, Time } from './scalars.ts';

/** As in the model of the campaigns API, where a campaign names it by id or ARN; here it is the id. */
const QueueId = string('QueueId', { min: 1, max: 500 });
const AgentId = string('AgentId', { min: 1, max: 100, pattern: '[A-Za-z0-9_.@-]*' });

export const AGENT_ACTIONS = [
  'available',
  'offline',
  'afterContactWorkDone',
  'hangUp',
  'acceptPreview',
  'callPreview',
  'discardPreview',
  'logOut',
] as const;

const Agent = structure('Agent', {
  agentId: required(AgentId),
  queueId: required(QueueId),
  state: required(enumeration('AgentState', AGENT_STATES)),
  since: required(Time),
  /** What the agent will do when the contact is over. */
  leaving: optional(enumeration('AgentLeave', ['offline', 'loggedOut'])),
  /** Of the contact, or of the recipient in the preview. */
  requestId: optional(RequestId),
  campaignId: optional(CampaignId),
  mayDiscard: optional(Flag),
});

const Agents = structure('Agents', {
  agents: required(list('AgentList', Agent)),
  outboundCallerIdNumber: optional(Text),
});

const Duration = structure('SimulatedDuration', {
  meanSeconds: required(double('MeanSeconds', { min: 0.1, max: 14_400 })),
  /** Deviation by mean; 0 is the mean itself. */
  cv: optional(double('Variation', { min: 0, max: 5 })),
});

const AnswersCounted = structure('AnswersCounted', {
  seconds: required(Count),
  answered: required(Count),
  abandoned: required(Count),
  rate: required(double('Rate', {})),
});

export const agentOperations = {
  ListAgents: operation('GET', '/admin/v1/queues/{queueId}/agents', {
    input: structure('ListAgentsRequest', { queueId: label(QueueId) }),
    output: Agents,
    errors: withNotFound,
    readonly: true,
  }),
  LogInAgent: operation('POST', '/admin/v1/queues/{queueId}/agents', {
    input: structure('LogInAgentRequest', {
      queueId: label(QueueId),
      agentId: required(AgentId),
      /** Takes contacts at once; else the agent begins offline. */
      available: optional(Flag),
      leg: optional(string('AgentLeg', { min: 1, max: 256 })),
    }),
    output: Agent,
    errors: withConflict,
  }),
  ChangeAgent: operation('POST', '/admin/v1/queues/{queueId}/agents/{agentId}', {
    input: structure('ChangeAgentRequest', {
      queueId: label(QueueId),
      agentId: label(AgentId),
      action: required(enumeration('AgentAction', AGENT_ACTIONS)),
    }),
    errors: [...withNotFound, ...withConflict.slice(-1)],
  }),
  ChangeQueue: operation('POST', '/admin/v1/queues/{queueId}', {
    input: structure('ChangeQueueRequest', {
      queueId: label(QueueId),
      outboundCallerIdNumber: optional(string('OutboundCallerIdNumber', { min: 1, max: 20 })),
    }),
    errors: withNotFound,
  }),
  EnlistAgents: operation('POST', '/admin/v1/loopback/agents', {
    input: structure('EnlistAgentsRequest', {
      queueId: required(QueueId),
      size: required(integer('PoolSize', { min: 1, max: 10_000 })),
      talk: optional(Duration),
      wrap: optional(Duration),
      seed: optional(integer('Seed', { min: 0 })),
    }),
    output: structure('EnlistAgentsResponse', { agentIds: required(list('AgentIds', AgentId)) }),
    errors: withConflict,
  }),
  GetAbandonment: operation('GET', '/admin/v1/campaigns/{id}/abandonment', {
    input: structure('GetAbandonmentRequest', { id: label(CampaignId) }),
    output: structure('Abandonment', {
      target: required(double('TargetRate', {})),
      /** Of the window. */
      rate: required(double('Rate', {})),
      /** How the campaign dials now; absent while it does not. */
      mode: optional(enumeration('DiallingMode', ['predictive', 'progressive', 'stale', 'preview'])),
      window: required(AnswersCounted),
      thirtyDays: required(AnswersCounted),
    }),
    errors: withConflict.concat(withNotFound.slice(-1)),
    readonly: true,
  }),
};
