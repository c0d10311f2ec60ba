/** Keys of strict auth, made as an operator makes them: by `campanile keys`. */
import { join } from 'node:path';
import { runProgram } from './run-program.ts';
import { CLONE } from './running-service.ts';

export interface MadeKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of an admin key: what is sent as `Authorization: Bearer`. */
  readonly bearerToken?: string;
}

/** Runs `campanile keys` on a data folder and answers what it prints. */
export async function campanileKeys(data: string, ...args: string[]): Promise<string> {
  const program = join(CLONE, 'bin/campanile');
  const { exitCode, stdout, stderr } = await runProgram(program, ['keys', ...args, '--data', data]);
  if (exitCode !== 0) throw new Error(`campanile keys ${args.join(' ')} ended with ${exitCode}:\n${stderr}`);
  return stdout;
}

/** Makes a key in a data folder, also while a service runs on it. */
export async function makeKey(data: string, ...args: string[]): Promise<MadeKey> {
  return JSON.parse(await campanileKeys(data, 'create', '--json', ...args));
}
