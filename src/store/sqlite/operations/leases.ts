/** Who may claim. A new holder always begins a new epoch, also when it is the old one come back. */
import type { Instant } from '../../../lib/clock.ts';
import type { LeaseRequest } from '../../lease-store.ts';
import { extendLease, releaseLease, selectLease, upsertLease } from '../statements/lease-statements.ts';
import type { Transaction } from '../transaction.ts';

export function acquireLease(
  transaction: Transaction,
  { name, holder, now, until }: LeaseRequest,
): { kind: 'acquired'; epoch: number } | { kind: 'held'; until: Instant } {
  const lease = selectLease(transaction.connection, name);
  if (lease !== undefined && lease.holder !== null && lease.holder !== holder && lease.held_until > now) {
    return { kind: 'held', until: lease.held_until };
  }
  const epoch = (lease?.epoch ?? 0) + 1;
  upsertLease(transaction.connection, name, epoch, holder, until);
  return { kind: 'acquired', epoch };
}

export function renewLease(
  transaction: Transaction,
  { name, holder, epoch, until }: LeaseRequest & { readonly epoch: number },
): { kind: 'renewed' } | { kind: 'lost' } {
  return { kind: extendLease(transaction.connection, name, epoch, holder, until) === 1 ? 'renewed' : 'lost' };
}

export function releaseLeaseOf(transaction: Transaction, { name, epoch }: { name: string; epoch: number }): void {
  releaseLease(transaction.connection, name, epoch);
}
