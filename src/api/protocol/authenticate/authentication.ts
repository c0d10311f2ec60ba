/** What comes of asking who calls: the caller's identity, or the error to answer. The contract itself is the handler's. */
import { ApiError, PROTOCOL_EXCEPTIONS } from '../errors.ts';
import type { Authentication } from '../handler.ts';
import type { HttpRequest } from '../http-message.ts';

export type Authenticated = Extract<Authentication, { kind: 'authenticated' }>;
export type Refused = Extract<Authentication, { kind: 'refused' }>;

/** Says who sent the request. May read the key file, and throws when that cannot be looked at. */
export type Authenticator = (request: HttpRequest) => Authentication;

/** The errors that turn a caller away, each a 403. */
export type RefusalName =
  | 'AccessDeniedException'
  | 'ExpiredTokenException'
  | 'IncompleteSignatureException'
  | 'InvalidSignatureException'
  | 'MissingAuthenticationTokenException'
  | 'UnrecognizedClientException';

/** A refusal as a value. */
export function refused(name: RefusalName, message: string): Refused {
  return { kind: 'refused', error: new ApiError(PROTOCOL_EXCEPTIONS[name], message) };
}

/** The caller as the operations see it: account and region bound all that it can reach. */
export function authenticated(caller: { account: string; principal: string; region: string }): Authenticated {
  const { account, principal, region } = caller;
  return { kind: 'authenticated', principalArn: `arn:aws:iam::${account}:user/${principal}`, account, region };
}
