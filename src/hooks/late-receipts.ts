/**
 * News of mails that comes from outside, when their attempts are long over. It is kept within bounds: an MTA may tell the
 * same twice, and a recipient has the means to open his mail, or to send us its bounce, as often as he likes. Neither may
 * make the row of an attempt grow.
 */
import { type ChannelReceipt, type ReceiptListener, UnknownReferenceError } from '../channels/channel.ts';
import { destinationOf, parseContent } from '../domain/request-content.ts';
import type { RequestId } from '../domain/request-id.ts';
import type { CampaignStore } from '../store/campaign-store.ts';
import type { RecipientStore } from '../store/recipient-store.ts';
import type { Receipt, RequestRecord, RequestStore } from '../store/request-store.ts';

interface Bound {
  /** Most receipts of this status that one attempt keeps. */
  readonly most: number;
  /** The same status with the same detail is the same news, told again. */
  readonly isOnce: boolean;
}

/** By SES event type. A mail is opened on some devices and its links are followed some times; more tells nobody anything. */
export const RECEIPT_BOUNDS: Readonly<Record<string, Bound>> = {
  Bounce: { most: 5, isOnce: true },
  Complaint: { most: 5, isOnce: true },
  DeliveryDelay: { most: 5, isOnce: true },
  Subscription: { most: 1, isOnce: true },
  Open: { most: 10, isOnce: false },
  Click: { most: 25, isOnce: false },
};

/** Receipts that are weighed or committed at once; who brings more must come again. */
const UNDER_WAY_MAX = 1_000;

export interface LateReceiptDeps {
  readonly requests: Pick<RequestStore, 'request'>;
  readonly campaigns: Pick<CampaignStore, 'get'>;
  readonly recipients: Pick<RecipientStore, 'suppress'>;
  /** Of the channel. */
  readonly listener: ReceiptListener;
}

/**
 * A listener that hands on what is news; the reference of an email is the id of its request. It resolves also for what it
 * leaves out, since telling that again would not help, and rejects as the listener behind it does, with an
 * UnknownReferenceError for attempts that take no receipts, and when too much is under way.
 */
export function createLateReceipts({ requests, listener, ...stores }: LateReceiptDeps): ReceiptListener {
  /** The last receipt of each reference: one after the other, so that two cannot both be the last that is kept. */
  const lastOf = new Map<string, Promise<void>>();
  let underWay = 0;

  async function weigh(receipt: ChannelReceipt): Promise<void> {
    // The carrier's reference of an email is the id of its request.
    const request = await requests.request(receipt.reference as RequestId);
    if (request === undefined) throw new UnknownReferenceError();
    const attempt = request.attempts.find(({ reference }) => reference === receipt.reference);
    if (attempt !== undefined) {
      if (isNews(receipt, attempt.receipts)) await listener(receipt);
    } else if (request.state === 'Attempting') {
      // An MTA may report before its own 250 is in the store: the dispatcher keeps that until it is.
      await listener(receipt);
    } else {
      // Nobody knew whether this mail went out. It did; what its recipient wants, or is, counts all the same.
      if (receipt.suppresses === true) await suppress(request, receipt, stores);
      throw new UnknownReferenceError();
    }
  }

  return async (receipt) => {
    if (underWay >= UNDER_WAY_MAX) throw new Error('too many receipts are under way');
    underWay += 1;
    const before = lastOf.get(receipt.reference) ?? Promise.resolve();
    // How the one before fared is told to who brought it.
    const mine = before.then(
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

function isNews({ status, detail }: ChannelReceipt, told: readonly Receipt[]): boolean {
  const bound = RECEIPT_BOUNDS[status];
  if (bound === undefined) throw new TypeError(`a receipt ${status} does not come from outside`);
  const alike = told.filter((each) => each.status === status);
  return alike.length < bound.most && !(bound.isOnce && alike.some((each) => each.detail === detail));
}

async function suppress(
  { campaignId, payload }: RequestRecord,
  { channelSubtype, at }: ChannelReceipt,
  { campaigns, recipients }: Pick<LateReceiptDeps, 'campaigns' | 'recipients'>,
): Promise<void> {
  const campaign = await campaigns.get(campaignId);
  const recipient = destinationOf(parseContent(payload));
  if (campaign === undefined || recipient === undefined) return;
  const { connectInstanceId } = campaign;
  await recipients.suppress({ connectInstanceId, entries: [{ recipient, channelSubtype }], at });
}
