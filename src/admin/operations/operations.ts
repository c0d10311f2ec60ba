/** Every operation of the admin API, made of what each needs. */
import type { OperationsOf } from '../../api/protocol/operation.ts';
import type { AdminDeps } from '../admin-deps.ts';
import {
  createChangeAgent,
  createChangeQueue,
  createEnlistAgents,
  createListAgents,
  createLogInAgent,
} from '../agents/agent-operations.ts';
import { createGetAbandonment } from '../agents/get-abandonment.ts';
import type { ADMIN_SERVICE } from '../shapes/service.ts';
import { createAddFault } from './add-fault.ts';
import { createAdvanceClock } from './advance-clock.ts';
import { createCountSuppression } from './count-suppression.ts';
import { createDeleteSegment } from './delete-segment.ts';
import { createExplainRequest } from './explain-request.ts';
import { createGetClock } from './get-clock.ts';
import { createGetCounters } from './get-counters.ts';
import { createGetRequest } from './get-request.ts';
import { createGetSegment } from './get-segment.ts';
import { createListCampaigns } from './list-campaigns.ts';
import { createListCarriers } from './list-carriers.ts';
import { createListEvents } from './list-events.ts';
import { createListLoopbackMessages } from './list-loopback-messages.ts';
import { createListRejections } from './list-rejections.ts';
import { createListRequests } from './list-requests.ts';
import { createListSegments } from './list-segments.ts';
import { createListSinks } from './list-sinks.ts';
import { createPutSegment } from './put-segment.ts';
import { createReplaySink } from './replay-sink.ts';
import { createReset } from './reset.ts';
import { createGetDispatch, createSetDispatch } from './set-dispatch.ts';

/** The operations of the admin API. */
export function createAdminOperations(deps: AdminDeps): OperationsOf<typeof ADMIN_SERVICE> {
  return {
    ListCampaigns: createListCampaigns(deps),
    GetCounters: createGetCounters(deps),
    ListRejections: createListRejections(deps),
    ListRequests: createListRequests(deps),
    GetRequest: createGetRequest(deps),
    ExplainRequest: createExplainRequest(deps),
    ListEvents: createListEvents(deps),
    CountSuppression: createCountSuppression(deps),
    ListSegments: createListSegments(deps),
    PutSegment: createPutSegment(deps),
    GetSegment: createGetSegment(deps),
    DeleteSegment: createDeleteSegment(deps),
    GetDispatch: createGetDispatch(deps),
    SetDispatch: createSetDispatch(deps),
    ListCarriers: createListCarriers(deps),
    ListSinks: createListSinks(deps),
    ReplaySink: createReplaySink(deps),
    ListAgents: createListAgents(deps),
    LogInAgent: createLogInAgent(deps),
    ChangeAgent: createChangeAgent(deps),
    ChangeQueue: createChangeQueue(deps),
    EnlistAgents: createEnlistAgents(deps),
    GetAbandonment: createGetAbandonment(deps),
    GetClock: createGetClock(deps),
    AdvanceClock: createAdvanceClock(deps),
    ListLoopbackMessages: createListLoopbackMessages(deps),
    AddFault: createAddFault(deps),
    Reset: createReset(deps),
  };
}
