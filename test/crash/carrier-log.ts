/** What the witness at the carriers has written: a line per hand-over, and one when the carrier has proven that nothing left. */
import { existsSync, readFileSync } from 'node:fs';

export const HANDED_OVER = '+';
export const WITHDRAWN = '-';

export interface CarrierLog {
  /** Requests with an attempt that may have reached somebody. */
  readonly contacted: ReadonlySet<string>;
  /** Requests that were handed over again after such an attempt. */
  readonly contactedTwice: ReadonlySet<string>;
}

/** Reads what was written so far. */
export function readCarrierLog(path: string): CarrierLog {
  const contacted = new Set<string>();
  const contactedTwice = new Set<string>();
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  for (const line of lines) {
    const [mark, requestId = ''] = line.split(' ');
    if (mark === WITHDRAWN) contacted.delete(requestId);
    else if (mark === HANDED_OVER && contacted.has(requestId)) contactedTwice.add(requestId);
    else if (mark === HANDED_OVER) contacted.add(requestId);
  }
  return { contacted, contactedTwice };
}
