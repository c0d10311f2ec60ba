/** How often a profile may enter a campaign that has a source (model shape EntryLimitsConfig; admin guide, entry limits). */
import { defined } from '../../lib/assert.ts';
import type { Instant } from '../../lib/clock.ts';
import type { EntryLimitsConfig } from '../campaign.ts';
import { parseDuration } from '../schedule/duration.ts';

/** What is known of a profile's earlier entries into the campaign. */
export interface EarlierEntries {
  readonly count: number;
  /** Absent while there is none. */
  readonly latestAt?: Instant;
  /** Whether the profile is in the campaign now: its latest entry has not ended. */
  readonly isInside: boolean;
}

export type EntryVerdict =
  | { readonly kind: 'allowed' }
  /** A profile is in a campaign only once at a time. */
  | { readonly kind: 'inside' }
  | { readonly kind: 'tooOften'; readonly maxEntryCount: number }
  | { readonly kind: 'tooSoon'; readonly freeAt: Instant };

/** Sentences on what is wrong with entry limits beyond their shape, none when all is well. */
export function validateEntryLimits({ minEntryInterval }: EntryLimitsConfig): string[] {
  return parseDuration(minEntryInterval) === undefined
    ? [`entryLimitsConfig: minEntryInterval ${minEntryInterval} must be a duration and not negative`]
    : [];
}

/** Judges an entry at `now`. Without limits, entries are unlimited and need no interval. */
export function entryVerdict(
  limits: EntryLimitsConfig | undefined,
  earlier: EarlierEntries,
  now: Instant,
): EntryVerdict {
  if (earlier.isInside) return { kind: 'inside' };
  if (limits === undefined || earlier.latestAt === undefined) return { kind: 'allowed' };
  const { maxEntryCount, minEntryInterval } = limits;
  // 0 means unlimited.
  if (maxEntryCount > 0 && earlier.count >= maxEntryCount) return { kind: 'tooOften', maxEntryCount };
  const freeAt = earlier.latestAt + defined(parseDuration(minEntryInterval), 'minEntryInterval');
  return now < freeAt ? { kind: 'tooSoon', freeAt } : { kind: 'allowed' };
}
