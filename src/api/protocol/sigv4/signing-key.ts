/** Signing keys: a secret narrowed to a day, a region and a service, and kept, since they cost four HMACs to derive. */
import { createHmac } from 'node:crypto';
import type { CredentialScope } from './claim.ts';

/** A secret's key for one scope (reference_sigv-create-signed-request, step 4), 32 bytes. */
export function deriveSigningKey(secret: string, scope: CredentialScope): Buffer {
  const forDay = hmac(`AWS4${secret}`, scope.date);
  const forRegion = hmac(forDay, scope.region);
  const forService = hmac(forRegion, scope.service);
  return hmac(forService, scope.terminator);
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** About 300 bytes each; a thousand callers on one day and region, and a scope costs 12 us to derive when it is evicted. */
const MAX_SIGNING_KEYS = 1_000;

export interface SigningKeys {
  /** The key for the scope; derived when it is not kept. */
  get(accessKeyId: string, secret: string, scope: CredentialScope): Buffer;
  /** Keeps a key that made a good signature; a caller who cannot sign cannot push others out. */
  keep(accessKeyId: string, secret: string, scope: CredentialScope, signingKey: Buffer): void;
}

/** Signing keys by access key and scope; the oldest goes first. A key made of another secret is never handed out. */
export function createSigningKeys(): SigningKeys {
  const kept = new Map<string, { secret: string; signingKey: Buffer }>();
  const nameOf = (accessKeyId: string, scope: CredentialScope): string =>
    `${accessKeyId}/${scope.date}/${scope.region}/${scope.service}`;
  return {
    get(accessKeyId, secret, scope) {
      const entry = kept.get(nameOf(accessKeyId, scope));
      return entry?.secret === secret ? entry.signingKey : deriveSigningKey(secret, scope);
    },
    keep(accessKeyId, secret, scope, signingKey) {
      const name = nameOf(accessKeyId, scope);
      if (kept.get(name)?.signingKey === signingKey) return;
      kept.delete(name);
      kept.set(name, { secret, signingKey });
      const [oldest] = kept.keys();
      if (kept.size > MAX_SIGNING_KEYS && oldest !== undefined) kept.delete(oldest);
    },
  };
}
