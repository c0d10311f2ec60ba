/** Receipts whose attempt the store does not know yet: kept until it does, for a carrier may report before it answers. */
import { type ChannelReceipt, UnknownReferenceError } from '../channels/channel.ts';
import type { ChannelSubtype } from '../domain/channel-subtype.ts';
import type { Clock, Instant } from '../lib/clock.ts';
import type { Alarms } from './alarms.ts';

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
  /** The receipts of one reference, since the first of them. */
  readonly since: Instant;
  readonly receipts: ReceiptInHand[];
}

/** An empty store of early receipts; `onGivenUp` hears of each that was dropped. */
export function createEarlyReceipts(
  deps: { readonly clock: Clock; readonly alarms: Alarms },
  onGivenUp: (channelSubtype: ChannelSubtype) => void,
): EarlyReceipts {
  const { clock, alarms } = deps;
  const byReference = new Map<string, Kept>();
  let count = 0;
  const impatience = alarms.create(() => {
    const now = clock.now();
    for (const [name, { since }] of byReference) if (since + EARLY_RECEIPT_MS <= now) giveUp(name);
    waitForOldest();
  });

  function waitForOldest(): void {
    const [oldest] = byReference.values();
    if (oldest !== undefined) impatience.ringBy(oldest.since + EARLY_RECEIPT_MS);
  }

  function drop(name: string): readonly ReceiptInHand[] {
    const dropped = byReference.get(name)?.receipts ?? [];
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
      if (kept === undefined) byReference.set(name, { since: clock.now(), receipts: [inHand] });
      else kept.receipts.push(inHand);
      count += 1;
      const [oldest] = byReference.keys();
      if (count > EARLY_RECEIPTS_MAX && oldest !== undefined) giveUp(oldest);
      waitForOldest();
    },
    take: (channelSubtype, reference) => drop(`${channelSubtype} ${reference}`),
    close() {
      for (const name of [...byReference.keys()]) giveUp(name);
    },
  };
}
