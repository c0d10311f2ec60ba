/**
 * Lets the people of segments into the campaigns that name them: at the scheduled start and at each refresh. Each campaign
 * takes its steps one after the other; between them it waits for an instant, or for its last requests to end.
 */
import { type Campaign, type CampaignId, campaignKind } from '../domain/campaign.ts';
import { campaignStateAfter } from '../domain/campaign-states.ts';
import { segmentNameOf } from '../domain/segments/segment.ts';
import { type Alarm, createAlarms } from '../lib/alarms.ts';
import type { Clock } from '../lib/clock.ts';
import type { Service } from '../lib/service.ts';
import type { Store } from '../store/store.ts';
import { createSegmentSteps, type SegmentStepsDeps } from './segment-steps.ts';

export interface SegmentCampaigns extends Service {
  /** The state or the definition of a campaign has changed in the store. */
  campaignChanged(campaignId: CampaignId): void;
  /** A segment was deleted: every active campaign that names it fails. Resolves when they have. */
  segmentDeleted(account: string, name: string): Promise<void>;
  /** The wall clock was set, by so much forward. */
  clockJumped(byMs: number): void;
}

export interface SegmentCampaignsDeps extends SegmentStepsDeps {
  readonly store: SegmentStepsDeps['store'] & Pick<Store, 'events'>;
  readonly clock: Clock;
  /** A step failed, as a rule because the store did; it is tried again. */
  readonly onError: (error: unknown) => void;
}

/** After a failure a campaign tries again so much later. */
const RETRY_MS = 1_000;
/** Ends of requests are looked at together: a campaign completes a moment after its last one. */
const ENDS_LINGER_MS = 1_000;
/** Campaigns read at once. */
const LIST_MAX = 500;

/** A service at rest. One alarm for each active segment campaign, and one for all that wait for their last ends. */
export function createSegmentCampaigns(deps: SegmentCampaignsDeps): SegmentCampaigns {
  const { store, clock, onError } = deps;
  const steps = createSegmentSteps(deps);
  const alarms = createAlarms(clock);
  const waiting = new Map<CampaignId, Alarm>();
  /** Campaigns that take steps now, and whether there was news of them meanwhile. */
  const stepping = new Map<CampaignId, { hasNews: boolean; done: Promise<void> }>();
  const awaitingEnds = new Set<CampaignId>();
  const ends = alarms.create(() => {
    for (const campaignId of awaitingEnds) consider(campaignId);
  });
  let isStopped = false;
  let forgetEvents = (): void => undefined;

  function consider(campaignId: CampaignId): void {
    if (isStopped) return;
    const current = stepping.get(campaignId);
    if (current !== undefined) {
      current.hasNews = true;
      return;
    }
    const entry = { hasNews: true, done: Promise.resolve() };
    stepping.set(campaignId, entry);
    entry.done = stepOn(campaignId, entry);
    void clock.track(entry.done);
  }

  async function stepOn(campaignId: CampaignId, entry: { hasNews: boolean }): Promise<void> {
    try {
      while (entry.hasNews && !isStopped) {
        entry.hasNews = false;
        await stepUntilWaiting(campaignId);
      }
    } catch (error) {
      onError(error);
      alarmOf(campaignId).ringIn(RETRY_MS);
    } finally {
      stepping.delete(campaignId);
    }
  }

  async function stepUntilWaiting(campaignId: CampaignId): Promise<void> {
    waiting.get(campaignId)?.clear();
    waiting.delete(campaignId);
    awaitingEnds.delete(campaignId);
    // Each turn ends a page, and a segment has as many pages as its directory.
    while (!isStopped) {
      const result = await steps.step(campaignId);
      if (result.kind === 'again') continue;
      if (result.kind === 'wait') alarmOf(campaignId).ringBy(result.until);
      if (result.kind === 'pause') alarmOf(campaignId).ringIn(result.forMs);
      if (result.kind === 'awaitEnds') awaitingEnds.add(campaignId);
      return;
    }
  }

  function alarmOf(campaignId: CampaignId): Alarm {
    const known = waiting.get(campaignId);
    if (known !== undefined) return known;
    const alarm = alarms.create(() => consider(campaignId));
    waiting.set(campaignId, alarm);
    return alarm;
  }

  function eventsAppended(): void {
    // A campaign that takes a step now may be about to wait for the very end that this tells of.
    if (awaitingEnds.size + stepping.size > 0) ends.ringIn(ENDS_LINGER_MS);
  }

  async function segmentCampaigns(): Promise<Campaign[]> {
    const found: Campaign[] = [];
    for (let after: CampaignId | undefined; ; ) {
      const page = await store.campaigns.list({ ...(after !== undefined && { after }), limit: LIST_MAX });
      found.push(...page.filter(({ definition }) => campaignKind(definition) === 'segment'));
      after = page.at(-1)?.id;
      if (page.length < LIST_MAX) return found;
    }
  }

  return {
    name: 'segment campaigns',
    async start() {
      forgetEvents = store.events.onAppend(eventsAppended);
      for (const { id } of await segmentCampaigns()) consider(id);
    },
    async stop() {
      isStopped = true;
      forgetEvents();
      alarms.close();
      await Promise.all([...stepping.values()].map(({ done }) => done));
    },
    campaignChanged: consider,
    clockJumped: alarms.rearm,
    async segmentDeleted(account, name) {
      for (const { id, account: owner, state, definition } of await segmentCampaigns()) {
        const names = segmentNameOf(definition.source?.customerProfilesSegmentArn ?? '') === name;
        if (names && owner === account && campaignStateAfter(state, 'fail') !== undefined) await steps.fail(id);
      }
    },
  };
}
