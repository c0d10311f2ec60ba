/** Makes of a mail that came in what it tells about a mail that went out. */
import type { RequestId } from '../../../domain/request-id.ts';
import { isDeliveryStatus, readDeliveryStatus } from './delivery-status.ts';
import { isFeedbackReport, readFeedbackReport } from './feedback-report.ts';
import { findRequest, type Signatures } from './find-request.ts';
import { partsOf, readMime } from './mime.ts';
import type { ReportNews } from './report-news.ts';

/** What is kept of a mail: a report begins with its own parts, the mail that came back is the last of them. */
export const REPORT_BYTES_MAX = 256 * 1024;

export type Reading =
  | { readonly kind: 'news'; readonly requestId: RequestId; readonly news: ReportNews }
  /** No report: an answer of a person or a robot, spam, or a bounce of a form that no standard knows. */
  | { readonly kind: 'noReport' }
  /** It names no request with a signature of ours. */
  | { readonly kind: 'notOurs' }
  /** Delivered, relayed, not spam: nothing to act upon. */
  | { readonly kind: 'goodNews' };

/** Reads the first REPORT_BYTES_MAX of a mail that was sent to `recipients`, as far as its envelope is known. */
export function readReport(bytes: Uint8Array, recipients: readonly string[], signatures: Signatures): Reading {
  const report = readMime(bytes.subarray(0, REPORT_BYTES_MAX));
  const parts = [...partsOf(report)];
  const feedback = parts.find(isFeedbackReport);
  const status = parts.find(isDeliveryStatus);
  if (feedback === undefined && status === undefined) return { kind: 'noReport' };
  const requestId = findRequest(report, recipients, signatures);
  if (requestId === undefined) return { kind: 'notOurs' };
  const news = feedback === undefined ? status && readDeliveryStatus(status) : readFeedbackReport(feedback);
  return news === undefined ? { kind: 'goodNews' } : { kind: 'news', requestId, news };
}
