/** The two ways into a terminal state: from Buffered without an attempt, and from Attempting with one. */
import type { Disposition } from '../../../domain/disposition.ts';
import type { EndReason } from '../../../domain/end-reasons.ts';
import { isGivenBack } from '../../../domain/limits/given-back.ts';
import type { Instant } from '../../../lib/clock.ts';
import { STATE } from '../codes.ts';
import { attemptKey, endAttempt, nameAttempt } from '../statements/attempt-statements.ts';
import { endRequest } from '../statements/request-statements.ts';
import { countMove, type Transaction } from '../transaction.ts';
import { appendEvent } from './events.ts';
import { giveBackHit } from './hits.ts';

/** Buffered to `state`; false when the request is not Buffered (any more). */
export function endBuffered(
  transaction: Transaction,
  key: number,
  state: 'Expired' | 'Cancelled' | 'Suppressed' | 'Failed',
  reason: EndReason,
  at: Instant,
): boolean {
  const ended = endRequest(transaction.connection, key, STATE.Buffered, STATE[state], reason, at);
  if (ended === undefined) return false;
  countMove(transaction, ended.campaign, STATE.Buffered, STATE[state]);
  appendEvent(transaction, 'requestEnded', at, key);
  return true;
}

/** Buffered to Suppressed, of a request that its claim has just made Attempting: for everybody else it never was. */
export function suppressClaimed(transaction: Transaction, key: number, reason: EndReason, at: Instant): void {
  const ended = endRequest(transaction.connection, key, STATE.Attempting, STATE.Suppressed, reason, at);
  if (ended === undefined) return;
  countMove(transaction, ended.campaign, STATE.Buffered, STATE.Suppressed);
  appendEvent(transaction, 'requestEnded', at, key);
}

/**
 * Attempting to the state of the disposition, with its attempt; false when the request is not Attempting. With a
 * `reference` the carrier has taken it in the same moment.
 */
export function endAttempting(
  transaction: Transaction,
  key: number,
  disposition: Disposition,
  at: Instant,
  reference?: string,
): boolean {
  const { state, reason } = disposition;
  const ended = endRequest(transaction.connection, key, STATE.Attempting, STATE[state], reason, at);
  if (ended === undefined) return false;
  const attempt = attemptKey(key, ended.withdrawals);
  endAttempt(transaction.connection, attempt, at, particularsOf(disposition));
  if (reference !== undefined && nameAttempt(transaction.connection, attempt, reference, at) === 1) {
    appendEvent(transaction, 'attemptSubmitted', at, key);
  }
  if (isGivenBack(disposition)) giveBackHit(transaction, attempt);
  countMove(transaction, ended.campaign, STATE.Attempting, STATE[state]);
  appendEvent(transaction, 'requestEnded', at, key);
  return true;
}

/** The disposition without the state and the reason, which the request carries; null when nothing else is in it. */
function particularsOf(disposition: Disposition): string | null {
  const { state: _state, reason: _reason, ...particulars } = disposition;
  return Object.keys(particulars).length === 0 ? null : JSON.stringify(particulars);
}
