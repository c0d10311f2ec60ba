/** The service that a demo shows, as a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Service {
  url: string;
  process: ChildProcess;
}

/** Starts `campanile serve`; undefined when it ends before it is ready, having said why on stderr. */
export async function startService(
  flags: readonly string[],
  stderr: 'ignore' | 'inherit',
  logLevel: 'warn' | 'error' = 'warn',
): Promise<Service | undefined> {
  const child = spawn('bin/campanile', ['serve', ...flags], {
    stdio: ['ignore', 'pipe', stderr],
    env: { ...process.env, CAMPANILE_LOG_LEVEL: logLevel },
  });
  const lines = createInterface({ input: child.stdout });
  const ready = await Promise.race([once(lines, 'line'), once(child, 'exit').then(() => undefined)]);
  return ready && { url: String(JSON.parse(String(ready[0])).url), process: child };
}
