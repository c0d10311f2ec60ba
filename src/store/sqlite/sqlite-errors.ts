/** What an error of SQLite means for the store (https://www.sqlite.org/rescode.html). */

/** full: no room. bug: this statement was wrong. fatal: the handle cannot be trusted any more. */
export type Failure = 'full' | 'bug' | 'fatal';

const SQLITE_FULL = 13;

/** Primary result codes that blame the statement or its values; everything else blames the disk, memory or the file. */
const STATEMENT_ERRORS: ReadonlySet<number> = new Set([
  1, // SQLITE_ERROR
  18, // SQLITE_TOOBIG
  19, // SQLITE_CONSTRAINT
  20, // SQLITE_MISMATCH
  21, // SQLITE_MISUSE
  25, // SQLITE_RANGE
]);

/** Judges an error of a statement. An error that is not SQLite's is a bug of ours. */
export function failureOf(error: unknown): Failure {
  const code = primaryCode(error);
  if (code === undefined) return 'bug';
  if (code === SQLITE_FULL) return 'full';
  return STATEMENT_ERRORS.has(code) ? 'bug' : 'fatal';
}

/** Extended codes carry the primary one in their lowest byte. */
function primaryCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  return error.errcode & 0xff;
}
