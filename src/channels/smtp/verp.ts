/**
 * Variable envelope return paths: the address that a mail's bounces go to names the request that they are about, and is
 * signed, so that nobody can make up a bounce of a request whose mail he has never seen.
 */
import { timingSafeEqual } from 'node:crypto';
import { formatRequestId, REQUEST_ID_BYTES, type RequestId } from '../../domain/request-id.ts';
import { createHmacSha256 } from '../../lib/hmac.ts';

export interface Verp {
  /** `bounces@b.example` -> `bounces+<id, 32 hex>.<mac>@b.example`. Throws RangeError when `canCarryIds` is false for it. */
  address(returnPath: string, requestId: RequestId): string;
  /** The request that an address of ours names, in whatever case it came back; undefined when it is none of ours. */
  read(address: string): RequestId | undefined;
}

/** RFC 5321 section 4.5.3.1.1. */
const LOCAL_PART_MAX = 64;
/** 80 bits: 2^79 mails to hit one request by chance. */
const MAC_BYTES = 10;
/** RFC 4648 base32, which survives an MTA that folds the case of local parts; lower case as everything else in it. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const BITS_PER_DIGIT = 5;
const MAC_DIGITS = (MAC_BYTES * 8) / BITS_PER_DIGIT;
const ID_DIGITS = REQUEST_ID_BYTES * 2;
/** What is put behind the local part: `+`, the id, `.`, the mac. */
const SUFFIX_LENGTH = 1 + ID_DIGITS + 1 + MAC_DIGITS;

const SIGNED = new RegExp(`^[^@\\s]+\\+([0-9a-f]{${ID_DIGITS}})\\.([a-z2-7]{${MAC_DIGITS}})@[^@\\s]+$`);
/** RFC 5321 section 4.5.3.1.3, with room: nothing longer is looked at. */
const ADDRESS_MAX = 320;

/** Signs with `key` (at most 64 bytes). */
export function createVerp(key: Uint8Array): Verp {
  const hmac = createHmacSha256(key);
  const macOf = (idDigits: string): string => base32(Buffer.from(hmac(idDigits, 'binary'), 'latin1'));

  return {
    address(returnPath, requestId) {
      const at = returnPath.lastIndexOf('@');
      if (!canCarryIds(returnPath)) throw new RangeError('the local part of the return path is too long for ids');
      const digits = requestId.replaceAll('-', '').toLowerCase();
      return `${returnPath.slice(0, at)}+${digits}.${macOf(digits)}${returnPath.slice(at)}`;
    },
    read(address) {
      if (address.length > ADDRESS_MAX) return undefined;
      const [, digits, mac] = SIGNED.exec(address.trim().toLowerCase()) ?? [];
      if (digits === undefined || mac === undefined) return undefined;
      if (!timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(digits)))) return undefined;
      return formatRequestId(Buffer.from(digits, 'hex'));
    },
  };
}

/** Whether the return path has a local part, and one short enough (14 characters) to take the id and its signature. */
export function canCarryIds(returnPath: string): boolean {
  const localPart = returnPath.lastIndexOf('@');
  return localPart > 0 && localPart + SUFFIX_LENGTH <= LOCAL_PART_MAX;
}

/** The first MAC_BYTES of a digest. */
function base32(digest: Uint8Array): string {
  let bits = 0n;
  for (const byte of digest.subarray(0, MAC_BYTES)) bits = (bits << 8n) | BigInt(byte);
  const digits = Array.from({ length: MAC_DIGITS }, (_, place) => {
    const shift = BigInt((MAC_DIGITS - 1 - place) * BITS_PER_DIGIT);
    return ALPHABET[Number((bits >> shift) & 31n)];
  });
  return digits.join('');
}
