/**
 * The id of a request is a function of its campaign and client token, so that every node answers the same id for the same
 * token without asking anyone. It is keyed, so that a telephone number used as a token cannot be guessed back.
 */
import { createHmacSha256 } from '../lib/hmac.ts';
import type { CampaignId } from './campaign.ts';

/** A UUID in lower case; also the contact id in events. */
export type RequestId = string & { readonly __brand: 'RequestId' };

/** Bytes of the key that is made once per installation. */
export const ID_KEY_BYTES = 32;
/** Bytes of an id. */
export const REQUEST_ID_BYTES = 16;

export interface RequestIdentifier {
  /** The 16 bytes of the id: HMAC-SHA256 of campaign and token, cut, as a UUID of version 8 (RFC 9562 section 5.8). */
  (campaignId: CampaignId, clientToken: string): Buffer;
}

/** Makes ids with `idKey` (32 bytes). */
export function createRequestIdentifier(idKey: Uint8Array): RequestIdentifier {
  if (idKey.length !== ID_KEY_BYTES) throw new RangeError(`the id key must have ${ID_KEY_BYTES} bytes`);
  const hmac = createHmacSha256(idKey);
  return (campaignId, clientToken) => {
    const digest = hmac(`${campaignId}\n${clientToken}`, 'binary');
    const id = Buffer.from(digest.slice(0, REQUEST_ID_BYTES), 'latin1');
    id[6] = ((id[6] ?? 0) & 0x0f) | 0x80;
    id[8] = ((id[8] ?? 0) & 0x3f) | 0x80;
    return id;
  };
}

/** The id as text, 8-4-4-4-12. */
export function formatRequestId(id: Buffer): RequestId {
  const hex = id.toString('hex');
  // A UUID by construction: this is where the brand begins.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as RequestId;
}

/** The bytes of an id given as text, or undefined when it is not a UUID. */
export function parseRequestId(text: string): Buffer | undefined {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)) return undefined;
  return Buffer.from(text.replaceAll('-', ''), 'hex');
}
