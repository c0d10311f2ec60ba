/** Mails as MTAs and mail providers send them about ours. */

export interface DsnOptions {
  readonly action?: string;
  readonly status?: string;
  readonly diagnostic?: string;
  /** Of the mail that came back. */
  readonly original?: string;
  readonly originalType?: string;
  readonly to?: string;
}

const ORIGINAL = 'From: news@example.org\nTo: somebody@example.com\nSubject: Hello\n';

/** A DSN as Postfix writes it. */
export function dsn(options: DsnOptions = {}): string {
  const { action = 'failed', status = '5.1.1', diagnostic, original = ORIGINAL } = options;
  const { originalType = 'message/rfc822', to = 'bounces@b.example' } = options;
  return [
    'Return-Path: <>',
    'Date: Mon, 23 Nov 2026 08:00:00 +0000 (UTC)',
    'From: MAILER-DAEMON@mta.example (Mail Delivery System)',
    'Subject: Undelivered Mail Returned to Sender',
    `To: ${to}`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status;',
    '\tboundary="4Xy.1700000000/mta.example"',
    'Message-Id: <20261123080000.4Xy@mta.example>',
    '',
    'This is a MIME-encapsulated message.',
    '',
    '--4Xy.1700000000/mta.example',
    'Content-Description: Notification',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'This is the mail system at host mta.example.',
    '<somebody@example.com>: host mx.example.com said: 550 5.1.1 User unknown',
    '',
    '--4Xy.1700000000/mta.example',
    'Content-Description: Delivery report',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mta.example',
    'X-Postfix-Queue-ID: 4Xy',
    'Arrival-Date: Mon, 23 Nov 2026 08:00:00 +0000 (UTC)',
    '',
    'Final-Recipient: rfc822; somebody@example.com',
    'Original-Recipient: rfc822;somebody@example.com',
    `Action: ${action}`,
    ...(status === '' ? [] : [`Status: ${status}`]),
    'Remote-MTA: dns; mx.example.com',
    ...(diagnostic === undefined ? [] : [`Diagnostic-Code: ${diagnostic}`]),
    '',
    '--4Xy.1700000000/mta.example',
    'Content-Description: Undelivered Message',
    `Content-Type: ${originalType}`,
    '',
    original,
    '',
    'Hello.',
    '--4Xy.1700000000/mta.example--',
    '',
  ].join('\r\n');
}

export interface ArfOptions {
  readonly type?: string;
  readonly mailFrom?: string;
  readonly original?: string;
}

/** A complaint as feedback loops send it (RFC 5965 appendix B.2). */
export function arf({ type = 'abuse', mailFrom = 'news@example.org', original = ORIGINAL }: ArfOptions = {}): string {
  return [
    'From: <abusedesk@provider.example>',
    'Date: Mon, 23 Nov 2026 08:00:00 +0000',
    'Subject: FW: Hello',
    'To: <fbl@example.org>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=feedback-report; boundary=part1_13d.2e68ed54_boundary',
    '',
    '--part1_13d.2e68ed54_boundary',
    'Content-Type: text/plain; charset="US-ASCII"',
    'Content-Transfer-Encoding: 7bit',
    '',
    'This is an email abuse report for an email message received from IP 192.0.2.1.',
    '',
    '--part1_13d.2e68ed54_boundary',
    'Content-Type: message/feedback-report',
    '',
    `Feedback-Type: ${type}`,
    'User-Agent: SomeGenerator/1.0',
    'Version: 1',
    `Original-Mail-From: <${mailFrom}>`,
    'Original-Rcpt-To: <somebody@example.com>',
    'Source-IP: 192.0.2.1',
    '',
    '--part1_13d.2e68ed54_boundary',
    'Content-Type: message/rfc822',
    'Content-Disposition: inline',
    '',
    original,
    '',
    'Hello.',
    '--part1_13d.2e68ed54_boundary--',
    '',
  ].join('\r\n');
}

/** An autoreply, which is what else comes to a return path. */
export const VACATION = [
  'From: somebody@example.com',
  'Subject: Re: Hello',
  'Auto-Submitted: auto-replied',
  '',
  'I am away. Status: 5.1.1 Action: failed',
].join('\r\n');
