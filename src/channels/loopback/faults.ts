/** Faults that a test orders: the next attempts on a channel meet them, one each. */
import type { ChannelSubtype } from '../../domain/channel-subtype.ts';

export const FAULT_KINDS = [
  /** The carrier has it, but never answers: unknown. */
  'timeout',
  /** The carrier refuses it for good. */
  'reject',
  /** The carrier takes nothing just now: nothing leaves. */
  'throttle',
  /** The process dies after the carrier has it and before its answer. */
  'crashBeforeAnswer',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

export interface FaultOrder {
  readonly channel: ChannelSubtype;
  readonly kind: FaultKind;
  readonly count: number;
}

export interface Faults {
  order(order: FaultOrder): void;
  /** The fault that the next attempt on the channel meets. */
  next(channelSubtype: ChannelSubtype): FaultKind | undefined;
  clear(): void;
}

/** Orders that wait at once; a test that has more of them forgot to reset. */
const ORDERS_MAX = 1_000;

/** No faults. */
export function createFaults(): Faults {
  let orders: { channel: ChannelSubtype; kind: FaultKind; left: number }[] = [];
  return {
    order({ channel, kind, count }) {
      if (orders.length >= ORDERS_MAX) throw new RangeError(`more than ${ORDERS_MAX} faults wait already`);
      if (count > 0) orders.push({ channel, kind, left: count });
    },
    next(channelSubtype) {
      const order = orders.find(({ channel }) => channel === channelSubtype);
      if (order === undefined) return undefined;
      order.left -= 1;
      if (order.left === 0) orders = orders.filter((other) => other !== order);
      return order.kind;
    },
    clear() {
      orders = [];
    },
  };
}
