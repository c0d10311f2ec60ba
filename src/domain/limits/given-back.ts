/**
 * Which outcomes do not count towards communication limits. AWS counts every contact, whatever came of it, and corrects the
 * count when the message certainly never reached the user (admin guide, communication limits); in doubt it stays counted.
 */
import type { DisconnectReason, Disposition } from '../disposition.ts';
import type { EndReason } from '../end-reasons.ts';

/** Reasons that prove that the recipient has noticed nothing. */
const UNNOTICED_REASONS: ReadonlySet<EndReason> = new Set([
  'INVALID_DESTINATION',
  'REJECTED',
  'BOUNCED',
  'PREVIEW_DISCARDED',
  'RENDERING_FAILURE',
  'UNKNOWN_TEMPLATE',
  'WITHDRAWN_TOO_OFTEN',
  'EXPIRED',
]);

/** Calls that the network never offered to the recipient. */
const UNNOTICED_DISCONNECTS: ReadonlySet<DisconnectReason> = new Set([
  'EXPIRED',
  'OUTBOUND_DESTINATION_ENDPOINT_ERROR',
  'OUTBOUND_RESOURCE_ERROR',
  'OUTBOUND_ATTEMPT_FAILED',
  'OUTBOUND_PREVIEW_DISCARDED',
]);

/** Whether an attempt that ended like this is taken out of the count again. An unknown outcome never is. */
export function isGivenBack(disposition: Disposition): boolean {
  if (disposition.state !== 'Failed') return false;
  if (UNNOTICED_REASONS.has(disposition.reason)) return true;
  return disposition.disconnectReason !== undefined && UNNOTICED_DISCONNECTS.has(disposition.disconnectReason);
}
