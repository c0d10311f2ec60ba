/**
 * Brings what became of attempts into the store, many in one commit. For one attempt the order is kept: what makes its
 * reference known before the receipts that name it, although a receipt may arrive first.
 */
import type { ReceiptListener } from '../channels/channel.ts';
import type { ChannelSubtype } from '../domain/channel-subtype.ts';
import type { Clock } from '../lib/clock.ts';
import type { FinishedAttempt, RequestStore, SubmittedAttempt, Withdrawal } from '../store/request-store.ts';
import { createEarlyReceipts, type ReceiptInHand } from './early-receipts.ts';
import type { Gate } from './gate.ts';
import { createGroupCommit, type GroupCommitDeps } from './group-commit.ts';
import type { Report } from './report.ts';
import { storedReceipts } from './stored-receipts.ts';

export interface Completer {
  submitted(attempt: SubmittedAttempt & { readonly channelSubtype: ChannelSubtype }): void;
  receipt: ReceiptListener;
  finished(attempt: FinishedAttempt & { readonly channelSubtype: ChannelSubtype }): void;
  /** `onCommitted` is called when the request is Buffered again (or Failed, after too many times). */
  withdrawn(withdrawal: Withdrawal, onCommitted: () => void): void;
  /** Outcomes that are not committed yet. */
  pending(): number;
  /** Commits without lingering; resolves when nothing is pending, or rejects with the store's error. */
  flush(): Promise<void>;
  /** Flushes, and gives up the receipts whose attempt is not known. */
  close(): Promise<void>;
}

/** Outcomes in one commit. */
const COMMIT_MAX = 1_000;
/** With so many outcomes waiting no new attempt is claimed: about 20 MB, and some seconds of a slow disk. */
const WAITING_MAX = 20_000;

export interface CompleterDeps extends GroupCommitDeps {
  readonly clock: Clock;
  readonly requests: Pick<RequestStore, 'submitted' | 'receipts' | 'finish' | 'withdraw' | 'byReference'>;
  readonly gate: Gate;
  readonly report: Report;
}

/** A completer that gathers outcomes for `lingerMs` before it commits them; 0 commits at once what is there. */
export function createCompleter(deps: CompleterDeps, lingerMs: number): Completer {
  const { requests, gate, report } = deps;
  const submitted: (SubmittedAttempt & { readonly channelSubtype: ChannelSubtype })[] = [];
  const receipts: ReceiptInHand[] = [];
  const finished: (FinishedAttempt & { readonly channelSubtype: ChannelSubtype })[] = [];
  const withdrawn: { readonly withdrawal: Withdrawal; readonly onCommitted: () => void }[] = [];
  const early = createEarlyReceipts(deps, (channelSubtype) =>
    report({ kind: 'receiptWithoutAttempt', channelSubtype }),
  );
  const outcomes = createGroupCommit(deps, { doing: 'commit outcomes', lingerMs, pending, commit });

  function pending(): number {
    return submitted.length + receipts.length + finished.length + withdrawn.length;
  }

  function added(): void {
    if (pending() >= WAITING_MAX) gate.close('outcomesWaiting');
    outcomes.gathered();
  }

  async function commit(): Promise<void> {
    await commitEach(submitted, async (batch) => {
      await requests.submitted(batch);
      recallEarly(batch);
    });
    await commitEach(finished, async (batch) => {
      await requests.finish(batch);
      recallEarly(batch);
    });
    await commitEach(receipts, commitReceipts);
    await commitEach(withdrawn, async (batch) => {
      await requests.withdraw(batch.map(({ withdrawal }) => withdrawal));
      for (const { onCommitted } of batch) onCommitted();
    });
    if (pending() < WAITING_MAX) gate.open('outcomesWaiting');
  }

  /** What was told of attempts before they were known comes before what was told since. */
  function recallEarly(
    known: readonly { readonly channelSubtype: ChannelSubtype; readonly reference?: string }[],
  ): void {
    for (const { channelSubtype, reference } of known) {
      if (reference !== undefined) receipts.unshift(...early.take(channelSubtype, reference));
    }
  }

  async function commitReceipts(batch: readonly ReceiptInHand[]): Promise<void> {
    const results = await requests.receipts(await storedReceipts(requests, batch));
    for (const [index, inHand] of batch.entries()) {
      if (results[index] === 'unknownReference') early.keep(inHand);
      else inHand.onKept();
    }
  }

  return {
    submitted(attempt) {
      submitted.push(attempt);
      added();
    },
    receipt(receipt) {
      const { promise, resolve: onKept, reject: onGivenUp } = Promise.withResolvers<void>();
      // A carrier that only tells does not listen: what is given up was reported.
      promise.catch(() => undefined);
      receipts.push({ receipt, onKept, onGivenUp });
      added();
      return promise;
    },
    finished(attempt) {
      finished.push(attempt);
      added();
    },
    withdrawn(withdrawal, onCommitted) {
      withdrawn.push({ withdrawal, onCommitted });
      added();
    },
    pending,
    flush: outcomes.flush,
    async close() {
      await outcomes.flush();
      early.close();
    },
  };
}

/** Commits the first of a queue and then takes them off, so that a failed commit leaves them to the next try. */
async function commitEach<Outcome>(
  queue: Outcome[],
  commit: (batch: readonly Outcome[]) => Promise<unknown>,
): Promise<void> {
  if (queue.length === 0) return;
  const batch = queue.slice(0, COMMIT_MAX);
  await commit(batch);
  queue.splice(0, batch.length);
}
