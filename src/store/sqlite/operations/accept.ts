/** Accepting a batch: every row is a first one, a replay, a conflict, inadmissible, or one too many. */
import type { AcceptResult, AcceptRowResult } from '../../request-store.ts';
import { type AcceptFrame, type FramedRow, unpackAccept } from '../accept-frame.ts';
import { verdictLetter } from '../accept-verdicts.ts';
import { STATE } from '../codes.ts';
import { selectIdentity } from '../statements/request-statements.ts';
import { campaignIn, countersIn, type Transaction } from '../transaction.ts';
import { entryRefusal, noteEntry } from './entries.ts';

/** AcceptResult on its way between threads. */
export type AcceptVerdicts =
  | { readonly kind: 'accepted'; readonly letters: string }
  | Extract<AcceptResult, { kind: 'notAccepting' }>;

/**
 * Judges each row in order and puts the new ones among the pending. A token that is known is answered before anything
 * else about its row is looked at (contract line 2).
 */
export function accept(transaction: Transaction, frame: AcceptFrame): AcceptVerdicts {
  const campaign = campaignIn(transaction, frame.campaignId);
  if (campaign === undefined || campaign.isDeleted) return { kind: 'notAccepting', state: 'missing' };
  if (campaign.state !== 'Running') return { kind: 'notAccepting', state: campaign.state };
  const counters = countersIn(transaction, campaign.number);
  let letters = '';
  for (const [index, row] of unpackAccept(frame).entries()) {
    let result = knownToken(transaction, campaign.number, row);
    if (result === undefined) {
      const buffered = counters[STATE.Buffered] ?? 0;
      if (!row.admissible) result = 'inadmissible';
      else if (buffered >= frame.bufferLimit) result = 'bufferFull';
      else result = refusedEntry(transaction, campaign.number, frame, index) ?? 'created';
      if (result === 'created') {
        const key = transaction.pending.add(campaign.number, frame.now, row);
        counters[STATE.Buffered] = buffered + 1;
        noteEntry(transaction, campaign.number, frame.entries?.profileIds[index], key, frame.now);
      }
    }
    letters += verdictLetter(result);
  }
  return { kind: 'accepted', letters };
}

/** Why a profile may not enter with this row; undefined also for a row that lets nobody in. */
function refusedEntry(
  transaction: Transaction,
  campaign: number,
  { entries, now }: AcceptFrame,
  index: number,
): 'inside' | 'entryLimit' | undefined {
  const profileId = entries?.profileIds[index];
  return profileId === undefined ? undefined : entryRefusal(transaction, campaign, profileId, entries?.limits, now);
}

/** What a known token is answered; undefined when the token is new. */
function knownToken(transaction: Transaction, campaign: number, row: FramedRow): AcceptRowResult | undefined {
  const { connection, memory, pending } = transaction;
  let firstHash: Uint8Array | undefined;
  const key = memory.index.find(row.idHigh, row.idLow, (candidate) => {
    const first = selectIdentity(connection, candidate);
    if (first === undefined || first.campaign !== campaign || !row.id.equals(first.id)) return false;
    if (first.token !== null && !row.token.equals(first.token)) return false;
    firstHash = first.content_hash;
    return true;
  });
  if (key === 0) {
    firstHash = pending.find(
      row.idHigh,
      row.idLow,
      (first) => first.campaign === campaign && first.row.id.equals(row.id) && first.row.token.equals(row.token),
    )?.row.contentHash;
  }
  if (firstHash === undefined) return undefined;
  return row.contentHash.equals(firstHash) ? 'replayed' : 'conflicting';
}
