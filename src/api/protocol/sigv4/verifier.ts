/** Verifies AWS Signature Version 4: the claim fits the time and the scope, the key is good, and the signature is ours. */
import { hash, timingSafeEqual } from 'node:crypto';
import type { AccessKey } from '../../../keys/access-key.ts';
import type { Instant } from '../../../lib/clock.ts';
import { createHmacSha256 } from '../../../lib/hmac.ts';
import type { Refused } from '../authenticate/authentication.ts';
import type { HttpRequest } from '../http-message.ts';
import { formatAmzDate } from './amz-date.ts';
import { canonicalRequest, headerOf, payloadHash } from './canonical-request.ts';
import { ALGORITHM, type SignatureClaim } from './claim.ts';
import { SIGNATURE_PARAMETER } from './query-claim.ts';
import { readClaim } from './read-claim.ts';
import * as refusal from './refusals.ts';
import { createSigningKeys, type SigningKeys } from './signing-key.ts';

/** How far the clocks of caller and service may be apart. */
const MAX_SKEW_MS = 300_000;
const SKEW_WINDOW = '5 min.';
const TERMINATOR = 'aws4_request';
/** A region becomes a part of ARNs, so that it must look like one: us-east-1, and the names that people invent. */
const REGION = /^[a-z][a-z0-9-]{0,31}$/;

export interface SignatureVerifierOptions {
  /** The signing name, `connect-campaigns`. */
  readonly service: string;
  /** The regions that are served; every well-formed one when left out. */
  readonly regions?: ReadonlySet<string>;
}

/** The key that signed the request, and the region that it was signed for. */
export interface Verified {
  readonly kind: 'verified';
  readonly key: AccessKey;
  readonly region: string;
}

export type VerifySignature = (
  request: HttpRequest,
  find: (accessKeyId: string) => AccessKey | undefined,
  now: Instant,
) => Verified | Refused;

/**
 * A verifier with its own signing keys. `now` is the real wall time: a caller signs by its own clock, whatever the business
 * clock plays. Checks in AWS's order: form, time, scope, key, signature.
 */
export function createSignatureVerifier(options: SignatureVerifierOptions): VerifySignature {
  const signingKeys = createSigningKeys();
  return (request, find, now) => {
    const claim = readClaim(request);
    if (claim.kind === 'refused') return claim;
    const reason = coverageError(claim) ?? timeError(claim, now) ?? scopeError(claim, options);
    if (reason !== undefined) return reason;
    const key = find(claim.accessKeyId);
    const keyReason = keyError(claim, key, now);
    if (keyReason !== undefined || key === undefined) return keyReason ?? refusal.unrecognizedClient();
    return signatureError(request, claim, key, signingKeys) ?? { kind: 'verified', key, region: claim.scope.region };
  };
}

function coverageError(claim: SignatureClaim): Refused | undefined {
  const uncovered = claim.mustBeSigned.find((name) => !claim.signedHeaders.includes(name));
  return uncovered === undefined ? undefined : refusal.unsignedHeader(uncovered);
}

function timeError(claim: SignatureClaim, now: Instant): Refused | undefined {
  const { signedAt, expiresInSeconds } = claim;
  if (signedAt > now + MAX_SKEW_MS) return refusal.signatureNotYetCurrent(signedAt, now, MAX_SKEW_MS, SKEW_WINDOW);
  const lifetimeMs = expiresInSeconds === undefined ? MAX_SKEW_MS : expiresInSeconds * 1_000;
  if (signedAt >= now - lifetimeMs) return undefined;
  const window = expiresInSeconds === undefined ? SKEW_WINDOW : `${expiresInSeconds} sec.`;
  return refusal.signatureExpired(signedAt, now, lifetimeMs, window);
}

function scopeError({ scope, signedAt }: SignatureClaim, options: SignatureVerifierOptions): Refused | undefined {
  const served = options.regions?.has(scope.region) ?? true;
  const sentences = [
    REGION.test(scope.region) && served ? undefined : refusal.wrongRegion(scope.region),
    scope.service === options.service ? undefined : refusal.wrongService(options.service),
    scope.terminator === TERMINATOR ? undefined : refusal.wrongTerminator(scope.terminator),
    scope.date === formatAmzDate(signedAt).slice(0, 8) ? undefined : refusal.wrongScopeDate(scope.date, signedAt),
  ].filter((sentence) => sentence !== undefined);
  return sentences.length === 0 ? undefined : refusal.wrongScope(sentences);
}

function keyError(claim: SignatureClaim, key: AccessKey | undefined, now: Instant): Refused | undefined {
  if (key === undefined || key.revokedAt !== undefined) return refusal.unrecognizedClient();
  if (!equalInConstantTime(claim.sessionToken ?? '', key.sessionToken ?? '')) return refusal.unrecognizedClient();
  return key.expiresAt !== undefined && now >= key.expiresAt ? refusal.expiredToken() : undefined;
}

function signatureError(
  request: HttpRequest,
  claim: SignatureClaim,
  key: AccessKey,
  signingKeys: SigningKeys,
): Refused | undefined {
  const bodyHash = payloadHash(request.body);
  // What the caller says of the body is never used, but where it says something, UNSIGNED-PAYLOAD too, it must be true.
  if ((headerOf(request, 'x-amz-content-sha256') ?? bodyHash) !== bodyHash) return refusal.payloadMismatch();
  const unsignedParameter = claim.presigned ? SIGNATURE_PARAMETER : undefined;
  const canonical = canonicalRequest(request, claim.signedHeaders, bodyHash, unsignedParameter);
  if (canonical === undefined) return refusal.signatureMismatch();
  const signingKey = signingKeys.get(key.id, key.secret, claim.scope);
  const expected = createHmacSha256(signingKey)(stringToSign(claim, canonical), 'hex');
  if (!equalInConstantTime(claim.signature, expected)) return refusal.signatureMismatch();
  signingKeys.keep(key.id, key.secret, claim.scope, signingKey);
  return undefined;
}

/** Step 3 of reference_sigv-create-signed-request. */
function stringToSign({ signedAt, scope }: SignatureClaim, canonical: string): string {
  const canonicalHash = hash('sha256', Buffer.from(canonical, 'latin1'), 'hex');
  const scopeText = `${scope.date}/${scope.region}/${scope.service}/${scope.terminator}`;
  return `${ALGORITHM}\n${formatAmzDate(signedAt)}\n${scopeText}\n${canonicalHash}`;
}

/** Whether the texts are the same, in a time that tells only their lengths. */
export function equalInConstantTime(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
