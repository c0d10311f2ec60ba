/**
 * When the write-ahead log is carried into the database. SQLite would do it inside some commit, whose callers then wait;
 * here it is done between commits, when their answers are out.
 */
import type { Connection } from './connection.ts';

export interface Checkpointer {
  /** Says that a commit changed about so many rows. */
  noteCommit(rows: number): void;
  /** True when the log has grown long. */
  isDue(): boolean;
  run(): void;
}

/**
 * Pages of log (4,096 bytes each) at which it is carried over. A checkpoint makes the next commit wait for its writes and
 * a sync of the database; a longer log makes that rarer and each time longer. 8 callers, three runs each on a busy
 * machine: 1,000 pages p99 28-47 ms, longest 34-115; 2,000: 32-50, 136-424; 4,000: 43-80, 112-688. Rows/s did not differ.
 */
const LOG_PAGES = 1_000;

/** Without a way to ask SQLite for the length of its log, it is estimated and corrected at every checkpoint. */
const PAGES_PER_COMMIT = 6;
const FIRST_PAGES_PER_ROW = 0.5;
const PAGES_PER_ROW_MIN = 0.05;
const PAGES_PER_ROW_MAX = 5;

/** Watches the log of `connection`. */
export function createCheckpointer(connection: Connection): Checkpointer {
  let commits = 0;
  let rows = 0;
  let pagesPerRow = FIRST_PAGES_PER_ROW;
  return {
    noteCommit(changed) {
      commits += 1;
      rows += changed;
    },
    isDue: () => commits * PAGES_PER_COMMIT + rows * pagesPerRow >= LOG_PAGES,
    run() {
      const log = connection.get<{ log: number }>('PRAGMA wal_checkpoint(PASSIVE)')?.log ?? 0;
      const measured = (log - commits * PAGES_PER_COMMIT) / Math.max(1, rows);
      pagesPerRow = Math.min(PAGES_PER_ROW_MAX, Math.max(PAGES_PER_ROW_MIN, measured));
      commits = 0;
      rows = 0;
    },
  };
}
