/** The engine in the caller's thread: for a virtual clock, where a turn must be over when nothing is pending, and tests. */
import { createMonotonic } from '../../lib/monotonic.ts';
import { StoreError } from '../store.ts';
import { openEngine } from './engine.ts';
import { createFailpoint } from './failpoints.ts';
import type { Host, HostHooks } from './host.ts';
import type { SqliteStoreOptions } from './options.ts';

const NO_BUDGET = {
  finish: Number.POSITIVE_INFINITY,
  claim: Number.POSITIVE_INFINITY,
  accept: Number.POSITIVE_INFINITY,
  maintenance: Number.POSITIVE_INFINITY,
};

/** Opens the engine here. Calls of one turn share a commit at the turn's end. */
export function openInlineHost(options: SqliteStoreOptions, hooks: HostHooks): Host {
  const testControls = options.testControls ?? {};
  let isClosed = false;
  let refusal: StoreError | undefined;
  const engine = openEngine({
    folder: options.folder,
    testControls,
    monotonic: createMonotonic(),
    // How much goes into a commit must not depend on the speed of the machine: a simulation is to be repeatable.
    budgetMs: NO_BUDGET,
    failpoint: createFailpoint(testControls.killAt, options.failpoint),
    acknowledgeBeforeCommit: testControls.acknowledgeBeforeCommit ?? false,
    onAnswered: () => undefined,
    onEvents: hooks.onEvents,
    onFatal: (error) => {
      refusal = new StoreError('unavailable', 'the store has failed and answers nothing until a restart', {
        cause: error,
      });
      hooks.onFatal(error);
    },
  });
  let isScheduled = false;

  function drain(): void {
    isScheduled = false;
    while (refusal === undefined && engine.writer.commit()) engine.writer.tidy();
  }

  return {
    send: (call, rows) =>
      new Promise((resolve, reject) => {
        if (refusal !== undefined) {
          reject(refusal);
          return;
        }
        engine.call(call, rows, (outcome) => (outcome.ok ? resolve(outcome.value) : reject(outcome.error)));
        if (isScheduled) return;
        isScheduled = true;
        queueMicrotask(drain);
      }),
    catalogue: engine.catalogue,
    durability: engine.durability,
    get figures() {
      const { commits, commitSecondsTotal } = engine.writer;
      return { commits, commitSecondsTotal, ...engine.indexFigures() };
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      drain();
      refusal ??= new StoreError('unavailable', 'the store is closed');
      engine.close();
    },
  };
}
