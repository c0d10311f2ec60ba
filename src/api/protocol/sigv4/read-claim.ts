/** Finds out which form of Signature Version 4 a request uses, if any, and reads its claim. */
import type { Refused } from '../authenticate/authentication.ts';
import type { HttpRequest } from '../http-message.ts';
import { headerOf } from './canonical-request.ts';
import type { SignatureClaim } from './claim.ts';
import { readHeaderClaim } from './header-claim.ts';
import { readQueryClaim, signingParameters } from './query-claim.ts';
import * as refusal from './refusals.ts';

/** The claim, or why there is none. */
export function readClaim(request: HttpRequest): SignatureClaim | Refused {
  const authorization = headerOf(request, 'authorization');
  // Looking for the name as text is enough to tell nearly every request that is not presigned without parsing its query.
  const parameters = request.rawQuery.includes('X-Amz-') ? signingParameters(request.rawQuery) : undefined;
  const presigned = parameters !== undefined && parameters.size > 0;
  if (authorization !== undefined && presigned) return refusal.bothForms();
  if (presigned) return readQueryClaim(request, parameters);
  if (authorization?.startsWith('AWS4-')) return readHeaderClaim(request, authorization);
  return refusal.missingToken();
}
