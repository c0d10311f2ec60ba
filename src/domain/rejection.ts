/**
 * Why a single request of a batch was refused. The wire only says InvalidInput; the reason behind it is for the admin API,
 * so it names no number, address, token or attribute. Codes are those of Connect's own BatchPutContact where it has one
 * for the case (Connect model, FailureReasonCode).
 */
import type { TimeSpan } from './service-limits.ts';

export type RejectionCode =
  | 'EMPTY_CLIENT_TOKEN'
  | 'IDEMPOTENCY_EXCEPTION'
  | 'EXPIRATION_PASSED'
  | 'EXPIRATION_TOO_FAR'
  | 'CHANNEL_NOT_CONFIGURED'
  | 'INVALID_CUSTOMER_ENDPOINT'
  | 'INVALID_SYSTEM_ENDPOINT'
  | 'MISSING_QUEUE_ID_AND_SYSTEM_ENDPOINT'
  | 'ATTRIBUTES_TOO_LARGE'
  | 'UNKNOWN_PROFILE'
  | 'ALREADY_IN_CAMPAIGN'
  | 'ENTRY_LIMIT_REACHED';

export interface Rejection {
  readonly code: RejectionCode;
  readonly sentence: string;
}

/** Connect model, StartOutboundVoiceContact: all pairs of the attributes together, in UTF-8 bytes. */
export const ATTRIBUTES_MAX_BYTES = 32_768;

export const EMPTY_CLIENT_TOKEN: Rejection = {
  code: 'EMPTY_CLIENT_TOKEN',
  sentence: 'The client token is empty.',
};

export const OTHER_CONTENT: Rejection = {
  code: 'IDEMPOTENCY_EXCEPTION',
  sentence: 'The client token was used before in this campaign, for a request with other content.',
};

export const EXPIRATION_PASSED: Rejection = {
  code: 'EXPIRATION_PASSED',
  sentence: 'The expiration time has already passed.',
};

export const CHANNEL_NOT_CONFIGURED: Rejection = {
  code: 'CHANNEL_NOT_CONFIGURED',
  sentence: 'The campaign does not configure the channel of the request.',
};

export const DESTINATION_NOT_E164: Rejection = {
  code: 'INVALID_CUSTOMER_ENDPOINT',
  sentence: 'The destination phone number is not in E.164 format.',
};

export const SOURCE_NOT_E164: Rejection = {
  code: 'INVALID_SYSTEM_ENDPOINT',
  sentence: 'The source phone number is not in E.164 format.',
};

export const NO_SOURCE_AND_NO_QUEUE: Rejection = {
  code: 'MISSING_QUEUE_ID_AND_SYSTEM_ENDPOINT',
  sentence: 'Neither the request nor the campaign names a source phone number, and the campaign has no queue.',
};

export const ATTRIBUTES_TOO_LARGE: Rejection = {
  code: 'ATTRIBUTES_TOO_LARGE',
  sentence: `The attributes have more than ${ATTRIBUTES_MAX_BYTES} bytes in UTF-8.`,
};

/** Of PutProfileOutboundRequestBatch, which has a failure code of its own for it. */
export const UNKNOWN_PROFILE: Rejection = {
  code: 'UNKNOWN_PROFILE',
  sentence: 'The profile directory has no such profile.',
};

export const ALREADY_IN_CAMPAIGN: Rejection = {
  code: 'ALREADY_IN_CAMPAIGN',
  sentence: 'The profile is in the campaign already: its earlier request has not ended.',
};

export const ENTRY_LIMIT_REACHED: Rejection = {
  code: 'ENTRY_LIMIT_REACHED',
  sentence: 'The entry limits of the campaign do not let the profile in again (yet).',
};

/** The words up to the span are those that AWS logs (seen in CloudTrail by users). */
export function expirationTooFar(span: TimeSpan): Rejection {
  return { code: 'EXPIRATION_TOO_FAR', sentence: `Expiration exceeds maximum of ${span.words}` };
}
