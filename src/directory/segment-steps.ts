/**
 * One step of a segment campaign at a time, each durable before the next: begin a snapshot, let a page of people in, note
 * how far that went, complete, fail. A crash between two of them repeats at most one page, which is all replays then.
 */
import { type Campaign, type CampaignId, type CampaignSchedule, campaignKind } from '../domain/campaign.ts';
import type { Rejection } from '../domain/rejection.ts';
import type { RejectionLog } from '../domain/rejection-log.ts';
import { formatRequestId, type RequestIdentifier } from '../domain/request-id.ts';
import { segmentNameOf } from '../domain/segments/segment.ts';
import { snapshotStep } from '../domain/segments/snapshot-step.ts';
import type { ServiceLimits } from '../domain/service-limits.ts';
import type { Clock, Instant } from '../lib/clock.ts';
import type { Snapshot } from '../store/directory-store.ts';
import type { AcceptRowResult } from '../store/request-store.ts';
import type { Store } from '../store/store.ts';
import { moveCampaign } from './move-campaign.ts';
import { type SegmentEntry, segmentEntry } from './segment-entry.ts';
import { nextPage } from './segment-page.ts';

export type StepResult =
  /** There is more to do at once. */
  | { readonly kind: 'again' }
  | { readonly kind: 'wait'; readonly until: Instant }
  /** For nothing that has an instant. */
  | { readonly kind: 'pause'; readonly forMs: number }
  /** Nothing more will enter; the campaign completes when nobody waits any more. */
  | { readonly kind: 'awaitEnds' }
  /** Not a Running segment campaign (any more). */
  | { readonly kind: 'over' };

export interface SegmentStepsDeps {
  readonly store: Pick<Store, 'campaigns' | 'directory'> & {
    readonly requests: Pick<Store['requests'], 'accept' | 'counters'>;
  };
  readonly clock: Pick<Clock, 'now'>;
  readonly identify: RequestIdentifier;
  readonly limits: Pick<ServiceLimits, 'bufferedRequestsPerCampaign'>;
  readonly rejections: Pick<RejectionLog, 'add'>;
  readonly onMoved: (campaignId: CampaignId) => void;
  readonly onAccepted: (campaignId: CampaignId) => void;
}

export interface SegmentSteps {
  step(campaignId: CampaignId): Promise<StepResult>;
  /** Fails a campaign whose segment is gone. */
  fail(campaignId: CampaignId): Promise<void>;
}

/** Buffered people leave at the pace of the campaign, and a communication time may hold all of them for a night. */
const BUFFER_FULL_WAIT_MS = 60_000;

const AGAIN: StepResult = { kind: 'again' };
const OVER: StepResult = { kind: 'over' };

interface Running {
  readonly campaign: Campaign;
  readonly schedule: CampaignSchedule;
  readonly segmentName: string;
}

/** The steps of all segment campaigns; keeps nothing between them. */
export function createSegmentSteps(deps: SegmentStepsDeps): SegmentSteps {
  const { store, clock, identify, limits, rejections } = deps;

  async function step(campaignId: CampaignId): Promise<StepResult> {
    const running = runningSegmentCampaign(await store.campaigns.get(campaignId));
    if (running === undefined) return OVER;
    const { account } = running.campaign;
    const snapshot = await store.directory.snapshot(campaignId);
    const next = snapshotStep(running.schedule, snapshot, clock.now());
    const segment = await store.directory.segment(account, running.segmentName);
    // Who has not begun may still get one.
    if (segment === undefined && (snapshot !== undefined || next.kind === 'begin')) {
      await fail(campaignId);
      return OVER;
    }
    if (next.kind === 'wait') return next;
    if (next.kind === 'allEntered') return completeWhenEmpty(campaignId);
    if (next.kind === 'goOn' && snapshot !== undefined) return enterPage(running, snapshot);
    if (next.kind !== 'begin' || segment === undefined) return OVER;
    const { definition } = segment;
    await store.directory.noteSnapshot({
      campaignId,
      definition,
      snapshotAt: next.snapshotAt,
      after: '',
      isDone: false,
    });
    return AGAIN;
  }

  async function enterPage(running: Running, snapshot: Snapshot): Promise<StepResult> {
    const { campaign } = running;
    const page = await nextPage(store.directory, campaign.account, snapshot);
    const now = clock.now();
    const entries = page.members.map((profile) => segmentEntry(profile, running, snapshot.snapshotAt, identify, now));
    const results = await enter(campaign, entries, now);
    if (results === 'notAccepting') return OVER;
    if (results.includes('created')) deps.onAccepted(campaign.id);
    // Who did not fit is let in with the same page later, where the others are replays.
    if (results.includes('bufferFull')) return { kind: 'pause', forMs: BUFFER_FULL_WAIT_MS };
    for (const [index, { row, rejection }] of entries.entries()) {
      if (results[index] === 'inadmissible' && rejection !== undefined) reject(campaign.id, row.id, rejection, now);
    }
    await store.directory.noteSnapshot({ ...snapshot, after: page.after, isDone: page.isLast });
    return AGAIN;
  }

  async function enter(
    campaign: Campaign,
    entries: readonly SegmentEntry[],
    now: Instant,
  ): Promise<readonly AcceptRowResult[] | 'notAccepting'> {
    if (entries.length === 0) return [];
    const { entryLimitsConfig } = campaign.definition;
    const result = await store.requests.accept({
      campaignId: campaign.id,
      rows: entries.map(({ row }) => row),
      bufferLimit: limits.bufferedRequestsPerCampaign,
      now,
      entries: {
        profileIds: entries.map(({ profileId }) => profileId),
        ...(entryLimitsConfig !== undefined && { limits: entryLimitsConfig }),
      },
    });
    return result.kind === 'accepted' ? result.rows : 'notAccepting';
  }

  function reject(campaignId: CampaignId, id: Buffer, rejection: Rejection, at: Instant): void {
    rejections.add(campaignId, { ...rejection, at, id: formatRequestId(id) });
  }

  /** Admin guide, "Campaign states": Completed when all participants have entered and none is waiting. */
  async function completeWhenEmpty(campaignId: CampaignId): Promise<StepResult> {
    const { buffered, attempting } = await store.requests.counters(campaignId);
    // An attempt under way may still be withdrawn, and its request wait again.
    if (buffered + attempting > 0) return { kind: 'awaitEnds' };
    if (await moveCampaign(store.campaigns, clock, campaignId, 'complete')) deps.onMoved(campaignId);
    return OVER;
  }

  async function fail(campaignId: CampaignId): Promise<void> {
    if (await moveCampaign(store.campaigns, clock, campaignId, 'fail')) deps.onMoved(campaignId);
  }

  return { step, fail };
}

/** What a step needs of a campaign; undefined unless it is a segment campaign and Running. */
function runningSegmentCampaign(campaign: Campaign | undefined): Running | undefined {
  if (campaign?.state !== 'Running' || campaign.deletedAt !== undefined) return undefined;
  const { definition } = campaign;
  const { schedule, source } = definition;
  const segmentArn = source?.customerProfilesSegmentArn;
  if (campaignKind(definition) !== 'segment' || schedule === undefined || segmentArn === undefined) return undefined;
  return { campaign, schedule, segmentName: segmentNameOf(segmentArn) };
}
