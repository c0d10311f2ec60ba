/** Ends what is still Buffered when its campaign was stopped, has failed, or its schedule is over, in batches until none is left. */
import type { Campaign, CampaignId } from '../domain/campaign.ts';
import type { CampaignState } from '../domain/campaign-states.ts';
import type { EndReason } from '../domain/end-reasons.ts';
import type { Alarms } from '../lib/alarms.ts';
import type { Clock } from '../lib/clock.ts';
import type { RequestStore } from '../store/request-store.ts';
import type { Background } from './background.ts';
import { RETRY_MS, SWEEP_MAX } from './options.ts';

export interface Canceller {
  /** Cancels what the campaign has Buffered, if its state says so. */
  cancelLeftovers(campaign: Pick<Campaign, 'id' | 'state'>): void;
}

const REASONS: Readonly<Partial<Record<CampaignState, EndReason>>> = {
  Stopped: 'CAMPAIGN_STOPPED',
  Completed: 'CAMPAIGN_COMPLETED',
  Failed: 'CAMPAIGN_FAILED',
};

/** A canceller at rest. At most one pass runs per campaign, and one more is remembered. */
export function createCanceller(deps: {
  readonly requests: Pick<RequestStore, 'cancel'>;
  readonly clock: Clock;
  readonly alarms: Alarms;
  readonly background: Background;
}): Canceller {
  const { requests, clock, alarms, background } = deps;
  const waiting = new Map<CampaignId, EndReason>();
  let isCancelling = false;
  const retry = alarms.create(start);

  function start(): void {
    if (isCancelling) return;
    isCancelling = true;
    background.run('cancel requests', cancelAll, () => retry.ringIn(RETRY_MS));
  }

  async function cancelAll(): Promise<void> {
    try {
      for (const [campaignId, reason] of waiting) {
        // What is left at a stop is found again at the next start.
        if (background.isClosed()) return;
        const cancelled = await requests.cancel({ campaignId, reason, now: clock.now(), limit: SWEEP_MAX });
        // Map iteration visits what is set again during it: a campaign with more left goes to the end of the row.
        waiting.delete(campaignId);
        if (cancelled >= SWEEP_MAX) waiting.set(campaignId, reason);
      }
    } finally {
      isCancelling = false;
    }
  }

  return {
    cancelLeftovers({ id, state }) {
      const reason = REASONS[state];
      if (reason === undefined) return;
      waiting.set(id, reason);
      start();
    },
  };
}
