/**
 * PutOutboundRequestBatch: up to 25 requests into a running campaign that has no source. Whole-call errors come first (404,
 * wrong kind 400, wrong state 409); after that one request's fault is that request's alone, and the call answers 200.
 */
import type { Campaign } from '../../../domain/campaign.ts';
import { contentHash } from '../../../domain/content-hash.ts';
import { type ChannelSubtypeParameters, canonicalContent, channelOf } from '../../../domain/request-content.ts';
import { checkRequest } from '../../../domain/request-meaning.ts';
import { defined } from '../../../lib/assert.ts';
import type { Instant } from '../../../lib/clock.ts';
import { acceptRequests, type CheckedRequest, campaignForRequests, checkedRequest, dueAt } from '../accept-requests.ts';
import type { OperationDeps } from '../operation-deps.ts';
import type { Operations } from '../shapes/service.ts';

/** Model shape OutboundRequest. */
interface OutboundRequest {
  readonly clientToken: string;
  readonly expirationTime: Instant;
  readonly channelSubtypeParameters: ChannelSubtypeParameters;
}

const FAILURE_CODES = {
  invalid: 'InvalidInput',
  unknownProfile: 'InvalidInput',
  notEntering: 'InvalidInput',
  bufferFull: 'BufferLimitExceeded',
  throttled: 'RequestThrottled',
} as const;

/** A request in `successfulRequests` is on stable storage (contract line 1). */
export function putOutboundRequestBatch(deps: OperationDeps): Operations['PutOutboundRequestBatch'] {
  return async (context, { id, outboundRequests }) => {
    const campaign = await campaignForRequests(deps, context, id, 'external');
    const now = deps.clock.now();
    // In plain words: the type that is read off the shape is too deep for the compiler inside a callback.
    const sent: readonly OutboundRequest[] = outboundRequests;
    const requests = sent.map((request) => check(deps, campaign, request, now));
    return acceptRequests(deps, campaign, requests, now, FAILURE_CODES);
  };
}

function check(deps: OperationDeps, campaign: Campaign, request: OutboundRequest, now: Instant): CheckedRequest {
  const { clientToken, expirationTime: expiresAt } = request;
  const content = canonicalContent(request.channelSubtypeParameters);
  const channelSubtype = defined(channelOf(content), 'the channel of a union that has one');
  const payload = Buffer.from(JSON.stringify(content));
  const rejection = checkRequest(
    { channelSubtype, content, contentBytes: payload.length, expiresAt },
    campaign.definition,
    deps.limits,
    now,
  );
  const row = {
    id: deps.identify(campaign.id, clientToken),
    clientToken,
    contentHash: contentHash(payload),
    channelSubtype,
    dueAt: dueAt(campaign, now),
    expiresAt,
    payload,
  };
  return checkedRequest(row, rejection);
}
