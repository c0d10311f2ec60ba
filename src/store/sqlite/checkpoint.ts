/**
 * When the write-ahead log is carried into the database. SQLite would do it inside some commit, whose callers then wait;
 * here it is done between commits, when nothing is queued or when the log has grown long.
 */
import type { Connection } from './connection.ts';

export interface Checkpointer {
  /** Says that a commit changed about so many rows. */
  noteCommit(rows: number): void;
  /** True when it is time: sooner while nothing is queued. */
  isDue(isIdle: boolean): boolean;
  run(): void;
}

/** Pages of log at which an idle writer tidies up, and at which a busy one must. 4,096 bytes each. */
const IDLE_PAGES = 1_000;
const BUSY_PAGES = 4_000;

/** Without a way to ask SQLite for the length of its log, it is estimated and corrected at every checkpoint. */
const PAGES_PER_COMMIT = 6;
const FIRST_PAGES_PER_ROW = 0.5;

export function createCheckpointer(connection: Connection): Checkpointer {
  let commits = 0;
  let rows = 0;
  let pagesPerRow = FIRST_PAGES_PER_ROW;
  return {
    noteCommit(changed) {
      commits += 1;
      rows += changed;
    },
    isDue(isIdle) {
      return commits * PAGES_PER_COMMIT + rows * pagesPerRow >= (isIdle ? IDLE_PAGES : BUSY_PAGES);
    },
    run() {
      const result = connection.get<{ log: number }>('PRAGMA wal_checkpoint(PASSIVE)');
      const measured = ((result?.log ?? 0) - commits * PAGES_PER_COMMIT) / Math.max(1, rows);
      pagesPerRow = Math.min(2, Math.max(0.05, measured));
      commits = 0;
      rows = 0;
    },
  };
}
