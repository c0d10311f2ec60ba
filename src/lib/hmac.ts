/** HMAC-SHA256 (RFC 2104) for keys that are used over and over: 25 times in every batch, and once for every signature. */
import { hash } from 'node:crypto';

/** SHA-256's block (FIPS 180-4), the length to which HMAC pads its key. */
const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;

/** UTF-8 needs at most three bytes for each unit of a JavaScript string. */
const BYTES_PER_UNIT_MAX = 3;
/** Where short messages are put behind the padded key; each call is over before the next begins. */
const scratch = Buffer.alloc(BLOCK_BYTES + 1024 * BYTES_PER_UNIT_MAX);

/** The 32 bytes of a message's HMAC: as hexadecimal digits, or as one character per byte ('latin1' turns that into bytes). */
export type Hmac = (message: string, encoding: 'hex' | 'binary') => string;

/**
 * The HMAC with `key` (at most 64 bytes) over a message's UTF-8. It is spelled out over the one-shot hash, which costs a
 * third of a createHmac object; digests are text because as buffers they cost three times as much.
 */
export function createHmacSha256(key: Uint8Array): Hmac {
  if (key.length > BLOCK_BYTES) throw new RangeError(`a key of HMAC-SHA256 has at most ${BLOCK_BYTES} bytes here`);
  const innerKey = Buffer.alloc(BLOCK_BYTES, INNER_PAD);
  const outer = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES, OUTER_PAD);
  for (const [index, byte] of key.entries()) {
    innerKey[index] = byte ^ INNER_PAD;
    outer[index] = byte ^ OUTER_PAD;
  }
  return (message, encoding) => {
    outer.write(hash('sha256', keyed(innerKey, message), 'binary'), BLOCK_BYTES, 'latin1');
    return hash('sha256', outer, encoding);
  };
}

function keyed(innerKey: Buffer, message: string): Buffer {
  if (BLOCK_BYTES + message.length * BYTES_PER_UNIT_MAX > scratch.length) {
    return Buffer.concat([innerKey, Buffer.from(message)]);
  }
  scratch.set(innerKey);
  return scratch.subarray(0, BLOCK_BYTES + scratch.write(message, BLOCK_BYTES));
}
