/** Named places of a commit where a crash test may end the process. */
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
