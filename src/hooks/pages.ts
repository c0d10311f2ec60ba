/** The pages that a recipient may see: plain, the same for everybody, without scripts, cookies or anything from elsewhere. */
import { createHash } from 'node:crypto';
import type { HttpResponse } from '../api/protocol/http-message.ts';

const STYLE =
  'body{font:1.125rem/1.5 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}' +
  'button{font:inherit;padding:.6rem 1.2rem;border:2px solid #1a4fa0;border-radius:.3rem;background:#1a4fa0;color:#fff;cursor:pointer}' +
  'button:focus-visible{outline:3px solid #1a1a1a;outline-offset:3px}';

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
};

/** What a provider that was refused may wait for. */
const RETRY_AFTER_SECONDS = '60';

/** Its button posts what a mail provider posts; the form leads back to where it stands. */
export const confirmUnsubscribe = (): HttpResponse =>
  page(
    200,
    'Unsubscribe',
    '<p>Do you want to receive no more of these mails at the address that this one came to?</p>' +
      '<form method="post"><button name="List-Unsubscribe" value="One-Click">Unsubscribe</button></form>',
  );

export const unsubscribed = (): HttpResponse =>
  page(200, 'You are unsubscribed', '<p>You will receive no more of these mails.</p>');

/** The POST of somebody who does not mean it: the body is not RFC 8058's. */
export const notUnsubscribed = (): HttpResponse =>
  page(400, 'Nothing was changed', '<p>The request does not say <code>List-Unsubscribe=One-Click</code>.</p>');

export const notFound = (): HttpResponse =>
  page(404, 'This link does not work', '<p>It is incomplete, or it was changed on its way.</p>');

export const methodNotAllowed = (methods: readonly string[]): HttpResponse =>
  page(405, 'This is not possible', '<p>The link is for reading a page.</p>', { allow: methods.join(', ') });

export const tooOften = (): HttpResponse =>
  page(429, 'Please wait', '<p>This link was used too often. Please try again in a minute.</p>', {
    'retry-after': RETRY_AFTER_SECONDS,
  });

export const comeBackLater = (): HttpResponse =>
  page(503, 'Please try again', '<p>This could not be kept just now. Please try again in a minute.</p>', {
    'retry-after': RETRY_AFTER_SECONDS,
  });

function page(status: number, title: string, content: string, headers: Record<string, string> = {}): HttpResponse {
  const body =
    '<!doctype html><html lang="en"><head><meta charset="utf-8">' +
    '<meta name="viewport" content="width=device-width,initial-scale=1">' +
    `<title>${title}</title><style>${STYLE}</style></head><body><main><h1>${title}</h1>${content}</main></body></html>`;
  return { status, headers: { ...HEADERS, ...headers }, body };
}
