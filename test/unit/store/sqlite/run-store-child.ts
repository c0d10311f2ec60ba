/** Starts store-child.ts and tells what became of it. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface ChildEnd {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the child in a shell that runs `before` first, such as to lower its limits; `under` is a command to run it all. */
export function runStoreChild(
  before: string,
  args: readonly string[],
  under: readonly string[] = [],
): Promise<ChildEnd> {
  const script = fileURLToPath(new URL('./store-child.ts', import.meta.url));
  const [command = 'sh', ...rest] = [
    ...under,
    'sh',
    '-c',
    `${before}; exec "$@"`,
    'sh',
    process.execPath,
    script,
    ...args,
  ];
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}
