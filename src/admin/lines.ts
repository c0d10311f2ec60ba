/** A body line by line. */

export interface Line {
  /** From 1. */
  readonly line: number;
  readonly bytes: Uint8Array;
}

/** What could not be read, and where. */
export interface LineFailure {
  /** From 1. */
  readonly line: number;
  /** Names members, never their values. */
  readonly message: string;
}

const LINE_FEED = 0x0a;

/** The lines that are not empty. */
export function* linesOf(body: Uint8Array): Generator<Line> {
  let line = 0;
  for (let start = 0; start < body.length; ) {
    const found = body.indexOf(LINE_FEED, start);
    const end = found === -1 ? body.length : found;
    const bytes = body.subarray(start, end);
    line += 1;
    start = end + 1;
    // JSON's white space: a line of nothing else is empty.
    if (bytes.some((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0d)) yield { line, bytes };
  }
}
