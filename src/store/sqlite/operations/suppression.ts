/** The suppression lists: changing them, and looking a recipient up in the transaction of its claim. */
import { CHANNEL_SUBTYPES, type ChannelSubtype } from '../../../domain/channel-subtype.ts';
import { defined } from '../../../lib/assert.ts';
import type { Instant } from '../../../lib/clock.ts';
import type {
  DatedSuppression,
  SuppressionChange,
  SuppressionCounts,
  SuppressionEntry,
  SuppressionQuery,
} from '../../recipient-store.ts';
import { channelCode, channelName, EVERY_CHANNEL } from '../codes.ts';
import type { Connection } from '../connection.ts';
import {
  addToSuppressionCount,
  deleteSuppression,
  insertScope,
  insertSuppression,
  type SuppressionRow,
  selectIsSuppressed,
  selectScope,
  selectSuppressions,
  selectSuppressionsOfChannel,
  selectSuppressionsOfRecipient,
} from '../statements/suppression-statements.ts';
import type { Transaction } from '../transaction.ts';
import type { Reader } from './reads.ts';

/** Sorts before every entry: no recipient is an empty text. */
const BEFORE_ALL: SuppressionRow = { recipient: '', channel: EVERY_CHANNEL };

export function suppress(
  transaction: Transaction,
  { connectInstanceId, entries, at }: SuppressionChange & { readonly at: Instant },
): number {
  const scope = scopeNumber(transaction.connection, connectInstanceId);
  return change(transaction, connectInstanceId, scope, entries, (recipient, channel) =>
    insertSuppression(transaction.connection, scope, recipient, channel, at),
  );
}

export function unsuppress(transaction: Transaction, { connectInstanceId, entries }: SuppressionChange): number {
  const { connection } = transaction;
  const scope = selectScope(connection, connectInstanceId);
  if (scope === undefined) return 0;
  return -change(
    transaction,
    connectInstanceId,
    scope,
    entries,
    (recipient, channel) => -deleteSuppression(connection, scope, recipient, channel),
  );
}

/** Does `one` to each entry; answers by how much the list has grown, and keeps its counts. */
function change(
  transaction: Transaction,
  name: string,
  scope: number,
  entries: readonly SuppressionEntry[],
  one: (recipient: string, channel: number) => number,
): number {
  const { connection, memory } = transaction;
  const grown = new Map<number, number>();
  for (const { recipient, channelSubtype } of entries) {
    const channel = channelCode(channelSubtype) ?? EVERY_CHANNEL;
    grown.set(channel, (grown.get(channel) ?? 0) + one(recipient, channel));
  }
  for (const [channel, by] of grown) if (by !== 0) addToSuppressionCount(connection, scope, channel, by);
  transaction.onCommit.push(() => {
    const counts = memory.recipients.suppressionCounts.get(name) ?? new Map<number, number>();
    for (const [channel, by] of grown) counts.set(channel, (counts.get(channel) ?? 0) + by);
    memory.recipients.suppressionCounts.set(name, counts);
  });
  return [...grown.values()].reduce((sum, by) => sum + by, 0);
}

/** The number of a name, which it is given now if it has none. */
export function scopeNumber(connection: Connection, name: string): number {
  const known = selectScope(connection, name);
  if (known !== undefined) return known;
  insertScope(connection, name);
  return defined(selectScope(connection, name), 'a scope that was just written');
}

/** A question to the list of an instance; undefined when the list is empty, so that nobody needs to ask. */
export function suppressionQuestion(
  { connection, memory }: Transaction,
  connectInstanceId: string,
): ((recipient: string, channel: number | null) => boolean) | undefined {
  const counts = memory.recipients.suppressionCounts.get(connectInstanceId);
  if (counts === undefined || totalOf(counts) === 0) return undefined;
  const scope = selectScope(connection, connectInstanceId);
  if (scope === undefined) return undefined;
  return (recipient, channel) =>
    selectIsSuppressed(connection, scope, recipient, EVERY_CHANNEL, channel ?? EVERY_CHANNEL);
}

export function suppressed(
  { connection }: Reader,
  { connectInstanceId, channelSubtype, after, limit }: SuppressionQuery,
): SuppressionEntry[] {
  const scope = selectScope(connection, connectInstanceId);
  if (scope === undefined) return [];
  const place =
    after === undefined
      ? BEFORE_ALL
      : { recipient: after.recipient, channel: channelCode(after.channelSubtype) ?? EVERY_CHANNEL };
  const channel = channelCode(channelSubtype);
  const rows =
    channel === null
      ? selectSuppressions(connection, scope, place, limit)
      : selectSuppressionsOfChannel(connection, scope, channel, place, limit);
  return rows.map((row) => {
    const subtype = row.channel === EVERY_CHANNEL ? undefined : channelName(row.channel);
    return { recipient: row.recipient, ...(subtype !== undefined && { channelSubtype: subtype }) };
  });
}

export function suppressionsOf(
  { connection }: Reader,
  { connectInstanceId, recipient }: { connectInstanceId: string; recipient: string },
): DatedSuppression[] {
  const scope = selectScope(connection, connectInstanceId);
  if (scope === undefined) return [];
  return selectSuppressionsOfRecipient(connection, scope, recipient).map(({ channel, added }) => {
    const subtype = channel === EVERY_CHANNEL ? undefined : channelName(channel);
    return { since: added, ...(subtype !== undefined && { channelSubtype: subtype }) };
  });
}

export function suppressionCounts({ memory }: Reader, connectInstanceId: string): SuppressionCounts {
  const counts = memory.recipients.suppressionCounts.get(connectInstanceId) ?? new Map<number, number>();
  const byChannel: Partial<Record<ChannelSubtype, number>> = {};
  for (const [code, subtype] of CHANNEL_SUBTYPES.entries()) {
    const entries = counts.get(code) ?? 0;
    if (entries > 0) byChannel[subtype] = entries;
  }
  return { total: totalOf(counts), everyChannel: counts.get(EVERY_CHANNEL) ?? 0, byChannel };
}

function totalOf(counts: ReadonlyMap<number, number>): number {
  return [...counts.values()].reduce((sum, entries) => sum + entries, 0);
}
