/** Open auth: whoever reaches the service may call. Credentials only choose the account and the region. */
import type { HttpRequest } from '../http-message.ts';
import { headerOf } from '../sigv4/canonical-request.ts';
import { signingParameters } from '../sigv4/query-claim.ts';
import { type Authenticator, authenticated } from './authentication.ts';

export interface OpenAuthenticatorOptions {
  /** Of callers whose access key id is no account id. */
  readonly defaultAccount?: string;
  /** Of callers whose credentials name none. */
  readonly defaultRegion?: string;
}

/**
 * Takes any credentials or none and never refuses: an access key id of 12 digits is the account, else 000000000000; the
 * region comes from the credential scope, else us-east-1.
 */
export function createOpenAuthenticator(options: OpenAuthenticatorOptions = {}): Authenticator {
  const { defaultAccount = '000000000000', defaultRegion = 'us-east-1' } = options;
  return (request) => {
    const [accessKeyId = '', , region = ''] = credentialOf(request).split('/');
    return authenticated({
      account: /^\d{12}$/.test(accessKeyId) ? accessKeyId : defaultAccount,
      principal: 'open',
      region: /^[a-z][a-z0-9-]{0,31}$/.test(region) ? region : defaultRegion,
    });
  };
}

function credentialOf(request: HttpRequest): string {
  const inHeader = /(?:^|[ ,])Credential=([^, ]{1,256})/.exec(headerOf(request, 'authorization') ?? '')?.[1];
  return inHeader ?? signingParameters(request.rawQuery).get('X-Amz-Credential')?.[0] ?? '';
}
