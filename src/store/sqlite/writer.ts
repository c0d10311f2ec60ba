/**
 * The one writer: everything that is queued while a commit runs goes into the next one, lane by lane. Answers go out
 * when the commit is durable. A full disk stops what makes new obligations and lets attempts end; any other failure of
 * the disk stops everything, since nobody knows what such a handle has written.
 */
import { StoreError } from '../store.ts';
import type { Checkpointer } from './checkpoint.ts';
import { LANES, type Lane } from './commands.ts';
import type { Connection } from './connection.ts';
import type { Memory } from './memory.ts';
import type { WriterOptions } from './options.ts';
import { type Progress, perform, type Work } from './queued-work.ts';
import type { Reserve } from './reserve.ts';
import { failureOf } from './sqlite-errors.ts';
import { type Committed, transact } from './transact.ts';
import type { Transaction } from './transaction.ts';

export interface Writer {
  enqueue(work: Work): void;
  /** Commits once; false when nothing was queued. */
  commit(): boolean;
  /** Carries the log into the database when it is time for that; call it when the answers are out. */
  tidy(): void;
  /** Answers whatever is queued, and all that comes later, with `unavailable`. */
  close(): void;
  readonly commits: number;
  readonly commitSecondsTotal: number;
}

export interface WriterParts {
  readonly connection: Connection;
  readonly memory: Memory;
  readonly reserve: Reserve;
  readonly checkpointer: Checkpointer;
}

/** Rows of one lane in one commit: more would make the others wait without being much cheaper by the row. */
const ROWS_PER_COMMIT = 1_000;
/** How long a full disk is left alone before it is tried again. */
const RESTORE_EVERY_MS = 1_000;
/** What a full disk gives up, the first first; maintenance outlasts claims because a purge makes room. */
const GIVEN_UP: readonly Lane[] = ['accept', 'claim', 'maintenance', 'finish'];
/** Lanes that make new obligations, which a full disk could not see through. */
const NEEDS_ROOM: readonly Lane[] = ['accept', 'claim'];

