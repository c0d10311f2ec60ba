/** Where those who are no carrier put their news of what carriers took: an intake of bounces, the links in mails. */
import type { ReceiptListener } from './channel.ts';
import type { Reporter } from './router.ts';

export interface ReceiptInbox {
  /** Resolves when the news is durable; rejects when it is not. Waits until somebody listens. */
  readonly put: ReceiptListener;
  /** Tells the inbox who listens. */
  readonly report: Reporter;
}

/** An inbox that nobody listens to yet. */
export function createReceiptInbox(): ReceiptInbox {
  const { promise: listening, resolve: report } = Promise.withResolvers<ReceiptListener>();
  return {
    put: async (receipt) => (await listening)(receipt),
    report,
  };
}
