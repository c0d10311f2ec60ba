/** The ends of schedules: a campaign whose end time has come is Completed, whatever of it is left is cancelled. */
import type { Campaign, CampaignId } from '../domain/campaign.ts';
import { campaignStateAfter } from '../domain/campaign-states.ts';
import { dispatchPeriod } from '../domain/eligibility.ts';
import type { Alarm, Alarms } from '../lib/alarms.ts';
import type { Clock } from '../lib/clock.ts';
import type { CampaignStore } from '../store/campaign-store.ts';
import type { Background } from './background.ts';
import { RETRY_MS } from './options.ts';

export interface Scheduler {
  /** Minds the schedule of a campaign, as it is now. */
  mind(campaign: Campaign): void;
}

/** Others write to a campaign seldom; who loses so often in a row tries again a second later. */
const STALE_TRIES_MAX = 5;

/** A scheduler; `onCompleted` is called after a campaign has been Completed. One alarm per active campaign with a schedule. */
export function createScheduler(deps: {
  readonly campaigns: Pick<CampaignStore, 'get' | 'update'>;
  readonly clock: Clock;
  readonly alarms: Alarms;
  readonly background: Background;
  readonly onCompleted: (campaign: Campaign) => void;
}): Scheduler {
  const { campaigns, clock, alarms, background, onCompleted } = deps;
  const ends = new Map<CampaignId, Alarm>();

  function endOf(campaignId: CampaignId): Alarm {
    const existing = ends.get(campaignId);
    if (existing !== undefined) return existing;
    const alarm = alarms.create(() => {
      const retry = (): void => alarm.ringIn(RETRY_MS);
      background.run('complete a campaign', () => complete(campaignId, retry), retry);
    });
    ends.set(campaignId, alarm);
    return alarm;
  }

  async function complete(campaignId: CampaignId, retry: () => void): Promise<void> {
    for (let tries = 0; tries < STALE_TRIES_MAX; tries += 1) {
      const campaign = await campaigns.get(campaignId);
      if (campaign === undefined || campaign.deletedAt !== undefined) return;
      const state = campaignStateAfter(campaign.state, 'complete');
      if (state === undefined) return;
      const { until } = dispatchPeriod(campaign.definition);
      if (clock.now() < until) {
        // The clock was set back since it rang, or the end has been moved.
        endOf(campaignId).ringBy(until);
        return;
      }
      const completed: Campaign = { ...campaign, state, revision: campaign.revision + 1, lastModifiedAt: clock.now() };
      const { kind } = await campaigns.update(completed, campaign.revision);
      if (kind === 'updated') return onCompleted(completed);
    }
    retry();
  }

  return {
    mind(campaign) {
      const { until } = dispatchPeriod(campaign.definition);
      const isActive = campaignStateAfter(campaign.state, 'complete') !== undefined;
      if (isActive && until !== Number.POSITIVE_INFINITY) {
        endOf(campaign.id).ringBy(until);
      } else {
        ends.get(campaign.id)?.clear();
        ends.delete(campaign.id);
      }
    },
  };
}
