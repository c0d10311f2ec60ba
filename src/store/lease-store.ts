/** Who dispatches: a lease has one holder at a time, and every new holder begins a new epoch that claims must name. */
import type { Instant } from '../lib/clock.ts';

export interface LeaseStore {
  /** Takes the lease when it is free, expired, or already ours; an epoch never comes twice. */
  acquire(request: LeaseRequest): Promise<{ kind: 'acquired'; epoch: number } | { kind: 'held'; until: Instant }>;
  /** Extends our own lease; `lost` when another holder has begun an epoch. */
  renew(request: LeaseRequest & { readonly epoch: number }): Promise<{ kind: 'renewed' } | { kind: 'lost' }>;
  release(name: string, epoch: number): Promise<void>;
}

export interface LeaseRequest {
  readonly name: string;
  readonly holder: string;
  readonly now: Instant;
  readonly until: Instant;
}
