/** By which two requests of one token are told apart. */
import { hash } from 'node:crypto';

/** Half of a SHA-256: 2^64 contents before two of one token would be taken for the same by chance. */
export const CONTENT_HASH_BYTES = 16;

/** The first CONTENT_HASH_BYTES of a SHA-256. A digest as text costs a third of one as a buffer: 0.5 us instead of 1.3. */
export function contentHash(content: Uint8Array | string): Buffer {
  return Buffer.from(hash('sha256', content, 'binary').slice(0, CONTENT_HASH_BYTES), 'latin1');
}
