/** Strict auth: a request counts when a key of the right kind signed it. */
import type { AccessKey, KeyKind } from '../../../keys/access-key.ts';
import type { Clock } from '../../../lib/clock.ts';
import { createSignatureVerifier, type SignatureVerifierOptions } from '../sigv4/verifier.ts';
import { type Authenticated, type Authenticator, authenticated, type Refused, refused } from './authentication.ts';

/** Where keys are looked up; a KeyRing is one. */
export interface KeyLookup {
  /** The key with this id, also when it is revoked or expired. */
  find(id: string): AccessKey | undefined;
}

export interface StrictAuthenticatorDeps {
  readonly keys: KeyLookup;
  /** The real time, also where the business clock is virtual. */
  readonly wallClock: Pick<Clock, 'now'>;
}

/** Verifies the signature of an `api` key in full. */
export function createStrictAuthenticator(
  { keys, wallClock }: StrictAuthenticatorDeps,
  options: SignatureVerifierOptions,
): Authenticator {
  const verify = createSignatureVerifier(options);
  return (request) => {
    const outcome = verify(request, (id) => keys.find(id), wallClock.now());
    return outcome.kind === 'refused' ? outcome : admit(outcome.key, outcome.region, 'api');
  };
}

/** The holder of a key whose possession is proven, where the key is of the kind that opens this door. */
export function admit(key: AccessKey, region: string, door: KeyKind): Authenticated | Refused {
  const caller = authenticated({ account: key.account, principal: key.principal, region });
  if (key.kind === door) return caller;
  return refused(
    'AccessDeniedException',
    `User: ${caller.principalArn} is not authorized: this needs a key of kind ${door}, and the key is of kind ${key.kind}`,
  );
}
