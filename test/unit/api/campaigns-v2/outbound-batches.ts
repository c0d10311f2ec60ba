/** Batches of outbound requests put into a service in process, and what is asked about them. */
import assert from 'node:assert/strict';
import type { CampaignId } from '../../../../src/domain/campaign.ts';
import type { InProcessService } from './in-process-service.ts';

interface Answered {
  readonly clientToken: string;
  readonly id: string;
  readonly failureCode?: string;
}

export interface Reply {
  readonly successfulRequests: Answered[];
  readonly failedRequests: Answered[];
}

export const put = (service: InProcessService, id: string, outboundRequests: unknown[]): Promise<Reply> =>
  service.ok('PutOutboundRequestBatch', { id, outboundRequests });

export const counters = (service: InProcessService, id: string) => service.store.requests.counters(id as CampaignId);

/** The one id or failure code in a reply. */
export function outcome({ successfulRequests, failedRequests }: Reply): string {
  assert.equal(successfulRequests.length + failedRequests.length, 1);
  return failedRequests[0]?.failureCode ?? successfulRequests[0]?.id ?? '';
}

export const lastReason = (service: InProcessService, id: string): string | undefined =>
  service.rejections.recent(id as CampaignId)[0]?.code;
