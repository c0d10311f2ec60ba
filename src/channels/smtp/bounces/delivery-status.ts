/** Delivery status notifications (RFC 3464): what became of a mail at an MTA further on. */
import { first, type Headers, type MimePart, readHeaders } from './mime.ts';
import type { ReportNews } from './report-news.ts';
import { findStatusCode, meaningOf, meansDeadAddress, type StatusCode } from './status-codes.ts';

/** RFC 6533 has the second for addresses beyond ASCII. */
const TYPES: ReadonlySet<string> = new Set(['message/delivery-status', 'message/global-delivery-status']);

export const isDeliveryStatus = ({ type }: MimePart): boolean => TYPES.has(type);

/** Groups that are looked at: our mails have one recipient, an alias behind it may have some. */
const GROUPS_MAX = 50;

/**
 * What the report says of the worst recipient in it; undefined when all of it is good news. Each of our mails has one
 * recipient, so all that are named stand for that one.
 */
export function readDeliveryStatus({ body }: MimePart): ReportNews | undefined {
  // The first group is about the mail; it has no action, and is no news by that.
  return body
    .split('\n\n')
    .slice(0, GROUPS_MAX)
    .map((group) => newsOf(readHeaders(group)))
    .filter((news) => news !== undefined)
    .toSorted((one, other) => weight(other) - weight(one))[0];
}

/** RFC 3464 section 2.3.3. */
function newsOf(fields: Headers): ReportNews | undefined {
  const action = (first(fields, 'action') ?? '').toLowerCase();
  if (action === 'delayed') return { status: 'DeliveryDelay', detail: delayType(statusOf(fields)) };
  if (action !== 'failed') return undefined;
  const status = statusOf(fields);
  if (status === undefined) return { status: 'Bounce', detail: 'no status code' };
  const detail = `${status.code} (${meaningOf(status)})`;
  return meansDeadAddress(status) ? { status: 'Bounce', detail, suppresses: true } : { status: 'Bounce', detail };
}

/** Exim's Status is 5.0.0 whatever was said: then the code in what the other server said (section 2.3.6) says more. */
function statusOf(fields: Headers): StatusCode | undefined {
  const status = findStatusCode(first(fields, 'status') ?? '');
  if (status !== undefined && status.detail !== '0.0') return status;
  return findStatusCode(first(fields, 'diagnostic-code') ?? '') ?? status;
}

/** Of the values that SES gives a DeliveryDelay. */
function delayType(status: StatusCode | undefined): string {
  if (status?.detail === '2.2') return 'MailboxFull';
  if (status?.detail.startsWith('3.') === true) return 'RecipientServerError';
  if (status?.detail.startsWith('4.') === true) return 'TransientCommunicationFailure';
  return status === undefined ? 'Undetermined' : 'General';
}

function weight({ status, suppresses }: ReportNews): number {
  if (suppresses === true) return 2;
  return status === 'Bounce' ? 1 : 0;
}
