/** Runs a program to its end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cleanEnvironment } from './running-service.ts';

/** A program that hangs must not hang the suite; the slowest, `npm install`, takes some ten seconds. */
const ENDS_WITHIN_MS = 180_000;

export interface ProgramOutcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `program` in an environment without the developer's own keys and settings, and answers what came of it. */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly environment?: Readonly<Record<string, string>> } = {},
): Promise<ProgramOutcome> {
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: cleanEnvironment(options.environment),
    timeout: ENDS_WITHIN_MS,
    ...(options.cwd !== undefined && { cwd: options.cwd }),
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [code] = await once(child, 'close');
  return { exitCode: typeof code === 'number' ? code : null, stdout, stderr };
}