/** A writer on an open connection whose memory is loaded. */
export function createWriter(parts: WriterParts, options: WriterOptions): Writer {
  const { reserve, checkpointer } = parts;
  const { monotonic, failpoint } = options;
  const queued: Record<Lane, Work[]> = { finish: [], claim: [], accept: [], maintenance: [] };
  let refusal: StoreError | undefined;
  let isFull = !reserve.restore();
  let restoreAgainAtMs = 0;
  let commits = 0;
  let commitMsTotal = 0;

  /** Work for the next commit, by lane; what needs room is refused while there is none. */
  function takeNext(): Work[] {
    const taken: Work[] = [];
    for (const lane of LANES) {
      if (isFull && NEEDS_ROOM.includes(lane) && queued[lane].length > 0 && !hasRoomAgain()) {
        refuse(queued[lane].splice(0), diskFull());
      }
      for (let rows = 0; rows < ROWS_PER_COMMIT; ) {
        const work = queued[lane].shift();
        if (work === undefined) break;
        rows += Math.max(1, work.rows);
        taken.push(work);
      }
    }
    return taken;
  }

  /** Puts work back to the front of its lanes, in its order. */
  function putBack(works: readonly Work[]): void {
    for (const work of works.toReversed()) queued[work.lane].unshift(work);
  }

  function hasRoomAgain(): boolean {
    if (monotonic.nowMs() < restoreAgainAtMs) return false;
    restoreAgainAtMs = monotonic.nowMs() + RESTORE_EVERY_MS;
    isFull = !reserve.restore();
    return !isFull;
  }

  function answer(done: readonly { work: Work; progress: Progress }[]): void {
    for (const { work, progress } of done) {
      if (progress.isDone) work.settle({ ok: true, value: progress.value });
    }
    options.onAnswered();
  }

  /** Runs works in one commit and answers them; finds out which of them are to blame when that fails. */
  function commitTogether(works: readonly Work[]): void {
    if (works.length === 0) return;
    const startedMs = monotonic.nowMs();
    const done: { work: Work; progress: Progress }[] = [];
    const late: Work[] = [];
    let committed: Committed;
    try {
      committed = transact(parts, failpoint, {
        run: (transaction) => runInTurn(works, transaction, done, late),
        beforeCommit: () => options.acknowledgeBeforeCommit && answer(done),
      });
    } catch (error) {
      recover(error, works);
      return;
    }
    committed.publish();
    commits += 1;
    commitMsTotal += monotonic.nowMs() - startedMs;
    checkpointer.noteCommit(done.reduce((rows, { work }) => rows + work.rows, committed.events));
    putBack([...done.flatMap(({ progress }) => (progress.isDone ? [] : [progress.rest])), ...late]);
    if (!options.acknowledgeBeforeCommit) answer(done);
    failpoint('after-answer');
    if (committed.events > 0) options.onEvents();
  }

  /** Performs the works until the time of their lane is over; the first of a lane always has its turn. */
  function runInTurn(
    works: readonly Work[],
    transaction: Transaction,
    done: { work: Work; progress: Progress }[],
    late: Work[],
  ): void {
    let lane: Lane | undefined;
    let laneStartedMs = 0;
    for (const work of works) {
      const isFirst = work.lane !== lane;
      if (isFirst) laneStartedMs = monotonic.nowMs();
      lane = work.lane;
      const isOver = (): boolean => monotonic.nowMs() - laneStartedMs >= options.budgetMs[work.lane];
      if (!isFirst && isOver()) late.push(work);
      else done.push({ work, progress: perform(work, transaction, isOver) });
    }
  }

  function recover(error: unknown, works: readonly Work[]): void {
    switch (failureOf(error)) {
      case 'full':
        giveReserve();
        giveUpLeastLane(works);
        return;
      case 'bug':
        if (works.length === 1) refuse(works, asError(error));
        else for (const work of works) guarded(() => commitTogether([work]), [work]);
        return;
      case 'fatal':
        fail(asError(error), works);
    }
  }

  function giveReserve(): void {
    isFull = true;
    restoreAgainAtMs = monotonic.nowMs() + RESTORE_EVERY_MS;
    reserve.release();
  }

  /** A checkpoint that finds no room has changed nothing: the log still has it all. */
  function checkpoint(): void {
    failpoint('before-checkpoint');
    try {
      checkpointer.run();
    } catch (error) {
      if (failureOf(error) !== 'full') throw error;
      giveReserve();
    }
    failpoint('after-checkpoint');
  }

  function giveUpLeastLane(works: readonly Work[]): void {
    const lane = GIVEN_UP.find((each) => works.some((work) => work.lane === each));
    refuse(
      works.filter((work) => work.lane === lane),
      diskFull(),
    );
    commitTogether(works.filter((work) => work.lane !== lane));
  }

  function fail(error: Error, works: readonly Work[]): void {
    if (refusal !== undefined) {
      refuse(works, refusal);
      return;
    }
    refusal = new StoreError('unavailable', 'the store has failed and answers nothing until a restart', {
      cause: error,
    });
    refuse(works, refusal);
    for (const lane of LANES) refuse(queued[lane].splice(0), refusal);
    options.onFatal(error);
  }

  /** What is thrown outside a transaction leaves memory and disk in doubt. */
  function guarded(run: () => void, works: readonly Work[]): void {
    try {
      if (refusal === undefined) run();
      else refuse(works, refusal);
    } catch (error) {
      fail(asError(error), works);
    }
  }

  return {
    enqueue(work) {
      if (refusal === undefined) queued[work.lane].push(work);
      else refuse([work], refusal);
    },
    commit() {
      let works: Work[] = [];
      guarded(() => {
        works = takeNext();
      }, []);
      guarded(() => commitTogether(works), works);
      return works.length > 0;
    },
    tidy() {
      if (refusal !== undefined || !checkpointer.isDue()) return;
      guarded(checkpoint, []);
    },
    close() {
      refusal ??= new StoreError('unavailable', 'the store is closed');
      for (const lane of LANES) refuse(queued[lane].splice(0), refusal);
    },
    get commits() {
      return commits;
    },
    get commitSecondsTotal() {
      return commitMsTotal / 1000;
    },
  };
}

function refuse(works: readonly Work[], error: Error): void {
  for (const work of works) work.settle({ ok: false, error });
}

function diskFull(): StoreError {
  return new StoreError('throttled', 'the disk is full; attempts under way can still end');
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
