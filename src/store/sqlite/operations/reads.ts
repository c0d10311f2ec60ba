/** Everything that is read between commits. */

import type { CampaignId } from '../../../domain/campaign.ts';
import { CHANNEL_SUBTYPES } from '../../../domain/channel-subtype.ts';
import type { Profile } from '../../../domain/profile.ts';
import { parseRequestId } from '../../../domain/request-id.ts';
import type { RequestCounters } from '../../../domain/request-states.ts';
import type { Instant } from '../../../lib/clock.ts';
import type { CarrierReference, RequestQuery, RequestStore } from '../../request-store.ts';
import { channelCode, namedCounters, STATE } from '../codes.ts';
import type { Connection } from '../connection.ts';
import { countersOf, type Memory } from '../memory.ts';
import { type PeekFrame, packPeek } from '../peek-frame.ts';
import {
  type AttemptRow,
  requestOfAttempt,
  selectAttemptByReference,
  selectAttempts,
  selectLastHandedOver,
  selectNextOverdue,
} from '../statements/attempt-statements.ts';
import { selectProfile } from '../statements/profile-statements.ts';
import {
  ANY_STATE,
  type DueRow,
  type RequestRow,
  selectDueAt,
  selectDueBetween,
  selectNextDue,
  selectRequest,
  selectRequestsBetween,
} from '../statements/request-statements.ts';

type PeekQuery = Parameters<RequestStore['peek']>[0];

export interface Reader {
  readonly connection: Connection;
  readonly memory: Memory;
}

const BEFORE_ALL_TIME = Number.MIN_SAFE_INTEGER;

/** Keys that one page of `requests` looks through, about 10 ms: the writer waits meanwhile. */
const KEYS_PER_PAGE = 20_000;

/** Due requests after the cursor, by due instant and key. */
export function peek(reader: Reader, query: PeekQuery): PeekFrame {
  const campaign = reader.memory.campaigns.get(query.campaignId);
  return packPeek(campaign === undefined ? [] : dueRows(reader.connection, campaign.number, query));
}

function dueRows(connection: Connection, campaign: number, { cursor, limit, now }: PeekQuery): DueRow[] {
  if (cursor === undefined) return selectDueBetween(connection, campaign, BEFORE_ALL_TIME, now, limit);
  const rows = cursor.dueAt > now ? [] : selectDueAt(connection, campaign, cursor.dueAt, cursor.key, limit);
  if (rows.length === limit) return rows;
  return [...rows, ...selectDueBetween(connection, campaign, cursor.dueAt, now, limit - rows.length)];
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

export function nextOverdue({ connection }: Reader): Instant | undefined {
  const instants = CHANNEL_SUBTYPES.flatMap((subtype) => selectNextOverdue(connection, channelCode(subtype)) ?? []);
  return instants.length === 0 ? undefined : Math.min(...instants);
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
export function requestById(reader: Reader, id: Uint8Array): RequestRows | undefined {
  const found = findRequest(reader, id);
  return found === undefined ? undefined : withAttempts(reader, found);
}

/**
 * The attempt that a carrier knows by a reference. A channel may give its attempts the ids of their requests as
 * references: such a one is found although no answer of the carrier was ever seen, as after a crash.
 */
export function attemptOfReference(reader: Reader, channel: number | null, reference: string): number | undefined {
  const named = selectAttemptByReference(reader.connection, channel, reference);
  if (named !== undefined) return named;
  const id = parseRequestId(reference);
  const request = id && findRequest(reader, id);
  return request && selectLastHandedOver(reader.connection, request.key, channel);
}

export function requestsByReference(
  reader: Reader,
  references: readonly CarrierReference[],
): (RequestRows | undefined)[] {
  return references.map(({ channelSubtype, reference }) => {
    const attempt = attemptOfReference(reader, channelCode(channelSubtype), reference);
    const request = attempt === undefined ? undefined : selectRequest(reader.connection, requestOfAttempt(attempt));
    return request && withAttempts(reader, request);
  });
}

function findRequest({ connection, memory }: Reader, id: Uint8Array): RequestRow | undefined {
  const words = new DataView(id.buffer, id.byteOffset, id.byteLength);
  let found: RequestRow | undefined;
  memory.index.find(words.getUint32(0, true), words.getUint32(4, true), (key) => {
    const request = selectRequest(connection, key);
    if (request === undefined || Buffer.compare(request.id, id) !== 0) return false;
    found = request;
    return true;
  });
  return found;
}

/** A page of a campaign's requests, in the order of acceptance. A page may be short, or empty, and still have a cursor. */
export function requests(
  reader: Reader,
  { campaignId, state, cursor = 0, limit }: RequestQuery,
): { requests: RequestRows[]; cursor?: number } {
  const { connection, memory } = reader;
  const campaign = memory.campaigns.get(campaignId);
  if (campaign === undefined) return { requests: [] };
  const last = cursor + KEYS_PER_PAGE;
  const rows = selectRequestsBetween(
    connection,
    campaign.number,
    state === undefined ? ANY_STATE : STATE[state],
    cursor,
    last,
    limit,
  );
  const lookedThrough = rows.length === limit ? (rows.at(-1)?.key ?? last) : last;
  const isEnd = lookedThrough >= memory.nextKey - 1;
  return {
    requests: rows.map((row) => withAttempts(reader, row)),
    ...(!isEnd && { cursor: lookedThrough }),
  };
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
