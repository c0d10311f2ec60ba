/** Writing events, in the transaction of the change that they tell of. */
import type { Instant } from '../../../lib/clock.ts';
import { EVENT } from '../codes.ts';
import { insertEvent } from '../statements/event-statements.ts';
import type { Transaction } from '../transaction.ts';

/** The detail of an attemptStarted that is not the first of its request. */
export const AGAIN = 'again';

/** `detail` is what the rows of the request and its attempts do not say already. */
export function appendEvent(
  transaction: Transaction,
  kind: keyof typeof EVENT,
  at: Instant,
  request: number,
  detail: string | null = null,
): void {
  insertEvent(transaction.connection, transaction.nextSequence, at, request, EVENT[kind], detail);
  transaction.nextSequence += 1;
}
