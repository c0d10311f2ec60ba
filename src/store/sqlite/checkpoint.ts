/**
 * When the write-ahead log is carried into the database. SQLite would do it inside some commit, whose callers then wait;
 * here it is done between commits, when their answers are out.
 */
import type { Connection } from './connection.ts';

export interface Checkpointer {
  /** Says that a commit changed about so many rows. */
  noteCommit(rows: number): void;
  /** True when it is time: sooner while commits are rare. */
  isDue(nowMs: number): boolean;
  run(): void;
}

/**
 * Pages of log (4,096 bytes each) at which a writer with little to do tidies up, and at which a busy one must. A
 * checkpoint makes the next commit wait for its writes and one sync of the database; a longer log makes that rarer, and
 * each time longer.
 */
const QUIET_PAGES = 1_000;
const BUSY_PAGES = 2_000;
/** Since callers wait for their answers before they call again, an empty queue says nothing; a pause does. */
const QUIET_AFTER_MS = 50;

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
  let askedAtMs = Number.NEGATIVE_INFINITY;
  return {
    noteCommit(changed) {
      commits += 1;
      rows += changed;
    },
    isDue(nowMs) {
      const isQuiet = nowMs - askedAtMs > QUIET_AFTER_MS;
      askedAtMs = nowMs;
      return commits * PAGES_PER_COMMIT + rows * pagesPerRow >= (isQuiet ? QUIET_PAGES : BUSY_PAGES);
    },
    run() {
      const log = connection.get<{ log: number }>('PRAGMA wal_checkpoint(PASSIVE)')?.log ?? 0;
      const measured = (log - commits * PAGES_PER_COMMIT) / Math.max(1, rows);
      pagesPerRow = Math.min(PAGES_PER_ROW_MAX, Math.max(PAGES_PER_ROW_MIN, measured));
      commits = 0;
      rows = 0;
    },
  };
}
