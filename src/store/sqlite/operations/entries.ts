/** Profiles that enter a campaign: once at a time, and as often and as soon as its entry limits allow. */
import type { EntryLimitsConfig } from '../../../domain/campaign.ts';
import { entryVerdict } from '../../../domain/limits/entry-limits.ts';
import type { Instant } from '../../../lib/clock.ts';
import { STATE } from '../codes.ts';
import { insertEntry, selectEntries } from '../statements/entry-statements.ts';
import { selectStanding } from '../statements/request-statements.ts';
import type { Transaction } from '../transaction.ts';

/** Why a profile may not enter now, or undefined when it may. */
export function entryRefusal(
  transaction: Transaction,
  campaign: number,
  profileId: string,
  limits: EntryLimitsConfig | undefined,
  now: Instant,
): 'inside' | 'entryLimit' | undefined {
  const { count, entered, request } = selectEntries(transaction.connection, campaign, profileId);
  if (request === null || entered === null) return undefined;
  const earlier = { count, latestAt: entered, isInside: isOpen(transaction, request) };
  const verdict = entryVerdict(limits, earlier, now);
  if (verdict.kind === 'allowed') return undefined;
  return verdict.kind === 'inside' ? 'inside' : 'entryLimit';
}

/** Notes that a profile has entered with a request; a row that lets nobody in is no entry. */
export function noteEntry(
  { connection }: Transaction,
  campaign: number,
  profileId: string | undefined,
  request: number,
  now: Instant,
): void {
  if (profileId !== undefined) insertEntry(connection, campaign, profileId, request, now);
}

/** Buffered or Attempting. A request that is still pending in this transaction has no row; a purged one has none any more. */
function isOpen({ connection, memory }: Transaction, request: number): boolean {
  if (request >= memory.nextKey) return true;
  const standing = selectStanding(connection, request);
  return standing !== undefined && standing.state <= STATE.Attempting;
}
