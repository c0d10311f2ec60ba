/** Everything that is read between commits. */

import type { CampaignId } from '../../../domain/campaign.ts';
import type { Profile } from '../../../domain/profile.ts';
import type { RequestCounters, RequestState } from '../../../domain/request-states.ts';
import type { Instant } from '../../../lib/clock.ts';
import type { PeekCursor } from '../../request-store.ts';
import { namedCounters, STATE } from '../codes.ts';
import type { Connection } from '../connection.ts';
import { countersOf, type Memory } from '../memory.ts';
import { type AttemptRow, selectAttempts } from '../statements/attempt-statements.ts';
import { selectProfile } from '../statements/profile-statements.ts';
import {
  type DueRow,
  type RequestRow,
  selectDueAt,
  selectDueBetween,
  selectNextDue,
  selectRequest,
  selectRequestsAfter,
} from '../statements/request-statements.ts';

export interface Reader {
  readonly connection: Connection;
  readonly memory: Memory;
}

const BEFORE_ALL_TIME = Number.MIN_SAFE_INTEGER;

/** Rows that one page of `requests` looks at: at most this many are read to find few. */
const ROWS_LOOKED_AT_MAX = 20_000;

export function peek(
  { connection, memory }: Reader,
  query: { campaignId: CampaignId; cursor?: PeekCursor; limit: number; now: Instant },
): DueRow[] {
  const campaign = memory.campaigns.get(query.campaignId);
  if (campaign === undefined) return [];
  const { cursor, limit, now } = query;
  if (cursor === undefined) return selectDueBetween(connection, campaign.number, BEFORE_ALL_TIME, now, limit);
  const rows = cursor.dueAt > now ? [] : selectDueAt(connection, campaign.number, cursor.dueAt, cursor.key, limit);
  if (rows.length === limit) return rows;
  return [...rows, ...selectDueBetween(connection, campaign.number, cursor.dueAt, now, limit - rows.length)];
}

export function nextDue({ connection, memory }: Reader, campaignId: CampaignId): Instant | undefined {
  const campaign = memory.campaigns.get(campaignId);
  return campaign === undefined ? undefined : selectNextDue(connection, campaign.number);
}

/** Never late: a minute that has begun is looked through by `expire`, which knows its instants afterwards. */
export function nextExpiry({ memory }: Reader): Instant | undefined {
  const minute = memory.expiryMinutes.next();
  const instant = memory.expiryInstants.next();
  return minute === undefined || instant === undefined ? (minute ?? instant) : Math.min(minute, instant);
}

export function counters({ memory }: Reader, campaignId: CampaignId): RequestCounters {
  return namedCounters(countersOf(memory, memory.campaigns.get(campaignId)?.number ?? 0));
}

/** A request with its attempts, as rows. */
export interface RequestRows {
  readonly campaignId: CampaignId;
  readonly request: RequestRow;
  readonly attempts: readonly AttemptRow[];
}

/** `id`: the 16 bytes. */
export function requestById({ connection, memory }: Reader, id: Uint8Array): RequestRows | undefined {
  const words = new DataView(id.buffer, id.byteOffset, id.byteLength);
  let found: RequestRow | undefined;
  memory.index.find(words.getUint32(0, true), words.getUint32(4, true), (key) => {
    const request = selectRequest(connection, key);
    if (request === undefined || Buffer.compare(request.id, id) !== 0) return false;
    found = request;
    return true;
  });
  return found === undefined ? undefined : withAttempts({ connection, memory }, found);
}

/** A page of a campaign's requests, in the order of acceptance. A page may be short and still have a cursor. */
export function requests(
  reader: Reader,
  query: { campaignId: CampaignId; state?: RequestState; cursor?: number; limit: number },
): { requests: RequestRows[]; cursor?: number } {
  const campaign = reader.memory.campaigns.get(query.campaignId);
  const found: RequestRow[] = [];
  let looked = 0;
  if (campaign === undefined) return { requests: [] };
  const page = (cursor?: number): { requests: RequestRows[]; cursor?: number } => ({
    requests: found.map((row) => withAttempts(reader, row)),
    ...(cursor !== undefined && { cursor }),
  });
  for (const row of selectRequestsAfter(reader.connection, query.cursor ?? 0)) {
    if (row.campaign === campaign.number && (query.state === undefined || row.state === STATE[query.state])) {
      found.push(row);
    }
    looked += 1;
    if (found.length === query.limit || looked === ROWS_LOOKED_AT_MAX) return page(row.key);
  }
  return page();
}

function withAttempts({ connection, memory }: Reader, request: RequestRow): RequestRows {
  const campaign = memory.campaignsByNumber.get(request.campaign);
  if (campaign === undefined) throw new Error('Bug in Campanile: a request belongs to no campaign');
  return { campaignId: campaign.id, request, attempts: selectAttempts(connection, request.key) };
}

export function profile(
  { connection }: Reader,
  { account, profileId }: { account: string; profileId: string },
): Profile | undefined {
  return selectProfile(connection, account, profileId);
}
