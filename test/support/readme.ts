/** The README's examples, as they are printed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLONE } from './running-service.ts';

/** Where the README says that the service is. */
export const README_ADDRESS = 'http://127.0.0.1:4577';

const SNIPPET = /^<!-- snippet: (\S+) -->\n```\w+\n(.*?)^```$/gms;
const OUTPUT = /^<!-- output: (\S+) -->\n```text\n(.*?)^```$/gms;
const EXPORTS = /^```sh\n((?:export .*\n)+)```$/m;

/** The code of every example by its name. */
export function readmeSnippets(): ReadonlyMap<string, string> {
  return new Map([...readme().matchAll(SNIPPET)].map(([, name = '', code = '']) => [name, code]));
}

/** What the README says that a program prints. */
export function readmeOutput(name: string): string {
  const found = [...readme().matchAll(OUTPUT)].find(([, of]) => of === name);
  if (found === undefined) throw new Error(`README.md has no output ${name}`);
  return found[2] ?? '';
}

/** The lines that point AWS clients at the service. */
export function readmeExports(): string {
  const [, lines] = EXPORTS.exec(readme()) ?? [];
  if (lines === undefined) throw new Error('README.md has no block of export lines');
  return lines;
}

/** The first lines of every other block of shell commands. */
export function readmeCommands(): readonly string[] {
  return [...readme().matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, code = '']) => code.trimEnd().split('\n'));
}

const readme = (): string => readFileSync(join(CLONE, 'README.md'), 'utf8');
