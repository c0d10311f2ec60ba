/** The red button. */
import { CHANNEL_SUBTYPES, type ChannelSubtype } from '../../../domain/channel-subtype.ts';
import type { Instant } from '../../../lib/clock.ts';
import type { DispatchStops } from '../../dispatch-switch.ts';
import type { RequestKey } from '../../request-store.ts';
import { channelCode, EVERY_CHANNEL } from '../codes.ts';
import { deleteStop, deleteStops, insertStop, selectStops } from '../statements/dispatch-stop-statements.ts';
import { selectStanding } from '../statements/request-statements.ts';
import type { Transaction } from '../transaction.ts';
import type { Reader } from './reads.ts';

/** Since when, by channel code. */
type Stops = ReadonlyMap<number, Instant>;

export function stopDispatch(
  transaction: Transaction,
  { channelSubtype, at }: { channelSubtype: ChannelSubtype | undefined; at: Instant },
): DispatchStops {
  insertStop(transaction.connection, channelCode(channelSubtype) ?? EVERY_CHANNEL, at);
  return remember(transaction);
}

export function startDispatch(
  transaction: Transaction,
  { channelSubtype }: { channelSubtype: ChannelSubtype | undefined },
): DispatchStops {
  const channel = channelCode(channelSubtype);
  if (channel === null) deleteStops(transaction.connection);
  else deleteStop(transaction.connection, channel);
  return remember(transaction);
}

/** What is stopped from here on in this transaction, and for others when it is durable. */
function remember(transaction: Transaction): DispatchStops {
  const stops = new Map(selectStops(transaction.connection).map(({ channel, since }) => [channel, since]));
  transaction.stops = stops;
  transaction.onCommit.push(() => {
    transaction.memory.recipients.stops = stops;
  });
  return named(stops);
}

export function dispatchStops({ memory }: Reader): DispatchStops {
  return named(memory.recipients.stops);
}

/** The requests of `keys` that may go as far as the red button is concerned. */
export function notStopped(transaction: Transaction, keys: readonly RequestKey[]): readonly RequestKey[] {
  const stops = transaction.stops ?? transaction.memory.recipients.stops;
  if (stops.size === 0) return keys;
  if (stops.has(EVERY_CHANNEL)) return [];
  return keys.filter((key) => {
    const channel = selectStanding(transaction.connection, key)?.channel;
    return channel === undefined || channel === null || !stops.has(channel);
  });
}

function named(stops: Stops): DispatchStops {
  const everything = stops.get(EVERY_CHANNEL);
  return {
    ...(everything !== undefined && { everything }),
    channels: CHANNEL_SUBTYPES.flatMap((channelSubtype, code) => {
      const since = stops.get(code);
      return since === undefined ? [] : [{ channelSubtype, since }];
    }),
  };
}
