/** When a segment campaign reads its segment: at the scheduled start, and after that at the refresh frequency. */
import { defined } from '../../lib/assert.ts';
import type { Instant } from '../../lib/clock.ts';
import type { CampaignSchedule } from '../campaign.ts';
import { parseDuration } from './duration.ts';

/**
 * The first snapshot after `instant`, or undefined when the schedule ends before. Snapshots are anchored at the start: a
 * start at 07:03 with P1D means 07:03 UTC every day (admin guide, schedule).
 */
export function nextSnapshot(schedule: CampaignSchedule, instant: Instant): Instant | undefined {
  if (instant < schedule.startTime) return schedule.startTime;
  const everyMs = refreshMs(schedule);
  if (everyMs === undefined) return undefined;
  const next = schedule.startTime + (Math.floor((instant - schedule.startTime) / everyMs) + 1) * everyMs;
  return next < schedule.endTime ? next : undefined;
}

/** The latest snapshot at or before `instant`, or undefined before the start: what a restart may have to make up for. */
export function latestSnapshot(schedule: CampaignSchedule, instant: Instant): Instant | undefined {
  if (instant < schedule.startTime) return undefined;
  const everyMs = refreshMs(schedule);
  if (everyMs === undefined) return schedule.startTime;
  const lastMs = Math.min(instant, schedule.endTime - 1) - schedule.startTime;
  return schedule.startTime + Math.floor(lastMs / everyMs) * everyMs;
}

function refreshMs({ refreshFrequency }: CampaignSchedule): number | undefined {
  return refreshFrequency === undefined ? undefined : defined(parseDuration(refreshFrequency), 'refreshFrequency');
}
