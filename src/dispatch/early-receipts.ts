/** Receipts whose attempt the store does not know yet: kept until it does, for a carrier may report before it answers. */
import { type ChannelReceipt, UnknownReferenceError } from '../channels/channel.ts';
import type { ChannelSubtype } from '../domain/channel-subtype.ts';
import type { Clock, Timer } from '../lib/clock.ts';

/** A receipt on its way into the store. One of the two is called, once. */
export interface ReceiptInHand {
  readonly receipt: ChannelReceipt;
  readonly onKept: () => void;
  readonly onGivenUp: (error: Error) => void;
}

/** About 3 MB; only a carrier that reports what we never sent fills it. */
export const EARLY_RECEIPTS_MAX = 10_000;

/** Longer than any carrier takes to answer what it reports before; whoever reports to us may be waiting as long. */
export const EARLY_RECEIPT_MS = 60_000;

export interface EarlyReceipts {
  /** Keeps a receipt for EARLY_RECEIPT_MS; the oldest goes, and is given up, when there is no room. */
  keep(receipt: ReceiptInHand): void;
  /** What was kept for a reference, in the order in which it came. */
  take(channelSubtype: ChannelSubtype, reference: string): readonly ReceiptInHand[];
  /** Gives up all of them. */
  close(): void;
}

interface Kept {
  /** Gives them up, so long after the first of them. */
  readonly patience: Timer;
  readonly receipts: ReceiptInHand[];
}

/** An empty store of early receipts; `onGivenUp` hears of each that was dropped. */
export function createEarlyReceipts(
  { clock }: { readonly clock: Clock },
  onGivenUp: (channelSubtype: ChannelSubtype) => void,
): EarlyReceipts {
  const byReference = new Map<string, Kept>();
  let count = 0;

  function drop(name: string): readonly ReceiptInHand[] {
    const kept = byReference.get(name);
    const dropped = kept?.receipts ?? [];
    kept?.patience.cancel();
    byReference.delete(name);
    count -= dropped.length;
    return dropped;
  }

  function giveUp(name: string): void {
    for (const { receipt, onGivenUp: tell } of drop(name)) {
      onGivenUp(receipt.channelSubtype);
      tell(new UnknownReferenceError());
    }
  }

  return {
    keep(inHand) {
      const name = `${inHand.receipt.channelSubtype} ${inHand.receipt.reference}`;
      const kept = byReference.get(name);
      if (kept !== undefined) {
        kept.receipts.push(inHand);
      } else {
        const patience = clock.at(clock.now() + EARLY_RECEIPT_MS, () => giveUp(name));
        byReference.set(name, { patience, receipts: [inHand] });
      }
      count += 1;
      const [oldest] = byReference.keys();
      if (count > EARLY_RECEIPTS_MAX && oldest !== undefined) giveUp(oldest);
    },
    take: (channelSubtype, reference) => drop(`${channelSubtype} ${reference}`),
    close() {
      for (const name of [...byReference.keys()]) giveUp(name);
    },
  };
}
