/**
 * /hooks/v1: what comes back from the world about mails. Whoever calls has no key of ours; each path ends in a link that we
 * sealed, which is what is believed, and nothing else of a request is.
 *
 * - `unsubscribe/TOKEN`: RFC 8058's one-click POST, and a page with a button for people
 * - `open/TOKEN.gif`: the pixel
 * - `click/TOKEN`: the way to the page that a tracked link leads to
 */
import type { HttpRequest, HttpResponse } from '../api/protocol/http-message.ts';
import { createRateLimiter } from '../api/protocol/rate-limiter.ts';
import type { MailLink, MailLinkSeal } from '../domain/mail-link.ts';
import type { HookContext, HookDeps } from './context.ts';
import { clicked, opened } from './interactions.ts';
import { methodNotAllowed, notFound } from './pages.ts';
import { unsubscribe } from './unsubscribe.ts';

export type Hooks = (request: HttpRequest) => Promise<HttpResponse>;

/** Links of one request that act: scanners follow all of a mail at once, nobody follows one every second. */
const RATE = { perSecond: 1, burst: 30 };

const METHODS: Readonly<Record<MailLink['kind'], readonly string[]>> = {
  unsubscribe: ['GET', 'HEAD', 'POST'],
  open: ['GET', 'HEAD'],
  click: ['GET', 'HEAD'],
};

/** The hooks; `nowMs` is of a clock that never goes back. */
export function createHooks(deps: HookDeps & { readonly nowMs: () => number }): Hooks {
  const limiter = createRateLimiter(() => RATE);
  const context: HookContext = {
    ...deps,
    mayAct: ({ kind, requestId }) => limiter.take({ limit: kind, owner: requestId }, 1, deps.nowMs()),
  };
  return async (request) => {
    const link = linkOf(request.rawPath, deps.links);
    if (link === undefined) return notFound();
    const methods = METHODS[link.kind];
    if (!methods.includes(request.method)) return methodNotAllowed(methods);
    switch (link.kind) {
      case 'unsubscribe':
        return unsubscribe(link, request, context);
      case 'open':
        return opened(link, request, context);
      case 'click':
        return clicked(link, request, context);
    }
  };
}

/** The link that a path names, which must be of the kind that the path says. */
function linkOf(rawPath: string, links: MailLinkSeal): MailLink | undefined {
  const [, kind, token = ''] =
    /^\/hooks\/v1\/(unsubscribe|open|click)\/([A-Za-z0-9_-]+(?:\.gif)?)$/.exec(rawPath) ?? [];
  const isPixel = token.endsWith('.gif');
  if (kind === undefined || isPixel !== (kind === 'open')) return undefined;
  const link = links.read(isPixel ? token.slice(0, -'.gif'.length) : token);
  return link?.kind === kind ? link : undefined;
}
