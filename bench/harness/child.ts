/** Child processes of a bench: started with a ready line on stdout, stopped by their own pid. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

export interface RunningChild {
  url: string;
  process: ChildProcess;
  /** Milliseconds from the spawn to the ready line. */
  readyAfterMs: number;
  /** Resident memory in MiB, as the kernel counts it (Linux). */
  residentMiB(): number;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Longest wait for a ready line: starting on a million requests takes a second, a broken start must not hang a bench. */
const READY_TIMEOUT_MS = 60_000;

/** Starts the pinned Node on `script` and waits for the line {"event":"ready","url":...}. */
export async function startChild(
  script: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<RunningChild> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  // A bench that fails must not leave a server behind.
  process.once('exit', () => child.kill('SIGKILL'));
  const url = await readyUrl(child);
  return {
    url,
    process: child,
    readyAfterMs: performance.now() - startedAt,
    residentMiB: () => residentMiB(child.pid ?? 0),
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill(signal);
      await exited;
    },
  };
}

function readyUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const timeout = setTimeout(() => reject(new Error('the child did not become ready in time')), READY_TIMEOUT_MS);
    child.once('exit', (code) => reject(new Error(`the child ended with ${code} before it was ready`)));
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.includes('"ready"')) return;
      clearTimeout(timeout);
      resolve(String(JSON.parse(line).url));
    });
  });
}

function residentMiB(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) / 1024;
}
