/** Receipts as the store takes them: with the recipient who is to be suppressed, whom the carrier may not have named. */
import { destinationOf, parseContent } from '../domain/request-content.ts';
import type { RequestStore, StoredReceipt } from '../store/request-store.ts';
import type { ReceiptInHand } from './early-receipts.ts';

/**
 * One for each receipt in hand, in their order. Where the carrier says that an address does not work, the address is the
 * one that we have sent to, and not what a report from outside says.
 */
export async function storedReceipts(
  requests: Pick<RequestStore, 'byReference'>,
  inHand: readonly ReceiptInHand[],
): Promise<StoredReceipt[]> {
  const suppressing = inHand.filter(({ receipt }) => receipt.suppresses === true);
  const recipients = new Map<ReceiptInHand, string>();
  if (suppressing.length > 0) {
    const found = await requests.byReference(
      suppressing.map(({ receipt: { channelSubtype, reference } }) => ({ channelSubtype, reference })),
    );
    for (const [index, each] of suppressing.entries()) {
      const request = found[index];
      const recipient = request && destinationOf(parseContent(request.payload));
      if (recipient !== undefined) recipients.set(each, recipient);
    }
  }
  return inHand.map((each) => {
    const { channelSubtype, reference, suppresses: _, ...receipt } = each.receipt;
    const recipient = recipients.get(each);
    return { channelSubtype, reference, receipt, ...(recipient !== undefined && { suppresses: recipient }) };
  });
}
