/** Work that nobody awaits: tracked, so that a virtual clock waits for it, and never silent when it fails. */
import type { Clock } from '../lib/clock.ts';
import type { Report } from './report.ts';

export interface Background {
  /** Runs `work`; a failure is reported as of `doing`, and then `afterFailure` may arrange another try. */
  run(doing: string, work: () => Promise<void>, afterFailure?: () => void): void;
  /** Long work asks between its steps. */
  isClosed(): boolean;
  /** Begins nothing more; resolves when nothing runs. */
  close(): Promise<void>;
}

/** Background work on `clock`. The work must not wait for a timer of that clock, which would never fire meanwhile. */
export function createBackground(clock: Clock, report: Report): Background {
  const running = new Set<Promise<void>>();
  let isClosed = false;
  return {
    run(doing, work, afterFailure) {
      if (isClosed) return;
      const done: Promise<void> = work()
        .catch((error: unknown) => {
          report({ kind: 'failed', doing, error });
          afterFailure?.();
        })
        .finally(() => running.delete(done));
      running.add(done);
      void clock.track(done);
    },
    isClosed: () => isClosed,
    async close() {
      isClosed = true;
      while (running.size > 0) await Promise.all(running);
    },
  };
}
