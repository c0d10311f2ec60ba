/** A handle on the loader process: one order at a time, one result for each. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { LoadOrder, LoadResult } from '../accept/loader.ts';

export interface Loader {
  run(order: LoadOrder): Promise<LoadResult>;
  stop(): Promise<void>;
}

/** Starts the loader outside this process and outside the service's. */
export function startLoader(): Loader {
  const child = spawn(process.execPath, ['--max-old-space-size=4096', 'bench/accept/loader.ts'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async run(order) {
      child.stdin.write(`${JSON.stringify(order)}\n`);
      const { value, done } = await answers.next();
      if (done === true) throw new Error('the loader ended before it answered');
      // The loader writes nothing but results.
      return JSON.parse(value) as LoadResult;
    },
    async stop() {
      const exited = once(child, 'exit');
      child.stdin.end();
      await exited;
    },
  };
}
