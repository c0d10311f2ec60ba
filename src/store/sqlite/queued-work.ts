/** A call on its way through the writer. */
import type { Lane } from './commands.ts';
import type { Step } from './operations/maintenance.ts';
import type { Transaction } from './transaction.ts';

export type Outcome = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: Error };

/** Done whole, in one transaction. */
interface Write {
  readonly kind: 'write';
  readonly lane: Lane;
  /** How many rows it is about: what bounds a commit. */
  readonly rows: number;
  run(transaction: Transaction): unknown;
  settle(outcome: Outcome): void;
}

/** Done in steps; its answer is how many requests all of them have changed. */
interface Maintenance {
  readonly kind: 'maintenance';
  readonly lane: 'maintenance';
  readonly rows: number;
  readonly limit: number;
  /** What steps of earlier commits have changed. */
  readonly changed: number;
  step(transaction: Transaction, limit: number): Step;
  settle(outcome: Outcome): void;
}

export type Work = Write | Maintenance;

/** Requests in one step of maintenance, about a millisecond. */
const STEP_ROWS = 100;

/** What came of a piece of work in a transaction: its answer, or the rest of it. */
export type Progress =
  | { readonly isDone: true; readonly value: unknown }
  | { readonly isDone: false; readonly rest: Work };

/** Does a write whole, and maintenance until `isOver` says that the time for it has passed (one step at least). */
export function perform(work: Work, transaction: Transaction, isOver: () => boolean): Progress {
  if (work.kind === 'write') return { isDone: true, value: work.run(transaction) };
  let { changed } = work;
  do {
    const { count, more } = work.step(transaction, Math.min(STEP_ROWS, work.limit - changed));
    changed += count;
    if (!more || changed >= work.limit) return { isDone: true, value: changed };
  } while (!isOver());
  return { isDone: false, rest: { ...work, changed } };
}
