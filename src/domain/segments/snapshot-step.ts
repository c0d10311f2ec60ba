/** What a Running segment campaign does next: nothing yet, read its segment, go on with that, or wait. */
import type { Instant } from '../../lib/clock.ts';
import type { CampaignSchedule } from '../campaign.ts';
import { latestSnapshot, nextSnapshot } from '../schedule/refresh.ts';

/** How far a campaign has come in letting the people of its segment in. */
export interface SnapshotProgress {
  /** The scheduled instant of the latest snapshot that was begun. */
  readonly snapshotAt: Instant;
  readonly isDone: boolean;
}

export type SnapshotStep =
  | { readonly kind: 'wait'; readonly until: Instant }
  /** Read the segment anew, as of this scheduled instant. */
  | { readonly kind: 'begin'; readonly snapshotAt: Instant }
  | { readonly kind: 'goOn' }
  /** Everybody has entered, and no refresh is to come. */
  | { readonly kind: 'allEntered' };

/**
 * The next step at `now`. Who was let wait by a pause or a full buffer still enters with the snapshot that was begun; of
 * several refreshes that were missed only the latest is made up for, since each reads the whole segment.
 */
export function snapshotStep(
  schedule: CampaignSchedule,
  progress: SnapshotProgress | undefined,
  now: Instant,
): SnapshotStep {
  if (progress !== undefined && !progress.isDone) return { kind: 'goOn' };
  const latest = latestSnapshot(schedule, now);
  if (latest === undefined) return { kind: 'wait', until: schedule.startTime };
  if (progress === undefined || latest > progress.snapshotAt) return { kind: 'begin', snapshotAt: latest };
  const next = nextSnapshot(schedule, now);
  return next === undefined ? { kind: 'allEntered' } : { kind: 'wait', until: next };
}
