/**
 * POST and DELETE /admin/v1/instances/{id}/suppression: puts the recipients of a body on the list, or takes them off. A list
 * of a million comes in many calls; each is worked off in small pieces with pauses as long as the pieces took, so that
 * claims beside it meet the disk idle half of the time.
 */
import type { HttpRequest, HttpResponse } from '../../api/protocol/http-message.ts';
import type { ChannelSubtype } from '../../domain/channel-subtype.ts';
import type { Clock } from '../../lib/clock.ts';
import { SUPPRESSION_ROWS_MAX, type SuppressionEntry } from '../../store/recipient-store.ts';
import type { AdminDeps } from '../admin-deps.ts';
import { jsonResponse } from '../json-response.ts';
import { type LineFailure, linesOf } from '../lines.ts';
import { listOf } from './list-of.ts';
import { createEntryReader, formatOf } from './read-entries.ts';

/** Failures told one by one; the rest is only counted. */
const FAILURES_TOLD_MAX = 1_000;

export interface ChangeDeps extends Pick<AdminDeps, 'store' | 'clock'> {
  /** The real time. */
  readonly wall: Clock;
}

type Commit = (connectInstanceId: string, entries: readonly SuppressionEntry[]) => Promise<number>;

/** Adds; sending a list again changes nothing. */
export function createImportSuppression({
  store,
  clock,
  wall,
}: ChangeDeps): (request: HttpRequest) => Promise<HttpResponse> {
  const { recipients } = store;
  return changing('added', wall, (connectInstanceId, entries) =>
    recipients.suppress({ connectInstanceId, entries, at: clock.now() }),
  );
}

export function createRemoveSuppression({
  store,
  wall,
}: Omit<ChangeDeps, 'clock'>): (request: HttpRequest) => Promise<HttpResponse> {
  return changing('removed', wall, (connectInstanceId, entries) =>
    store.recipients.unsuppress({ connectInstanceId, entries }),
  );
}

function changing(
  done: 'added' | 'removed',
  wall: Clock,
  commit: Commit,
): (request: HttpRequest) => Promise<HttpResponse> {
  return async (request) => {
    const { connectInstanceId, channelSubtype } = listOf(request);
    const { changed, ...counts } = await changeAll(request, channelSubtype, async (entries) => {
      const startedAt = wall.now();
      const count = await commit(connectInstanceId, entries);
      await pause(wall, wall.now() - startedAt);
      return count;
    });
    return jsonResponse(200, { [done]: changed, ...counts });
  };
}

async function changeAll(
  { body, headers }: HttpRequest,
  channelSubtype: ChannelSubtype | undefined,
  commit: (entries: readonly SuppressionEntry[]) => Promise<number>,
): Promise<{ changed: number; read: number; failed: number; failures: LineFailure[] }> {
  const readEntry = createEntryReader(formatOf(headers['content-type']), channelSubtype);
  const failures: LineFailure[] = [];
  let piece: SuppressionEntry[] = [];
  let changed = 0;
  let read = 0;
  let failed = 0;
  const flush = async (): Promise<void> => {
    const entries = piece;
    piece = [];
    // Neighbours on the list are neighbours on the disk.
    entries.sort((a, b) => (a.recipient < b.recipient ? -1 : 1));
    changed += await commit(entries);
  };
  let looked = 0;
  for (const line of linesOf(body)) {
    looked += 1;
    // Also when none of them was an entry: the thread is shared.
    if (looked % SUPPRESSION_ROWS_MAX === 0) await flush();
    const result = readEntry(line);
    if (result.kind === 'skipped') continue;
    read += 1;
    if (result.kind === 'entry') piece.push(result.entry);
    else {
      failed += 1;
      if (failures.length < FAILURES_TOLD_MAX) failures.push(result.failure);
    }
  }
  if (piece.length > 0) await flush();
  return { changed, read, failed, failures };
}

function pause(wall: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => wall.at(wall.now() + ms, resolve));
}
