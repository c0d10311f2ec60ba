/** Keys for other uses, from the one key of an installation. */
import { createHmac } from 'node:crypto';

/** A key for `use`, 32 bytes, from which the first cannot be found again. */
export function derivedKey(key: Uint8Array, use: string): Uint8Array {
  return createHmac('sha256', key).update(use).digest();
}
