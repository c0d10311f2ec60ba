/** Where those who are no carrier put their news of what carriers took: an intake of bounces, the links in mails. */
import type { ReceiptListener } from './channel.ts';
import type { Reporter } from './router.ts';

export interface ReceiptInbox {
  /** Resolves when the news is durable; rejects when it is not, also before anybody listens. */
  readonly put: ReceiptListener;
  /** Tells the inbox who listens. */
  readonly report: Reporter;
}

/** An inbox that nobody listens to yet. */
export function createReceiptInbox(): ReceiptInbox {
  let listener: ReceiptListener | undefined;
  return {
    async put(receipt) {
      if (listener === undefined) throw new Error('nobody listens to receipts yet');
      await listener(receipt);
    },
    report(to) {
      listener = to;
    },
  };
}
