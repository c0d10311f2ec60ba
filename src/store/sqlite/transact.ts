/** One transaction of the writer, from its begin to the moment when it is durable and may be known. */
import type { Connection } from './connection.ts';
import type { Memory } from './memory.ts';
import type { Failpoint } from './options.ts';
import { createTransaction, discard, publish, type Transaction, writeCounters } from './transaction.ts';

const BEGIN = 'BEGIN IMMEDIATE';
const COMMIT = 'COMMIT';
const ROLLBACK = 'ROLLBACK';

/** What one transaction is made of. */
export interface TransactionBody {
  readonly run: (transaction: Transaction) => void;
  /** Called when everything is written and nothing is durable. */
  readonly beforeCommit: () => void;
}

/** How much a commit did. */
export interface Committed {
  readonly events: number;
  /** Makes it known to later transactions and to readers. */
  publish(): void;
}

/**
 * Runs `body` in a transaction. When this returns, the changes are durable and wait to be published; when it throws,
 * nothing of them is. Throws what a statement or the commit has thrown.
 */
export function transact(
  { connection, memory }: { readonly connection: Connection; readonly memory: Memory },
  failpoint: Failpoint,
  body: TransactionBody,
): Committed {
  const transaction = createTransaction(connection, memory);
  try {
    connection.run(BEGIN);
    failpoint('after-begin');
    body.run(transaction);
    transaction.pending.write(connection);
    writeCounters(transaction);
    body.beforeCommit();
    failpoint('before-commit');
    connection.run(COMMIT);
  } catch (error) {
    discard(transaction);
    // Some errors have rolled back already (https://www.sqlite.org/lang_transaction.html, section 3).
    if (connection.inTransaction) connection.run(ROLLBACK);
    throw error;
  }
  return {
    events: transaction.nextSequence - memory.nextSequence,
    publish() {
      failpoint('after-commit');
      publish(transaction);
      failpoint('after-publish');
    },
  };
}
