/**
 * Which request a report is about. Reports come from anybody, so only what we have signed ourselves is believed: the return
 * path of the mail, wherever it is told, and the unsubscribe link in the headers of the mail that came back.
 */
import type { MailLinkSeal } from '../../../domain/mail-link.ts';
import type { RequestId } from '../../../domain/request-id.ts';
import type { Verp } from '../verp.ts';
import { isFeedbackReport } from './feedback-report.ts';
import { type Headers, type MimePart, partsOf, readHeaders, splitHeaders } from './mime.ts';

export interface Signatures {
  readonly verp: Verp;
  readonly links: MailLinkSeal;
}

/** Where MTAs keep whom a mail was for; To is last, since its author wrote it. */
const RECIPIENT_HEADERS = ['delivered-to', 'x-original-to', 'envelope-to', 'to'];
/** RFC 5965 section 3.2. */
const FEEDBACK_FIELDS = ['original-mail-from'];
/** Of the mail that came back: as its recipient's MTA has seen it. */
const RETURNED_HEADERS = ['return-path', 'x-envelope-from', 'x-mailfrom'];
/** The mail that came back, whole or only its headers (RFC 3462 section 2, RFC 6533 section 4). */
const RETURNED = new Set(['message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers']);
/** Words of a header that may be an address. */
const WORDS_MAX = 50;

/** The request, by the recipients of the report in its envelope and by everything in it; undefined when it is not ours. */
export function findRequest(
  report: MimePart,
  recipients: readonly string[],
  { verp, links }: Signatures,
): RequestId | undefined {
  for (const candidate of addresses(report, recipients)) {
    const requestId = verp.read(candidate);
    if (requestId !== undefined) return requestId;
  }
  for (const headers of returnedHeaders(report)) {
    for (const value of headers.get('list-unsubscribe') ?? []) {
      const [, token = ''] = /\/hooks\/v1\/unsubscribe\/([A-Za-z0-9_-]{1,4096})/.exec(value) ?? [];
      const link = links.read(token);
      if (link?.kind === 'unsubscribe') return link.requestId;
    }
  }
  return undefined;
}

function* addresses(report: MimePart, recipients: readonly string[]): Generator<string> {
  yield* recipients;
  yield* wordsOf(report.headers, RECIPIENT_HEADERS);
  for (const part of partsOf(report))
    if (isFeedbackReport(part)) yield* wordsOf(readHeaders(part.body), FEEDBACK_FIELDS);
  for (const headers of returnedHeaders(report)) yield* wordsOf(headers, RETURNED_HEADERS);
}

function* returnedHeaders(report: MimePart): Generator<Headers> {
  for (const part of partsOf(report)) if (RETURNED.has(part.type)) yield splitHeaders(part.body.trimStart()).headers;
}

function* wordsOf(headers: Headers, names: readonly string[]): Generator<string> {
  for (const name of names) {
    for (const value of headers.get(name) ?? []) yield* value.split(/[\s<>,;"()]+/, WORDS_MAX);
  }
}
