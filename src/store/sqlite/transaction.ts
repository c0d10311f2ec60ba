/**
 * One transaction of the writer: the connection, the memory as of the last commit, and what this transaction changes in
 * it, held back until the commit is durable.
 */
import { REQUEST_STATES } from '../../domain/request-states.ts';
import { assert } from '../../lib/assert.ts';
import type { Instant } from '../../lib/clock.ts';
import type { StateCode } from './codes.ts';
import type { Connection } from './connection.ts';
import { type CampaignEntry, countersOf, type Memory, rememberCampaign } from './memory.ts';
import { createPendingRequests, type PendingRequests } from './pending-requests.ts';
import { updateCounters } from './statements/counter-statements.ts';

export interface Transaction {
  readonly connection: Connection;
  readonly memory: Memory;
  /** Requests accepted in this transaction; they are inserted at its end. */
  readonly pending: PendingRequests;
  /** Changed campaigns; what is not here is in memory. */
  readonly campaigns: Map<string, CampaignEntry>;
  readonly counters: Map<number, Float64Array>;
  nextSequence: number;
  /** What is stopped, once this transaction has changed it. */
  stops?: ReadonlyMap<number, Instant>;
  readonly onCommit: (() => void)[];
  readonly onRollback: (() => void)[];
}

/** A transaction that has changed nothing yet. */
export function createTransaction(connection: Connection, memory: Memory): Transaction {
  return {
    connection,
    memory,
    pending: createPendingRequests(memory),
    campaigns: new Map(),
    counters: new Map(),
    nextSequence: memory.nextSequence,
    onCommit: [],
    onRollback: [],
  };
}

/** The campaign as this transaction sees it. */
export function campaignIn(transaction: Transaction, id: string): CampaignEntry | undefined {
  // The map's key is the same text; a text that is no id is simply not in it.
  return transaction.campaigns.get(id) ?? transaction.memory.campaigns.get(id as CampaignEntry['id']);
}

/** The requests of a campaign by state code, as this transaction sees and may change them. */
export function countersIn(transaction: Transaction, campaign: number): Float64Array {
  let counters = transaction.counters.get(campaign);
  if (counters === undefined) {
    counters = Float64Array.from(countersOf(transaction.memory, campaign));
    transaction.counters.set(campaign, counters);
  }
  return counters;
}

/** Counts `count` requests of a campaign out of one state and into another. */
export function countMove(transaction: Transaction, campaign: number, from: StateCode, to: StateCode, count = 1): void {
  const counters = countersIn(transaction, campaign);
  counters[from] = (counters[from] ?? 0) - count;
  counters[to] = (counters[to] ?? 0) + count;
}

/** Writes the counters that changed: one statement per campaign. */
export function writeCounters(transaction: Transaction): void {
  for (const [campaign, counters] of transaction.counters) {
    const before = countersOf(transaction.memory, campaign);
    if (REQUEST_STATES.some((_, state) => before[state] !== counters[state])) {
      assert(updateCounters(transaction.connection, campaign, counters) === 1, 'a campaign has no counters');
    }
  }
}

/** Brings memory to what was committed. */
export function publish(transaction: Transaction): void {
  const { memory, pending } = transaction;
  pending.publish();
  for (const entry of transaction.campaigns.values()) rememberCampaign(memory, entry);
  for (const [campaign, counters] of transaction.counters) memory.counters.set(campaign, counters);
  memory.nextSequence = transaction.nextSequence;
  for (const run of transaction.onCommit) run();
}

/** Takes back what had to be taken out of memory; everything else never got there. */
export function discard(transaction: Transaction): void {
  for (const run of transaction.onRollback) run();
}

/** Expirations are watched to the millisecond from now on, once this is durable. */
export function watchExpiry(transaction: Transaction, key: number, expiresAt: Instant): void {
  transaction.onCommit.push(() => transaction.memory.expiryInstants.add(expiresAt, key));
}
