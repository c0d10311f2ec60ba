/** The admin API whole: every operation that speaks JSON both ways; the routes that do not are in unshaped-routes.ts. */
import type { ServiceShape } from '../../api/protocol/operation.ts';
import { agentOperations } from './agents.ts';
import { campaignOperations } from './campaigns.ts';
import { carrierOperations } from './carriers.ts';
import { eventOperations } from './events.ts';
import { recipientOperations } from './recipients.ts';
import { requestOperations } from './requests.ts';
import { segmentOperations } from './segments.ts';
import { sinkOperations } from './sinks.ts';
import { toolOperations } from './tools.ts';

export const ADMIN_SERVICE = {
  actionPrefix: 'campanile-admin',
  operations: {
    ...campaignOperations,
    ...requestOperations,
    ...recipientOperations,
    ...segmentOperations,
    ...agentOperations,
    ...eventOperations,
    ...carrierOperations,
    ...sinkOperations,
    ...toolOperations,
  },
} as const satisfies ServiceShape;

/** What each operation is for, in the OpenAPI document. */
export const SUMMARIES: Readonly<Record<keyof typeof ADMIN_SERVICE.operations, string>> = {
  ListCampaigns: 'Campaigns of every account with their counters.',
  GetCounters: 'How many requests of a campaign are in which state.',
  ListRejections: 'Why the last refused requests of a campaign were refused, the newest first.',
  ListRequests: 'Requests of a campaign in the order of acceptance.',
  GetRequest: 'One request with its attempts and the reason of its end.',
  ExplainRequest: 'What happened to a request, what stands in its way now, and what lies ahead.',
  ListEvents: 'What happened, in the order of the commits.',
  ListCarriers: 'Real carriers: how each stands, and what it has answered since the start of the process.',
  ListSinks: 'Where events are delivered to, and how far each has come.',
  ReplaySink: 'Delivers dead letters of a sink once more, the oldest first.',
  CountSuppression: 'How many entries the suppression list of an instance has.',
  ListSegments: 'The segments of the account.',
  PutSegment:
    'Adds or replaces a segment: a list of profiles, or conditions on their attributes, all of which must hold.',
  GetSegment: 'What a segment says.',
  DeleteSegment: 'Deletes a segment; active campaigns that name it fail.',
  GetDispatch: 'Whether the red button is pressed.',
  SetDispatch: 'The red button: when it has answered `stopped`, no attempt is committed any more.',
  ListAgents: 'The agents of a queue, and what each is doing.',
  LogInAgent: 'Logs an agent in to a queue; agents are kept in memory and log in again after a restart.',
  ChangeAgent: 'What an agent does: available, offline, done with after-contact work, hang up, decide on a preview.',
  ChangeQueue: 'The number that the calls of a queue show when neither request nor campaign names one.',
  EnlistAgents: 'Logs in simulated agents, who talk and wrap up by themselves; only where loopback is connected.',
  GetAbandonment: 'How many who answered found no agent in time: over the window of the campaign, and over 30 days.',
  GetClock: 'The business clock.',
  AdvanceClock: 'Moves a virtual clock and waits until all that follows is done.',
  ListLoopbackMessages: 'What a carrier would have received, the newest last.',
  AddFault: 'Makes the next attempts on a loopback channel go wrong.',
  Reset: 'Forgets every campaign and request; only where nothing but loopback is connected.',
};
