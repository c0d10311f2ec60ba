/** The claim of an Authorization header: AWS4-HMAC-SHA256 Credential=..., SignedHeaders=..., Signature=... */
import type { Refused } from '../authenticate/authentication.ts';
import type { HttpRequest } from '../http-message.ts';
import { parseAmzDate, parseDateHeader } from './amz-date.ts';
import { headerOf } from './canonical-request.ts';
import { ALGORITHM, completeClaim, type SignatureClaim } from './claim.ts';
import * as refusal from './refusals.ts';

/** What the header claims, or what is missing or broken in it. X-Amz-Date goes before Date, as it does for AWS. */
export function readHeaderClaim(request: HttpRequest, authorization: string): SignatureClaim | Refused {
  const space = authorization.indexOf(' ');
  const algorithm = space === -1 ? authorization : authorization.slice(0, space);
  if (algorithm !== ALGORITHM) return refusal.unsupportedAlgorithm(algorithm);
  const parameters = new Map<string, string>();
  for (const pair of space === -1 ? [] : authorization.slice(space + 1).split(',')) {
    const equals = pair.indexOf('=');
    const name = pair.slice(0, equals).trim();
    if (equals === -1) return refusal.notKeyValue();
    if (parameters.has(name)) return refusal.repeatedParameter(name);
    parameters.set(name, pair.slice(equals + 1).trim());
  }
  const amzDate = headerOf(request, 'x-amz-date');
  const date = amzDate ?? headerOf(request, 'date');
  const missing = ['Credential', 'Signature', 'SignedHeaders'].filter((name) => !parameters.get(name));
  if (missing.length > 0 || date === undefined) return refusal.missingInHeader(missing, date !== undefined);
  const texts = {
    credential: parameters.get('Credential') ?? '',
    signedHeaders: parameters.get('SignedHeaders') ?? '',
    signature: parameters.get('Signature') ?? '',
  };
  return completeClaim(request, texts, {
    signedAt: amzDate === undefined ? parseDateHeader(date) : parseAmzDate(amzDate),
    mustBeSigned: ['host', amzDate === undefined ? 'date' : 'x-amz-date'],
    sessionToken: undefined,
    expiresInSeconds: undefined,
    presigned: false,
  });
}
