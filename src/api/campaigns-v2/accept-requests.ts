/**
 * From checked requests to what became of each of them: what PutOutboundRequestBatch and PutProfileOutboundRequestBatch have
 * in common. The store looks every token up first, so that a replay is answered although its request would not be admissible
 * any more (contract line 2).
 */
import { type Campaign, type CampaignKind, campaignKind, type Owner } from '../../domain/campaign.ts';
import {
  ALREADY_IN_CAMPAIGN,
  EMPTY_CLIENT_TOKEN,
  ENTRY_LIMIT_REACHED,
  OTHER_CONTENT,
  type Rejection,
} from '../../domain/rejection.ts';
import { formatRequestId, type RequestId } from '../../domain/request-id.ts';
import { defined } from '../../lib/assert.ts';
import type { Instant } from '../../lib/clock.ts';
import type { AcceptBatch, AcceptRow, AcceptRowResult } from '../../store/request-store.ts';
import { validationError } from '../protocol/errors.ts';
import { isThrottled } from '../store-throttling.ts';
import { requireInstanceOf } from './instance.ts';
import type { OperationDeps } from './operation-deps.ts';
import { campaignNotFound, ownCampaign, wrongState } from './own-campaign.ts';

/** A request that was looked at; `rejection` says why it is not admissible. */
export interface CheckedRequest {
  readonly row: AcceptRow & { readonly id: Buffer };
  readonly rejection?: Rejection;
  /** The profile that enters the campaign with it, where entries are limited. */
  readonly profileId?: string;
}

/** Why a request was not accepted. */
export type Failing = 'invalid' | 'unknownProfile' | 'notEntering' | 'bufferFull' | 'throttled';

/** Both lists keep the order of the call. */
export interface BatchReply<FailureCode extends string> {
  readonly successfulRequests: RequestReply[];
  readonly failedRequests: (RequestReply & { readonly failureCode: FailureCode })[];
}

type RowResult = AcceptRowResult | 'throttled';

interface RequestReply {
  readonly clientToken: string;
  readonly id: RequestId;
}

/** The campaign, if it takes requests of this kind now; else 404, 400, 409 in this order. */
export async function campaignForRequests(
  deps: OperationDeps,
  owner: Owner,
  reference: string,
  kind: CampaignKind,
): Promise<Campaign> {
  const campaign = await ownCampaign(deps, owner, reference);
  // AWS's sentence (reported by users).
  if (campaignKind(campaign.definition) !== kind) throw validationError('Operation is not valid for this campaign');
  if (campaign.state !== 'Running') throw wrongState(campaign.state);
  await requireInstanceOf(deps, campaign);
  return campaign;
}

/** The row of a request, admissible unless there is a reason against it; an empty token is one. */
export function checkedRequest(
  row: Omit<CheckedRequest['row'], 'admissible'>,
  rejection: Rejection | undefined,
): CheckedRequest {
  const reason = row.clientToken === '' ? EMPTY_CLIENT_TOKEN : rejection;
  if (reason === undefined) return { row: { ...row, admissible: true } };
  return { row: { ...row, admissible: false }, rejection: reason };
}

/** No request is due before the start of the schedule. */
export function dueAt({ definition }: Campaign, now: Instant): Instant {
  return Math.max(now, definition.schedule?.startTime ?? now);
}

/** Stores what is admissible, in one commit, and answers what became of each request in the operation's failure codes. */
export async function acceptRequests<FailureCode extends string>(
  deps: OperationDeps,
  campaign: Campaign,
  requests: readonly CheckedRequest[],
  now: Instant,
  failureCodes: Readonly<Record<Failing, FailureCode>>,
): Promise<BatchReply<FailureCode>> {
  const results = await storeRows(deps, campaign, requests, now);
  const reply: BatchReply<FailureCode> = { successfulRequests: [], failedRequests: [] };
  for (const [index, { row, rejection }] of requests.entries()) {
    const answer = { clientToken: row.clientToken, id: formatRequestId(row.id) };
    const result = defined(results[index], 'the result of a row');
    if (result === 'created' || result === 'replayed') {
      reply.successfulRequests.push(answer);
      continue;
    }
    const reason = rejectionBehind(result, rejection);
    if (reason !== undefined) deps.rejections.add(campaign.id, { ...reason, at: now, id: answer.id });
    reply.failedRequests.push({ ...answer, failureCode: failureCodes[failing(result, reason)] });
  }
  if (results.includes('created')) deps.requestsAccepted(campaign.id);
  return reply;
}

/** What the caller should mend; undefined when it is only a matter of time. */
function rejectionBehind(result: RowResult, rejection: Rejection | undefined): Rejection | undefined {
  if (result === 'conflicting') return OTHER_CONTENT;
  if (result === 'inside') return ALREADY_IN_CAMPAIGN;
  if (result === 'entryLimit') return ENTRY_LIMIT_REACHED;
  return result === 'inadmissible' ? rejection : undefined;
}

function failing(result: Exclude<RowResult, 'created' | 'replayed'>, reason: Rejection | undefined): Failing {
  if (result === 'bufferFull' || result === 'throttled') return result;
  if (result === 'inside' || result === 'entryLimit') return 'notEntering';
  return reason?.code === 'UNKNOWN_PROFILE' ? 'unknownProfile' : 'invalid';
}

/** One result per request; one without a token never comes to the store, since its id would be the id of all of those. */
async function storeRows(
  { store, limits }: OperationDeps,
  campaign: Campaign,
  requests: readonly CheckedRequest[],
  now: Instant,
): Promise<readonly RowResult[]> {
  const stored = requests.filter(({ row }) => row.clientToken !== '');
  const rows = stored.map(({ row }) => row);
  const entries = entriesOf(campaign, stored);
  const bufferLimit = limits.bufferedRequestsPerCampaign;
  const batch = { campaignId: campaign.id, rows, bufferLimit, now, ...(entries !== undefined && { entries }) };
  const results = await acceptOrThrottle(store, batch);
  if (rows.length === requests.length) return results;
  let next = 0;
  return requests.map(({ row }) =>
    row.clientToken === '' ? 'inadmissible' : defined(results[next++], 'the result of a row'),
  );
}

/** Who enters with each request; undefined for requests that let nobody in. */
function entriesOf(
  { definition: { entryLimitsConfig: limits } }: Campaign,
  requests: readonly CheckedRequest[],
): AcceptBatch['entries'] {
  if (requests[0]?.profileId === undefined) return undefined;
  const profileIds = requests.map(({ profileId }) => defined(profileId, 'the profile of an entry'));
  return { profileIds, ...(limits !== undefined && { limits }) };
}

async function acceptOrThrottle(store: OperationDeps['store'], batch: AcceptBatch): Promise<readonly RowResult[]> {
  try {
    const result = await store.requests.accept(batch);
    if (result.kind === 'accepted') return result.rows;
    throw result.state === 'missing' ? campaignNotFound() : wrongState(result.state);
  } catch (error) {
    if (isThrottled(error)) return batch.rows.map(() => 'throttled');
    throw error;
  }
}
