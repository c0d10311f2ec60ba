/** Opens and clicks. The recipient gets his picture or his page whatever becomes of the news. */
import type { HttpRequest, HttpResponse } from '../api/protocol/http-message.ts';
import { UnknownReferenceError } from '../channels/channel.ts';
import type { MailLink } from '../domain/mail-link.ts';
import type { HookContext } from './context.ts';

/** GIF89a of one transparent pixel. */
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

const UNCACHED = { 'cache-control': 'no-store, private', 'referrer-policy': 'no-referrer' };

/** The pixel; a GET of it is a receipt Open. */
export async function opened(
  link: Extract<MailLink, { kind: 'open' }>,
  request: HttpRequest,
  context: HookContext,
): Promise<HttpResponse> {
  if (request.method === 'GET') await tell(link, 'Open', undefined, context);
  return { status: 200, headers: { ...UNCACHED, 'content-type': 'image/gif' }, body: PIXEL };
}

/** The way to the page that we sealed into the link and to no other; a GET is a receipt Click that names it. */
export async function clicked(
  link: Extract<MailLink, { kind: 'click' }>,
  request: HttpRequest,
  context: HookContext,
): Promise<HttpResponse> {
  if (request.method === 'GET') await tell(link, 'Click', link.url, context);
  return { status: 302, headers: { ...UNCACHED, location: link.url }, body: '' };
}

async function tell(
  link: MailLink,
  status: 'Open' | 'Click',
  detail: string | undefined,
  context: HookContext,
): Promise<void> {
  const { onReceipt, clock, log, mayAct } = context;
  if (!mayAct(link)) return;
  const receipt = { channelSubtype: 'EMAIL', reference: link.requestId, at: clock.now(), status } as const;
  try {
    await onReceipt(detail === undefined ? receipt : { ...receipt, detail });
  } catch (error) {
    // Its request was purged: mails are opened again years later.
    if (error instanceof UnknownReferenceError) return;
    log.warn('an open or click was lost', { requestId: link.requestId, error });
  }
}
