/** Abuse reports in ARF (RFC 5965): what a mail provider sends when a reader presses "this is spam". */
import { first, type MimePart, readHeaders } from './mime.ts';
import type { ReportNews } from './report-news.ts';

export const isFeedbackReport = ({ type }: MimePart): boolean => type === 'message/feedback-report';

/**
 * RFC 5965 section 7.3 and its registry: types that are a person's complaint, and whether that person wants no more mail.
 * Not here: not-spam takes one back, auth-failure (RFC 6591) is about signatures.
 */
const COMPLAINTS: Readonly<Record<string, { readonly suppresses: boolean }>> = {
  abuse: { suppresses: true },
  fraud: { suppresses: true },
  'opt-out': { suppresses: true },
  'opt-out-list': { suppresses: true },
  other: { suppresses: false },
  virus: { suppresses: false },
};

/** The complaint, with the type as its detail; undefined when it is none. */
export function readFeedbackReport({ body }: MimePart): ReportNews | undefined {
  const type = (first(readHeaders(body), 'feedback-type') ?? '').toLowerCase();
  const complaint = Object.hasOwn(COMPLAINTS, type) ? COMPLAINTS[type] : undefined;
  if (complaint === undefined) return undefined;
  return { status: 'Complaint', detail: type, ...(complaint.suppresses && { suppresses: true }) };
}
