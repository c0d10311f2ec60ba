/** What a signed request claims about itself, whichever way it carries it; nothing of it is believed yet. */
import type { Instant } from '../../../lib/clock.ts';
import type { Refused } from '../authenticate/authentication.ts';
import type { HttpRequest } from '../http-message.ts';
import { headerOf } from './canonical-request.ts';
import * as refusal from './refusals.ts';

export const ALGORITHM = 'AWS4-HMAC-SHA256';

export interface CredentialScope {
  /** YYYYMMDD */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly terminator: string;
}

export interface SignatureClaim {
  readonly kind: 'claim';
  readonly accessKeyId: string;
  readonly scope: CredentialScope;
  /** Lower case, ascending, each once. */
  readonly signedHeaders: readonly string[];
  /** As sent: hexadecimal when it is one of ours. */
  readonly signature: string;
  readonly signedAt: Instant;
  /** The headers that the signature must cover. */
  readonly mustBeSigned: readonly string[];
  readonly sessionToken: string | undefined;
  /** Of a presigned URL that says so. */
  readonly expiresInSeconds: number | undefined;
  /** Whether the query carries the signature. */
  readonly presigned: boolean;
}

/** What both forms carry, as it was sent. */
export interface ClaimTexts {
  readonly credential: string;
  readonly signedHeaders: string;
  readonly signature: string;
}

/** The rest of a claim, as its form says it. */
export type ClaimForm = Pick<SignatureClaim, 'mustBeSigned' | 'sessionToken' | 'expiresInSeconds' | 'presigned'> & {
  readonly signedAt: Instant | undefined;
};

/** The claim, or what of it cannot be read. */
export function completeClaim(request: HttpRequest, texts: ClaimTexts, form: ClaimForm): SignatureClaim | Refused {
  const [accessKeyId, date, region, service, terminator, ...more] = texts.credential.split('/');
  if (!accessKeyId || !date || !region || !service || !terminator || more.length > 0)
    return refusal.malformedCredential();
  if (form.signedAt === undefined) return refusal.malformedDate();
  const signedHeaders = texts.signedHeaders.split(';');
  if (
    !signedHeaders.every((name, index) => isLowerCase(name) && (index === 0 || name > (signedHeaders[index - 1] ?? '')))
  )
    return refusal.unorderedSignedHeaders();
  const tokenHeader = headerOf(request, 'x-amz-security-token');
  if (tokenHeader !== undefined && form.sessionToken !== undefined)
    return refusal.repeatedParameter('X-Amz-Security-Token');
  return {
    kind: 'claim',
    accessKeyId,
    scope: { date, region, service, terminator },
    signedHeaders,
    signature: texts.signature,
    signedAt: form.signedAt,
    mustBeSigned: tokenHeader === undefined ? form.mustBeSigned : [...form.mustBeSigned, 'x-amz-security-token'],
    sessionToken: form.sessionToken ?? tokenHeader,
    expiresInSeconds: form.expiresInSeconds,
    presigned: form.presigned,
  };
}

const isLowerCase = (name: string): boolean => /^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(name);
