/** Means of the crash test: named places of a commit where the process may end, and time to be caught at it. */
import type { Failpoint, TestControls } from './options.ts';

/** Calls `also`, and kills the process when it comes to the place for the nth time. */
export function createFailpoint(killAt: TestControls['killAt'], also?: Failpoint): Failpoint {
  if (killAt === undefined) return also ?? (() => undefined);
  let passed = 0;
  return (name) => {
    also?.(name);
    if (name !== killAt.name) return;
    passed += 1;
    if (passed === killAt.nth) process.kill(process.pid, 'SIGKILL');
  };
}

/** How long an answer that came before its commit is left alone with its caller. */
const EARLY_ANSWER_MS = 20;

/** Blocks the thread between an early answer and its commit, so that a kill in between is seen by the caller. */
export function waitAfterEarlyAnswer(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, EARLY_ANSWER_MS);
}
