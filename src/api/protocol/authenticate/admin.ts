/**
 * Who may use /admin/v1: an `admin` key, that signs as any AWS client does or is sent as `Authorization: Bearer ID.SECRET`
 * (RFC 6750) by what cannot sign, such as a Prometheus or a browser.
 */
import type { AccessKey } from '../../../keys/access-key.ts';
import type { Instant } from '../../../lib/clock.ts';
import type { HttpRequest } from '../http-message.ts';
import { headerOf } from '../sigv4/canonical-request.ts';
import { expiredToken, unrecognizedClient } from '../sigv4/refusals.ts';
import { createSignatureVerifier, equalInConstantTime, type SignatureVerifierOptions } from '../sigv4/verifier.ts';
import type { Authenticator, Refused } from './authentication.ts';
import { admit, type KeyLookup, type StrictAuthenticatorDeps } from './strict.ts';

export interface AdminAuthenticatorOptions extends SignatureVerifierOptions {
  /** Of bearer tokens, which name none. */
  readonly defaultRegion?: string;
}

/** Accepts a signature or a bearer token of an `admin` key. */
export function createAdminAuthenticator(
  { keys, wallClock }: StrictAuthenticatorDeps,
  options: AdminAuthenticatorOptions,
): Authenticator {
  const { defaultRegion = 'us-east-1' } = options;
  const verify = createSignatureVerifier(options);
  return (request) => {
    const now = wallClock.now();
    const token = bearerTokenOf(request);
    if (token !== undefined) {
      const key = keyOfToken(token, keys, now);
      return 'error' in key ? key : admit(key, defaultRegion, 'admin');
    }
    const outcome = verify(request, (id) => keys.find(id), now);
    return outcome.kind === 'refused' ? outcome : admit(outcome.key, outcome.region, 'admin');
  };
}

/** What to send as bearer token for the key. */
export function bearerToken(key: Pick<AccessKey, 'id' | 'secret'>): string {
  return `${key.id}.${key.secret}`;
}

function bearerTokenOf(request: HttpRequest): string | undefined {
  return /^Bearer +(\S+)$/i.exec(headerOf(request, 'authorization') ?? '')?.[1];
}

/** A temporary key is no bearer token: its session token would have nowhere to go. */
function keyOfToken(token: string, keys: KeyLookup, now: Instant): AccessKey | Refused {
  const dot = token.indexOf('.');
  const key = keys.find(token.slice(0, Math.max(0, dot)));
  const unusable = key === undefined || key.revokedAt !== undefined || key.sessionToken !== undefined;
  if (unusable || !equalInConstantTime(token.slice(dot + 1), key.secret)) return unrecognizedClient();
  return key.expiresAt !== undefined && now >= key.expiresAt ? expiredToken() : key;
}
