/** What a schedule must fulfil, when it is set and when its campaign is started. */
import type { Instant } from '../../lib/clock.ts';
import type { CampaignKind, CampaignSchedule } from '../campaign.ts';
import { parseDuration } from './duration.ts';

/** API reference, Schedule: "The minimum frequency is 1 hour". */
const REFRESH_FREQUENCY_MIN_MS = 3_600_000;

/** Sentences on what is wrong with a schedule by itself, none when all is well. */
export function validateSchedule({ startTime, endTime, refreshFrequency }: CampaignSchedule): string[] {
  const problems: string[] = [];
  if (endTime <= startTime) problems.push('schedule: endTime must be after startTime');
  if (refreshFrequency !== undefined) {
    const everyMs = parseDuration(refreshFrequency);
    if (everyMs === undefined)
      problems.push(`schedule: refreshFrequency ${refreshFrequency} must be a positive duration`);
    else if (everyMs < REFRESH_FREQUENCY_MIN_MS) problems.push('schedule: refreshFrequency must be at least PT1H');
  }
  return problems;
}

/**
 * What keeps a campaign from being started at `now`, in AWS's words as its users report them. `leadMs` is how far ahead
 * the start must lie: 5 minutes under --limits aws; 0 asks for nothing, and a start in the past then means at once,
 * unless the end has passed too.
 */
export function scheduleStartProblems(
  kind: CampaignKind,
  schedule: CampaignSchedule | undefined,
  now: Instant,
  leadMs: number,
): string[] {
  if (schedule === undefined) {
    return kind === 'external' ? [] : ['Missing required campaign parameter Schedule'];
  }
  if (schedule.endTime <= now || (leadMs > 0 && schedule.startTime < now)) {
    return ['Campaign start time has already passed'];
  }
  if (leadMs > 0 && schedule.startTime < now + leadMs) {
    return [`Schedule start time needs to be at least ${leadMs / 60_000} minutes from now`];
  }
  return [];
}
