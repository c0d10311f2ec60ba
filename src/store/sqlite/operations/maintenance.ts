/**
 * Work without a caller in a hurry, in steps that fit beside other work in a commit. Each step does at most `limit` and
 * says whether there may be more.
 */

import type { CampaignState } from '../../../domain/campaign-states.ts';
import { CHANNEL_SUBTYPES, type ChannelSubtype } from '../../../domain/channel-subtype.ts';
import type { EndReason } from '../../../domain/end-reasons.ts';
import type { Instant } from '../../../lib/clock.ts';
import { channelCode, STATE } from '../codes.ts';
import {
  deleteAttempts,
  requestOfAttempt,
  selectOpenBefore,
  selectOverdue,
  selectSubmittedBefore,
} from '../statements/attempt-statements.ts';
import { deleteEntriesBefore } from '../statements/entry-statements.ts';
import { deleteOldestEvents } from '../statements/event-statements.ts';
import { upsertMark } from '../statements/mark-statements.ts';
import { deleteRequest, insertSpentToken, selectPurgeCandidates } from '../statements/purge-statements.ts';
import { selectBufferedKeys, selectStanding } from '../statements/request-statements.ts';
import { campaignIn, type Transaction } from '../transaction.ts';
import { endAttempting, endBuffered } from './endings.ts';

/** `more`: another step of the same work would find something. */
export interface Step {
  readonly count: number;
  readonly more: boolean;
}

/** States in which the requests that still wait will never be attempted. */
const OVER: readonly CampaignState[] = ['Stopped', 'Completed', 'Failed'];

/** Keys that one step takes out of the wheel for each that may expire: most ended before their time. */
const WHEEL_LOOKS_PER_EXPIRY = 8;

/** Events of an ordinary request: started, submitted, a receipt or two, ended. */
const EVENTS_PER_REQUEST = 5;

export const EXPIRED_THROUGH = 'expired_through';

export function expire(transaction: Transaction, { now }: { now: Instant }, limit: number): Step {
  const { memory } = transaction;
  let count = 0;
  for (let looks = 0; looks < limit * WHEEL_LOOKS_PER_EXPIRY; looks += 1) {
    if (count === limit) return { count, more: true };
    const key = takeFromWheel(transaction, now);
    if (key === 0) {
      if (now > memory.expiredThrough && looks > 0) {
        upsertMark(transaction.connection, EXPIRED_THROUGH, now);
        transaction.onCommit.push(() => {
          memory.expiredThrough = Math.max(memory.expiredThrough, now);
        });
      }
      return { count, more: false };
    }
    if (expireOne(transaction, key, now)) count += 1;
  }
  return { count, more: true };
}

/** The next key whose time may have come; it goes back if the transaction fails. */
function takeFromWheel(transaction: Transaction, now: Instant): number {
  const { expiryInstants, expiryMinutes } = transaction.memory;
  const key = expiryInstants.take(now) || expiryMinutes.take(now);
  if (key !== 0) transaction.onRollback.push(() => expiryInstants.add(now, key));
  return key;
}

function expireOne(transaction: Transaction, key: number, now: Instant): boolean {
  const standing = selectStanding(transaction.connection, key);
  if (standing?.state !== STATE.Buffered) return false;
  if (standing.expires <= now) return endBuffered(transaction, key, 'Expired', 'EXPIRED', now);
  const { expiryInstants } = transaction.memory;
  transaction.onCommit.push(() => expiryInstants.add(standing.expires, key));
  return false;
}

export function cancel(
  transaction: Transaction,
  { campaignId, reason, now }: { campaignId: string; reason: EndReason; now: Instant },
  limit: number,
): Step {
  const campaign = campaignIn(transaction, campaignId);
  if (campaign === undefined || !(OVER.includes(campaign.state) || campaign.isDeleted))
    return { count: 0, more: false };
  const keys = selectBufferedKeys(transaction.connection, campaign.number, limit);
  for (const key of keys) endBuffered(transaction, key, 'Cancelled', reason, now);
  return { count: keys.length, more: keys.length === limit };
}

export function closeOrphans(
  transaction: Transaction,
  { epoch, dyingChannels, now }: { epoch: number; dyingChannels: readonly ChannelSubtype[]; now: Instant },
  limit: number,
): Step {
  const { connection } = transaction;
  const attempts = selectOpenBefore(connection, epoch, limit);
  for (const subtype of dyingChannels) {
    attempts.push(...selectSubmittedBefore(connection, channelCode(subtype), epoch, limit - attempts.length));
  }
  return closeUnknown(transaction, attempts, 'INTERRUPTED', now, limit);
}

export function closeOverdue(transaction: Transaction, { now }: { now: Instant }, limit: number): Step {
  const attempts: number[] = [];
  for (const subtype of CHANNEL_SUBTYPES) {
    attempts.push(...selectOverdue(transaction.connection, channelCode(subtype), now, limit - attempts.length));
  }
  return closeUnknown(transaction, attempts, 'NO_RECEIPT', now, limit);
}

function closeUnknown(
  transaction: Transaction,
  attempts: readonly number[],
  reason: EndReason,
  at: Instant,
  limit: number,
): Step {
  for (const attempt of attempts)
    endAttempting(transaction, requestOfAttempt(attempt), { state: 'Unknown', reason }, at);
  return { count: attempts.length, more: attempts.length === limit };
}

/** Entries into campaigns that are over: nobody enters those again, so no limit asks for them. */
export function purgeEntries(
  { connection, memory }: Transaction,
  { before }: { before: Instant },
  limit: number,
): Step {
  let count = 0;
  for (const { number, state, isDeleted } of memory.campaigns.values()) {
    if (count === limit) return { count, more: true };
    if (isDeleted || OVER.includes(state)) count += deleteEntriesBefore(connection, number, before, limit - count);
  }
  return { count, more: count === limit };
}

/** Looks at the next `limit` requests in the order of acceptance, from where the last purge stopped. */
export function purge(transaction: Transaction, { before }: { before: Instant }, limit: number): Step {
  const { connection, memory } = transaction;
  const candidates = selectPurgeCandidates(connection, memory.purgeCursor, limit);
  let count = 0;
  for (const { key, state, ended } of candidates) {
    if (state <= STATE.Attempting || ended === null || ended >= before) continue;
    insertSpentToken(connection, key);
    deleteAttempts(connection, key);
    deleteRequest(connection, key);
    count += 1;
  }
  deleteOldestEvents(connection, before, limit * EVENTS_PER_REQUEST);
  // Nothing that was accepted after `before` can have ended before it, and keys rise with acceptance.
  const last = candidates.at(-1);
  const more = last !== undefined && candidates.length === limit && last.accepted < before;
  const cursorBefore = memory.purgeCursor;
  memory.purgeCursor = more ? last.key : 0;
  transaction.onRollback.push(() => {
    memory.purgeCursor = cursorBefore;
  });
  return { count, more };
}
