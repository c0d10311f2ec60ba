/** The last rejections of each campaign, in memory: what the admin API answers to "why InvalidInput?". */
import type { Instant } from '../lib/clock.ts';
import type { CampaignId } from './campaign.ts';
import type { Rejection } from './rejection.ts';
import type { RequestId } from './request-id.ts';

/** As many as somebody who repairs a feed looks through. */
const REJECTIONS_PER_CAMPAIGN = 1_000;
/** With the above some 15 MB when every one of them is full; the campaign whose log is the oldest is forgotten first. */
const CAMPAIGNS_MAX = 100;

export interface RejectedRequest extends Rejection {
  readonly at: Instant;
  /** The id that the request would have had; `failedRequests` answered it beside the caller's token. */
  readonly id: RequestId;
}

export interface RejectionLog {
  add(campaignId: CampaignId, rejected: RejectedRequest): void;
  /** The rejections of a campaign that are still known, the newest first. */
  recent(campaignId: CampaignId): RejectedRequest[];
}

/** An empty log. */
export function createRejectionLog(): RejectionLog {
  const rings = new Map<CampaignId, Ring>();

  function ringOf(campaignId: CampaignId): Ring {
    const known = rings.get(campaignId);
    if (known !== undefined) return known;
    const oldest = rings.size >= CAMPAIGNS_MAX ? rings.keys().next().value : undefined;
    if (oldest !== undefined) rings.delete(oldest);
    const ring: Ring = { entries: [], next: 0 };
    rings.set(campaignId, ring);
    return ring;
  }

  return {
    add(campaignId, rejected) {
      const ring = ringOf(campaignId);
      ring.entries[ring.next] = rejected;
      ring.next = (ring.next + 1) % REJECTIONS_PER_CAMPAIGN;
    },
    recent(campaignId) {
      const ring = rings.get(campaignId);
      if (ring === undefined) return [];
      return [...ring.entries.slice(ring.next), ...ring.entries.slice(0, ring.next)].reverse();
    },
  };
}

/** Once full, the entry at `next` is the oldest. */
interface Ring {
  readonly entries: RejectedRequest[];
  next: number;
}
