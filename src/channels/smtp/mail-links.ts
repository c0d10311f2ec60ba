/** The links of a mail that lead back to this service: the one-click unsubscribe, tracked links, the open pixel. */
import type { MailLinkSeal } from '../../domain/mail-link.ts';
import type { MessageAttempt } from '../channel.ts';
import { trackHtml } from './track-html.ts';

export interface MailLinks {
  /** Absolute URL for List-Unsubscribe, or undefined when there is no public URL or it is switched off. */
  unsubscribe(attempt: MessageAttempt): string | undefined;
  /** The HTML with tracked links and the open pixel, or as it was. */
  track(html: string, attempt: MessageAttempt): string;
}

export interface MailLinkOptions {
  /** Where recipients reach this service, such as https://campanile.example.com; '' for nowhere, which means no links. */
  readonly hooksUrl: string;
  readonly unsubscribe: boolean;
  readonly trackOpens: boolean;
  readonly trackClicks: boolean;
}

/**
 * Longest URL that is tracked: as a token it stays well within what browsers, proxies and our own server take. A longer one
 * stays as it is.
 */
const TRACKED_URL_MAX = 2_000;

/** Links under `hooksUrl`, sealed by `seal`. */
export function createMailLinks(options: MailLinkOptions, seal: MailLinkSeal): MailLinks {
  const { hooksUrl, trackOpens, trackClicks } = options;
  const base = `${hooksUrl.replace(/\/+$/, '')}/hooks/v1/`;
  const hasUrl = hooksUrl !== '';

  function trackedUrl(url: string, { requestId }: MessageAttempt): string | undefined {
    const target = webAddress(url);
    // Our own links are followed as they are: a click on the unsubscribe link is no click.
    if (target === undefined || target.startsWith(base)) return undefined;
    return `${base}click/${seal.write({ kind: 'click', requestId, url: target })}`;
  }

  return {
    unsubscribe({ requestId, campaignId, destination }) {
      if (!hasUrl || !options.unsubscribe) return undefined;
      return `${base}unsubscribe/${seal.write({ kind: 'unsubscribe', requestId, campaignId, address: destination })}`;
    },
    track(html, attempt) {
      if (!hasUrl || !(trackOpens || trackClicks)) return html;
      const { requestId } = attempt;
      return trackHtml(html, {
        ...(trackClicks && { trackedUrl: (url) => trackedUrl(url, attempt) }),
        ...(trackOpens && { pixelUrl: `${base}open/${seal.write({ kind: 'open', requestId })}.gif` }),
      });
    },
  };
}

/** The URL as a browser would ask for it, if it is an absolute one of http or https and not too long. */
function webAddress(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  return url.href.length <= TRACKED_URL_MAX ? url.href : undefined;
}
