/**
 * A real `campanile serve` as a process of its own, on a free port and a folder of its own. Whoever starts one stops it in
 * an `after` hook; a test process that ends before takes its services along.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The root of the clone. */
export const CLONE = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** Longest start that is no hang: a cold start takes half a second, also when both cores are busy. */
const READY_WITHIN_MS = 60_000;

export interface ServiceOptions {
  /** Beside `--port 0` and `--data`. */
  readonly flags?: readonly string[];
  /** Data folder, or `:memory:`; else a temporary one that goes when the service is stopped. */
  readonly data?: string;
  /** What is started instead of the clone's bin/campanile. */
  readonly program?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Told of the process as soon as there is one, long before it is ready. */
  readonly onSpawn?: (pid: number) => void;
}

export interface RunningService {
  readonly url: string;
  readonly data: string;
  readonly pid: number;
  /** Resolves with the exit code when it has ended, by whatever; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** What it has written to stderr. */
  log(): string;
  /** SIGTERM; answers the exit code, null when a signal ended it. A second call answers the same. */
  stop(): Promise<number | null>;
  /** SIGKILL, as a power cut would. */
  kill(): Promise<void>;
}

const children = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});
// The test runner ends a file that takes too long with SIGTERM, which alone would skip the line above.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1));

/** Starts a service and waits until it accepts requests; rejects with its log when it ends instead. */
export async function startService(options: ServiceOptions = {}): Promise<RunningService> {
  const { flags = [], program = join(CLONE, 'bin/campanile') } = options;
  const temporary = options.data === undefined ? temporaryFolder('service') : undefined;
  const data = options.data ?? temporary ?? '';
  const child = spawn(program, ['serve', '--port', '0', '--data', data, ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: cleanEnvironment(options.environment),
  });
  children.add(child);
  if (child.pid !== undefined) options.onSpawn?.(child.pid);
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  const ended = once(child, 'close').then(([code]): number | null => {
    children.delete(child);
    if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
    return typeof code === 'number' ? code : null;
  });
  const url = await readyUrl(child, ended, () => log);
  return {
    url,
    data,
    pid: child.pid ?? 0,
    ended,
    log: () => log,
    async stop() {
      child.kill('SIGTERM');
      return ended;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function readyUrl(child: ChildProcess, ended: Promise<unknown>, log: () => string): Promise<string> {
  if (child.stdout === null) throw new Error('Bug: stdout is a pipe');
  const lines = createInterface({ input: child.stdout });
  const late = AbortSignal.timeout(READY_WITHIN_MS);
  const line = await Promise.race([
    once(lines, 'line', { signal: late }).then(([text]) => String(text)),
    ended.then((code) => {
      throw new Error(`the service ended with ${String(code)} before it was ready:\n${log()}`);
    }),
  ]);
  const { event, url } = JSON.parse(line);
  if (event !== 'ready') throw new Error(`the first line on stdout is no ready line: ${line}`);
  return url;
}

/** An empty folder below the system's one for temporary files. */
export function temporaryFolder(name: string): string {
  return mkdtempSync(join(tmpdir(), `campanile-${name}-`));
}

/** What would lead a client, the service or a nested npm elsewhere. */
const LEADS_ELSEWHERE =
  /^(?:AWS_|BOTO_|CAMPANILE_|NODE_OPTIONS|NODE_TEST|PYTHON|npm_(?:lifecycle|package|command|config_local))/;

/** The environment without a developer's own keys, profiles, endpoints and settings. */
export function cleanEnvironment(added: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !LEADS_ELSEWHERE.test(name));
  return {
    ...Object.fromEntries(kept),
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    ...added,
  };
}
