/** What comes of asking who calls: somebody with an account and a region, or an error to answer. */
import type { HttpRequest } from '../http-message.ts';

/** The errors of errors.ts that turn a caller away; each is a 403. */
export type RefusalName =
  | 'AccessDeniedException'
  | 'ExpiredTokenException'
  | 'IncompleteSignatureException'
  | 'InvalidSignatureException'
  | 'MissingAuthenticationTokenException'
  | 'UnrecognizedClientException';

export interface Refused {
  readonly kind: 'refused';
  readonly error: { readonly name: RefusalName; readonly status: 403; readonly message: string };
}

/** Account and region bound everything that the caller can see; no operation takes them from anywhere else. */
export interface Authenticated {
  readonly kind: 'authenticated';
  /** arn:aws:iam::ACCOUNT:user/NAME */
  readonly principalArn: string;
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
}

export type Authentication = Authenticated | Refused;

/** Says who sent the request. Reads the key file when that has changed, so that it may throw on an I/O error. */
export type Authenticate = (request: HttpRequest) => Authentication;

/** A refusal as a value. */
export function refused(name: RefusalName, message: string): Refused {
  return { kind: 'refused', error: { name, status: 403, message } };
}

/** The caller as the operations see it. */
export function authenticated(caller: { account: string; principal: string; region: string }): Authenticated {
  const { account, principal, region } = caller;
  return { kind: 'authenticated', principalArn: `arn:aws:iam::${account}:user/${principal}`, account, region };
}
