/**
 * Why a signature is refused, in AWS's words: "Troubleshoot signed requests for AWS APIs" in the IAM User Guide and what
 * AWS services answer. What was sent is named and, but for dates and scopes, not repeated: it may be a secret in the wrong place.
 */
import type { Instant } from '../../../lib/clock.ts';
import { type Refused, refused } from '../authenticate/authentication.ts';
import { formatAmzDate } from './amz-date.ts';

const incomplete = (message: string): Refused => refused('IncompleteSignatureException', message);
const invalid = (message: string): Refused => refused('InvalidSignatureException', message);

/** Longest piece of a caller's own text that an error repeats. */
const MAX_QUOTED_LENGTH = 64;
const quote = (text: string): string => `'${text.slice(0, MAX_QUOTED_LENGTH).replace(/[^ -~]/g, '?')}'`;

export const missingToken = (): Refused =>
  refused('MissingAuthenticationTokenException', 'Missing Authentication Token');

/** An unknown or revoked key and a wrong session token are one error, so that nobody can try out which it was. */
export const unrecognizedClient = (): Refused =>
  refused('UnrecognizedClientException', 'The security token included in the request is invalid.');

export const expiredToken = (): Refused =>
  refused('ExpiredTokenException', 'The security token included in the request is expired');

export const bothForms = (): Refused =>
  invalid("Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.");

export const unsupportedAlgorithm = (algorithm: string): Refused =>
  incomplete(`Unsupported AWS 'algorithm': ${quote(algorithm)}.`);

export const notKeyValue = (): Refused =>
  incomplete('Not a valid key=value pair (missing equal-sign) in Authorization header.');

export const missingInHeader = (parameters: readonly string[], hasDate: boolean): Refused =>
  incomplete(
    [
      ...parameters.map((name) => `Authorization header requires '${name}' parameter.`),
      ...(hasDate ? [] : ["Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."]),
    ].join(' '),
  );

export const missingInQuery = (parameters: readonly string[]): Refused =>
  incomplete(
    `${parameters.map((name) => `AWS query-string parameters must include '${name}'. `).join('')}Re-examine the query-string parameters.`,
  );

export const repeatedParameter = (name: string): Refused => incomplete(`Found ${quote(name)} more than once.`);

export const malformedCredential = (): Refused =>
  incomplete('Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.');

export const malformedDate = (): Refused =>
  incomplete("Date must be in ISO-8601 'basic format'. See http://en.wikipedia.org/wiki/ISO_8601");

export const malformedExpires = (reason: string): Refused => incomplete(`X-Amz-Expires ${reason}`);

export const unorderedSignedHeaders = (): Refused =>
  incomplete("'SignedHeaders' must name headers in lower case, in ascending order and once each.");

export const unsignedHeader = (name: string): Refused =>
  incomplete(`'${name}' must be a 'SignedHeader' in the AWS Authorization.`);

export const payloadMismatch = (): Refused =>
  invalid("The provided 'x-amz-content-sha256' header does not match what was computed.");

export const signatureMismatch = (): Refused =>
  invalid(
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  );

/** `window` is how long the signature was good for, such as `5 min.` */
export const signatureExpired = (signedAt: Instant, now: Instant, lifetimeMs: number, window: string): Refused =>
  invalid(
    `Signature expired: ${formatAmzDate(signedAt)} is now earlier than ${formatAmzDate(now - lifetimeMs)} (${formatAmzDate(now)} - ${window})`,
  );

export const signatureNotYetCurrent = (signedAt: Instant, now: Instant, skewMs: number, window: string): Refused =>
  invalid(
    `Signature not yet current: ${formatAmzDate(signedAt)} is still later than ${formatAmzDate(now + skewMs)} (${formatAmzDate(now)} + ${window})`,
  );

export const wrongScope = (sentences: readonly string[]): Refused => invalid(sentences.join(' '));

export const wrongRegion = (region: string): string =>
  `Credential should be scoped to a valid region, not ${quote(region)}.`;

export const wrongService = (expected: string): string =>
  `Credential should be scoped to correct service: '${expected}'.`;

export const wrongTerminator = (terminator: string): string =>
  `Credential should be scoped with a valid terminator: 'aws4_request', not ${quote(terminator)}.`;

export const wrongScopeDate = (date: string, signedAt: Instant): string => {
  const amzDate = formatAmzDate(signedAt);
  return `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ${quote(date)} != '${amzDate.slice(0, 8)}', from '${amzDate}'.`;
};
