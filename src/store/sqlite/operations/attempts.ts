/** The way of an attempt: claimed, submitted, finished, told of later, or withdrawn. */

import type { ChannelSubtype } from '../../../domain/channel-subtype.ts';
import { WITHDRAWALS_MAX } from '../../../domain/request-states.ts';
import { assert, defined } from '../../../lib/assert.ts';
import type { Instant } from '../../../lib/clock.ts';
import type {
  Claim,
  ClaimResult,
  FinishedAttempt,
  RequestKey,
  StoredReceipt,
  SubmittedAttempt,
  Withdrawal,
} from '../../request-store.ts';
import { channelCode, STATE } from '../codes.ts';
import {
  appendReceipt,
  attemptKey,
  insertAttempt,
  reopenAttempt,
  requestOfAttempt,
  submitAttempt,
  withdrawAttempt,
} from '../statements/attempt-statements.ts';
import { selectLease } from '../statements/lease-statements.ts';
import {
  claimRequest,
  endRequest,
  selectStanding,
  takeBackRequest,
  withdrawRequest,
} from '../statements/request-statements.ts';
import { campaignIn, countMove, type Transaction, watchExpiry } from '../transaction.ts';
import { createClaimGuard } from './claim-guard.ts';
import { notStopped } from './dispatch-switch.ts';
import { endAttempting, endBuffered, suppressClaimed } from './endings.ts';
import { AGAIN, appendEvent } from './events.ts';
import { giveBackHit } from './hits.ts';
import { attemptOfReference } from './reads.ts';
import { suppress } from './suppression.ts';

/**
 * Characters of receipts that are kept with one attempt; a mail that is opened again and again must not grow its row
 * without end. Later ones still have their event.
 */
const RECEIPTS_CHARACTERS_MAX = 16_384;

/**
 * Buffered to Attempting, guarded by the campaign's state, the lease's epoch, the red button, the suppression list and the
 * communication limits in this same transaction.
 */
export function claim(transaction: Transaction, wanted: Claim): ClaimResult {
  const { campaignId, lease, epoch, now } = wanted;
  const campaign = campaignIn(transaction, campaignId);
  if (campaign?.state !== 'Running' || campaign.isDeleted) return { kind: 'notRunning' };
  const held = selectLease(transaction.connection, lease);
  if (held === undefined || held.holder === null || held.epoch !== epoch) return { kind: 'leaseLost' };
  const keys = notStopped(transaction, wanted.keys);
  if (keys.length === 0 && wanted.keys.length > 0) return { kind: 'stopped' };
  const guard = createClaimGuard(transaction, campaign, wanted);
  const claimed: RequestKey[] = [];
  const suppressed: RequestKey[] = [];
  for (const key of keys) {
    const request = claimRequest(transaction.connection, key, campaign.number, now);
    if (request === undefined) continue;
    const attempt = attemptKey(key, request.withdrawals);
    const reason = guard.admit(key, request.channel, attempt);
    if (reason !== undefined) {
      suppressClaimed(transaction, key, reason, now);
      suppressed.push(key);
      continue;
    }
    const isNew = insertAttempt(transaction.connection, attempt, request.channel, epoch, now) === 1;
    // One that we took back ourselves has left its row, for it was not counted.
    if (!isNew) assert(reopenAttempt(transaction.connection, attempt, epoch, now) === 1, 'an attempt began twice');
    appendEvent(transaction, 'attemptStarted', now, key, isNew && request.withdrawals === 0 ? null : AGAIN);
    claimed.push(key);
  }
  countMove(transaction, campaign.number, STATE.Buffered, STATE.Attempting, claimed.length);
  return { kind: 'claimed', keys: claimed, ...(suppressed.length > 0 && { suppressed }) };
}

export function submitted(transaction: Transaction, attempts: readonly SubmittedAttempt[]): void {
  for (const { key, reference, outcomeBy, at } of attempts) {
    const standing = selectStanding(transaction.connection, key);
    if (standing?.state !== STATE.Attempting) continue;
    const attempt = attemptKey(key, standing.withdrawals);
    if (submitAttempt(transaction.connection, attempt, { reference, outcomeBy, at }) === 1) {
      appendEvent(transaction, 'attemptSubmitted', at, key);
    }
  }
}

export function finish(
  transaction: Transaction,
  results: readonly FinishedAttempt[],
): ('finished' | 'notAttempting')[] {
  return results.map(({ key, disposition, at, reference }) =>
    endAttempting(transaction, key, disposition, at, reference) ? 'finished' : 'notAttempting',
  );
}

export function receipts(
  transaction: Transaction,
  arrived: readonly StoredReceipt[],
): ('finished' | 'appended' | 'unknownReference')[] {
  const { connection } = transaction;
  return arrived.map(({ channelSubtype, reference, receipt, suppresses }) => {
    const attempt = attemptOfReference(transaction, channelCode(channelSubtype), reference);
    if (attempt === undefined) return 'unknownReference';
    const key = requestOfAttempt(attempt);
    if (suppresses !== undefined) suppressOn(transaction, key, suppresses, channelSubtype, receipt.at);
    const text = JSON.stringify(receipt);
    appendReceipt(connection, attempt, text, RECEIPTS_CHARACTERS_MAX);
    appendEvent(transaction, 'receiptArrived', receipt.at, key, text);
    const { disposition, at } = receipt;
    return disposition !== undefined && endAttempting(transaction, key, disposition, at) ? 'finished' : 'appended';
  });
}

function suppressOn(
  transaction: Transaction,
  key: number,
  recipient: string,
  channelSubtype: ChannelSubtype,
  at: Instant,
): void {
  const { campaign } = defined(selectStanding(transaction.connection, key), 'the request of an attempt');
  const { connectInstanceId } = defined(transaction.memory.campaignsByNumber.get(campaign), 'a campaign by its number');
  suppress(transaction, { connectInstanceId, entries: [{ recipient, channelSubtype }], at });
}

/** Only an open attempt can be withdrawn: what was submitted has left the house. */
export function withdraw(transaction: Transaction, withdrawals: readonly Withdrawal[]): void {
  for (const withdrawal of withdrawals) withdrawOne(transaction, withdrawal);
}

function withdrawOne(transaction: Transaction, { key, reason, dueAt, at, isOurs }: Withdrawal): void {
  const { connection, memory } = transaction;
  const standing = selectStanding(connection, key);
  if (standing?.state !== STATE.Attempting) return;
  const { campaign } = standing;
  const attempt = attemptKey(key, standing.withdrawals);
  if (withdrawAttempt(connection, attempt, at, reason) !== 1) return;
  giveBackHit(transaction, attempt);
  appendEvent(transaction, 'attemptWithdrawn', at, key, reason);
  const isBuffered = isOurs
    ? takeBackRequest(connection, key, dueAt) === 1
    : withdrawRequest(connection, key, dueAt, WITHDRAWALS_MAX) !== undefined;
  if (!isBuffered) {
    endRequest(connection, key, STATE.Attempting, STATE.Failed, 'WITHDRAWN_TOO_OFTEN', at);
    countMove(transaction, campaign, STATE.Attempting, STATE.Failed);
    appendEvent(transaction, 'requestEnded', at, key);
    return;
  }
  countMove(transaction, campaign, STATE.Attempting, STATE.Buffered);
  // The wheel has passed this expiration, so nobody would come for the request any more.
  if (standing.expires <= Math.max(at, memory.expiredThrough)) endBuffered(transaction, key, 'Expired', 'EXPIRED', at);
  else watchExpiry(transaction, key, standing.expires);
}
