/** How a SQLite store is opened. */
import type { Monotonic } from '../../lib/monotonic.ts';
import type { Lane } from './commands.ts';

export interface SqliteStoreOptions {
  /** The data folder, or ':memory:' to keep nothing. */
  readonly folder: string;
  /** worker: in a thread of its own. inline: in the caller's, for a virtual clock and for tests. */
  readonly host: 'worker' | 'inline';
  /** Called once when the store can never answer again; the process should end with code 74 (EX_IOERR). */
  readonly onFatal: (error: Error) => void;
  /** Called at named places of a commit, inline only. */
  readonly failpoint?: Failpoint;
  readonly testControls?: TestControls;
}

/** Never reachable from the configuration: they make the store break on purpose. */
export interface TestControls {
  /** NORMAL does not sync at a commit. */
  readonly synchronous?: 'FULL' | 'NORMAL';
  /** Answers before the commit, as no store must; worker only, since inline nothing runs between the two. */
  readonly acknowledgeBeforeCommit?: boolean;
  /** Kills the process with SIGKILL when it comes to the place `name` for the nth time. */
  readonly killAt?: { readonly name: FailpointName; readonly nth: number };
  /** Most pages of the database: a disk that gets full. The reserve stands for RESERVE_PAGES of them. */
  readonly pagesMax?: number;
}

export const FAILPOINTS = [
  'after-begin',
  'before-commit',
  'after-commit',
  'after-publish',
  'after-answer',
  'before-checkpoint',
  'after-checkpoint',
] as const;

export type FailpointName = (typeof FAILPOINTS)[number];
export type Failpoint = (name: FailpointName) => void;

/** What a host gives the writer. */
export interface WriterOptions {
  readonly monotonic: Monotonic;
  /** Longest that one commit works for each lane; see LANE_BUDGETS_MS. */
  readonly budgetMs: Readonly<Record<Lane, number>>;
  readonly failpoint: Failpoint;
  readonly acknowledgeBeforeCommit: boolean;
  /** Called when the answers of a commit are settled: sends what a host has gathered. */
  readonly onAnswered: () => void;
  readonly onFatal: (error: Error) => void;
  /** Called after a commit that wrote events. */
  readonly onEvents: () => void;
}
