/** What a pacer has learned, as the text in which it is kept for the next start. */
import type { LearnedTables } from './learning.ts';

/** A version of its own: tables of another one are learned anew. */
const VERSION = 1;

/** The tables as JSON, at most about ten characters a number: thousandths of a call tell nothing. */
export function writeTables(tables: LearnedTables): string {
  const rounded = (_name: string, value: unknown): unknown =>
    typeof value === 'number' ? Math.round(value * 1000) / 1000 : value;
  return JSON.stringify({ version: VERSION, ...tables }, rounded);
}

/** The tables of such a text; undefined when it is none, or of another version. Whether they fit is the pacer's to say. */
export function readTables(text: string): LearnedTables | undefined {
  const kept = parse(text);
  if (kept === undefined || kept['version'] !== VERSION) return undefined;
  return {
    exits: numbers(kept['exits']),
    answers: numbers(kept['answers']),
    humans: numbers(kept['humans']),
    machines: numbers(kept['machines']),
    cancelled: numbers(kept['cancelled']),
    talkEnds: numbers(kept['talkEnds']),
    talkExposureSeconds: numbers(kept['talkExposureSeconds']),
    wrapEnds: numbers(kept['wrapEnds']),
    wrapExposureSeconds: numbers(kept['wrapExposureSeconds']),
  };
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    // An array or a number has no version either.
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Nothing where there are no numbers: such a table fits no campaign. */
function numbers(value: unknown): readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number') ? value : [];
}
