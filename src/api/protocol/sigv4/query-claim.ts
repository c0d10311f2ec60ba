/** The claim of a presigned URL, all of it in X-Amz-* parameters of the query. */
import type { Refused } from '../authenticate/authentication.ts';
import type { HttpRequest } from '../http-message.ts';
import { parseAmzDate } from './amz-date.ts';
import { ALGORITHM, completeClaim, type SignatureClaim } from './claim.ts';
import * as refusal from './refusals.ts';

/** The parameter that carries the signature, and so is not signed. */
export const SIGNATURE_PARAMETER = 'X-Amz-Signature';
/** Seven days, the longest that a presigned URL may live. */
const MAX_EXPIRES_SECONDS = 604_800;
const QUERY_PARAMETERS = [
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  SIGNATURE_PARAMETER,
  'X-Amz-SignedHeaders',
  'X-Amz-Date',
];

/** What the parameters claim, or what is missing or broken in them. */
export function readQueryClaim(
  request: HttpRequest,
  parameters: ReadonlyMap<string, readonly string[]>,
): SignatureClaim | Refused {
  for (const [name, values] of parameters) if (values.length > 1) return refusal.repeatedParameter(name);
  const read = (name: string): string | undefined => parameters.get(name)?.[0];
  const missing = QUERY_PARAMETERS.filter((name) => !read(name));
  if (missing.length > 0) return refusal.missingInQuery(missing);
  const algorithm = read('X-Amz-Algorithm') ?? '';
  if (algorithm !== ALGORITHM) return refusal.unsupportedAlgorithm(algorithm);
  const expiresInSeconds = readExpires(read('X-Amz-Expires'));
  if (typeof expiresInSeconds === 'object') return expiresInSeconds;
  const texts = {
    credential: read('X-Amz-Credential') ?? '',
    signedHeaders: read('X-Amz-SignedHeaders') ?? '',
    signature: read(SIGNATURE_PARAMETER) ?? '',
  };
  return completeClaim(request, texts, {
    signedAt: parseAmzDate(read('X-Amz-Date') ?? ''),
    mustBeSigned: ['host'],
    sessionToken: read('X-Amz-Security-Token'),
    expiresInSeconds,
    presigned: true,
  });
}

/** Seconds; without X-Amz-Expires, which AWS does not list among the required parameters, the usual five minutes hold. */
function readExpires(text: string | undefined): number | undefined | Refused {
  if (text === undefined) return undefined;
  if (!/^-?\d{1,12}$/.test(text)) return refusal.malformedExpires('should be a number');
  if (text.startsWith('-')) return refusal.malformedExpires('must be non-negative');
  if (Number(text) <= MAX_EXPIRES_SECONDS) return Number(text);
  return refusal.malformedExpires(
    `must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${MAX_EXPIRES_SECONDS} seconds`,
  );
}

/**
 * The X-Amz-* parameters that belong to a presigned URL, each with all its values, decoded; empty for any other request.
 * Their names count only as they are, so that no other spelling of one escapes the signature.
 */
export function signingParameters(rawQuery: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const pair of rawQuery.split('&')) {
    const [name = '', ...value] = pair.split('=');
    if (!/^X-Amz-(Algorithm|Credential|Date|Expires|Security-Token|Signature|SignedHeaders)$/.test(name)) continue;
    const values = found.get(name) ?? [];
    values.push(decode(value.join('=')));
    found.set(name, values);
  }
  return found;
}

/** As sent when it holds a broken escape: no valid signature has one, so that it is refused where it is used. */
function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
