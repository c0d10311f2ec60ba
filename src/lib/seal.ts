/**
 * Bytes sealed into a token that shows nothing of them and cannot be altered or made up. Equal bytes give equal tokens, so
 * that nothing has to be kept to say the same again: the nonce is synthetic, as in SIV modes (RFC 5297 section 1.3.2).
 */
import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';

export interface Seal {
  /** The token, in base64url (RFC 4648 section 5). */
  seal(content: Uint8Array): string;
  /** What was sealed, or undefined when the token is none of this key's. */
  open(token: string): Buffer | undefined;
}

const CIPHER = 'aes-256-gcm';
/** NIST SP 800-38D section 8.2: nonces of 96 bits. As HMACs, two of 2^32 contents share one with probability 2^-33. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals with two keys made of `key`. */
export function createSeal(key: Uint8Array): Seal {
  const nonceKey = derived(key, 'nonce');
  const cipherKey = derived(key, 'cipher');
  const nonceOf = (content: Uint8Array): Buffer =>
    createHmac('sha256', nonceKey).update(content).digest().subarray(0, NONCE_BYTES);

  return {
    seal(content) {
      const nonce = nonceOf(content);
      const cipher = createCipheriv(CIPHER, cipherKey, nonce);
      return Buffer.concat([nonce, cipher.update(content), cipher.final(), cipher.getAuthTag()]).toString('base64url');
    },
    open(token) {
      const sealed = Buffer.from(token, 'base64url');
      // Decoding is lenient; a token has one spelling.
      if (sealed.length <= NONCE_BYTES + TAG_BYTES || sealed.toString('base64url') !== token) return undefined;
      const nonce = sealed.subarray(0, NONCE_BYTES);
      const decipher = createDecipheriv(CIPHER, cipherKey, nonce, { authTagLength: TAG_BYTES });
      decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
      const content = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES));
      try {
        decipher.final();
      } catch {
        // Its only error is that the tag does not fit.
        return undefined;
      }
      return timingSafeEqual(nonce, nonceOf(content)) ? content : undefined;
    },
  };
}

const derived = (key: Uint8Array, use: string): Buffer => createHmac('sha256', key).update(use).digest();
