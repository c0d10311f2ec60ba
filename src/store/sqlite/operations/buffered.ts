/** What befalls requests that wait: they are put off or excluded. */

import type { Instant } from '../../../lib/clock.ts';
import type { Exclusion, RequestKey } from '../../request-store.ts';
import { deferRequest } from '../statements/request-statements.ts';
import type { Transaction } from '../transaction.ts';
import { endBuffered } from './endings.ts';

export function defer(transaction: Transaction, deferrals: readonly { key: RequestKey; dueAt: Instant }[]): void {
  for (const { key, dueAt } of deferrals) deferRequest(transaction.connection, key, dueAt);
}

export function exclude(transaction: Transaction, exclusions: readonly Exclusion[]): void {
  for (const { key, state, reason, at } of exclusions) endBuffered(transaction, key, state, reason, at);
}
