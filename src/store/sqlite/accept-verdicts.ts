/** The answers to the rows of a batch as one short text: an array of strings takes a thread ten times as long to clone. */
import { defined } from '../../lib/assert.ts';
import type { AcceptRowResult } from '../request-store.ts';

const LETTERS = {
  created: 'c',
  replayed: 'r',
  conflicting: 'x',
  inadmissible: 'i',
  bufferFull: 'f',
  inside: 'n',
  entryLimit: 'e',
} as const satisfies Record<AcceptRowResult, string>;

const RESULTS = new Map<string, AcceptRowResult>([
  [LETTERS.created, 'created'],
  [LETTERS.replayed, 'replayed'],
  [LETTERS.conflicting, 'conflicting'],
  [LETTERS.inadmissible, 'inadmissible'],
  [LETTERS.bufferFull, 'bufferFull'],
  [LETTERS.inside, 'inside'],
  [LETTERS.entryLimit, 'entryLimit'],
]);

/** One letter. */
export function verdictLetter(result: AcceptRowResult): string {
  return LETTERS[result];
}

/** The results that the letters stand for, in order. */
export function readVerdicts(letters: string): AcceptRowResult[] {
  return Array.from(letters, (letter) => defined(RESULTS.get(letter), 'a verdict'));
}
