/** JSON from untrusted bytes. */
import { isUtf8 } from 'node:buffer';
import { serializationError } from './errors.ts';

/** Deeper than any shape; what lies deeper can only be a member that nobody knows. */
const MAX_DEPTH = 64;

/**
 * A body up to this size cannot nest deeply enough to matter (V8 parses without recursion; 32 k levels are 2 MB), and
 * counting brackets would cost half as much as parsing.
 */
const UNCOUNTED_BYTES = 65_536;

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d];

/**
 * The value, with `__proto__` as a property like any other and the last of repeated keys. Throws a SerializationException
 * whose text holds nothing of the body.
 */
export function parseJson(bytes: Uint8Array): unknown {
  if (!isUtf8(bytes)) throw serializationError('The body is not UTF-8');
  if (bytes.length > UNCOUNTED_BYTES && isDeeperThan(bytes, MAX_DEPTH))
    throw serializationError(`The body is nested more than ${MAX_DEPTH} levels deep`);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    throw serializationError('The body is not valid JSON');
  }
}

function isDeeperThan(bytes: Uint8Array, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (inString) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) {
      inString = true;
    } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      depth += 1;
      if (depth > limit) return true;
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      depth -= 1;
    }
  }
  return false;
}
