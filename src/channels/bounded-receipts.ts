/**
 * What comes in about mails from outside, kept within bounds: an MTA may tell the same twice, and a recipient has the means
 * to open his mail, or to send us its bounce, as often as he likes. Neither may make the row of an attempt grow.
 */
import { type ChannelReceipt, type ReceiptListener, UnknownReferenceError } from './channel.ts';

interface Bound {
  /** Most receipts of this status that one attempt keeps. */
  readonly most: number;
  /** The same status with the same detail is the same news, told again. */
  readonly isOnce: boolean;
  /** An MTA may report before the attempt's own end is committed; a person cannot. */
  readonly mayComeEarly: boolean;
}

/** By SES event type. A mail is opened on some devices and its links are followed some times; more tells nobody anything. */
export const RECEIPT_BOUNDS: Readonly<Record<string, Bound>> = {
  Bounce: { most: 5, isOnce: true, mayComeEarly: true },
  Complaint: { most: 5, isOnce: true, mayComeEarly: true },
  DeliveryDelay: { most: 5, isOnce: true, mayComeEarly: true },
  Subscription: { most: 1, isOnce: true, mayComeEarly: false },
  Open: { most: 10, isOnce: false, mayComeEarly: false },
  Click: { most: 25, isOnce: false, mayComeEarly: false },
};

/** Receipts that are weighed or committed at once; who brings more must come again. */
const UNDER_WAY_MAX = 1_000;

export interface BoundedReceiptsDeps {
  readonly listener: ReceiptListener;
  /** What the attempt with this reference was told before; undefined when there is none, not yet or not any more. */
  readonly receiptsOf: (
    reference: string,
  ) => Promise<readonly { readonly status: string; readonly detail?: string }[] | undefined>;
}

/**
 * A listener that hands on what is news. It resolves also for what it leaves out, since telling that again would not help;
 * it rejects as the listener behind it does, and when too much is under way.
 */
export function createBoundedReceipts({ listener, receiptsOf }: BoundedReceiptsDeps): ReceiptListener {
  /** The last receipt of each reference: one after the other, so that two cannot both be the last that is kept. */
  const lastOf = new Map<string, Promise<void>>();
  let underWay = 0;

  async function weigh(receipt: ChannelReceipt): Promise<void> {
    const bound = RECEIPT_BOUNDS[receipt.status];
    if (bound === undefined) throw new TypeError(`a receipt ${receipt.status} does not come from outside`);
    const told = await receiptsOf(receipt.reference);
    if (told === undefined && !bound.mayComeEarly) throw new UnknownReferenceError();
    const alike = (told ?? []).filter(({ status }) => status === receipt.status);
    if (alike.length >= bound.most) return;
    if (bound.isOnce && alike.some(({ detail }) => detail === receipt.detail)) return;
    await listener(receipt);
  }

  return async (receipt) => {
    if (underWay >= UNDER_WAY_MAX) throw new Error('too many receipts are under way');
    underWay += 1;
    const before = lastOf.get(receipt.reference);
    // How the one before fared is told to who brought it.
    const mine = (before ?? Promise.resolve()).then(
      () => weigh(receipt),
      () => weigh(receipt),
    );
    lastOf.set(receipt.reference, mine);
    try {
      await mine;
    } finally {
      underWay -= 1;
      if (lastOf.get(receipt.reference) === mine) lastOf.delete(receipt.reference);
    }
  };
}
