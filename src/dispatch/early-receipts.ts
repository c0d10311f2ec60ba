/** Receipts whose attempt the store does not know yet: kept until it does, for a carrier may report before it answers. */
import type { ChannelReceipt } from '../channels/channel.ts';
import type { ChannelSubtype } from '../domain/channel-subtype.ts';

/** About 3 MB; only a carrier that reports what we never sent fills it. */
export const EARLY_RECEIPTS_MAX = 10_000;

export interface EarlyReceipts {
  /** Keeps a receipt; the oldest goes, and is given up, when there is no room. */
  keep(receipt: ChannelReceipt): void;
  /** What was kept for a reference, in the order in which it came. */
  take(channelSubtype: ChannelSubtype, reference: string): readonly ChannelReceipt[];
}

/** An empty store of early receipts; `onGivenUp` hears of each that was dropped. */
export function createEarlyReceipts(onGivenUp: (channelSubtype: ChannelSubtype) => void): EarlyReceipts {
  const byReference = new Map<string, ChannelReceipt[]>();
  let count = 0;

  function drop(name: string): readonly ChannelReceipt[] {
    const dropped = byReference.get(name) ?? [];
    byReference.delete(name);
    count -= dropped.length;
    return dropped;
  }

  return {
    keep(receipt) {
      const name = `${receipt.channelSubtype} ${receipt.reference}`;
      const kept = byReference.get(name);
      if (kept === undefined) byReference.set(name, [receipt]);
      else kept.push(receipt);
      count += 1;
      const [oldest] = byReference.keys();
      if (count > EARLY_RECEIPTS_MAX && oldest !== undefined) {
        for (const givenUp of drop(oldest)) onGivenUp(givenUp.channelSubtype);
      }
    },
    take: (channelSubtype, reference) => drop(`${channelSubtype} ${reference}`),
  };
}
