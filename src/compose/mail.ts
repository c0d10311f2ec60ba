/** What mails of this installation carry beside their words: links that lead back here, and return paths that name requests. */
import { createMailLinks, type MailLinks } from '../channels/smtp/mail-links.ts';
import { createVerp, type Verp } from '../channels/smtp/verp.ts';
import type { Config } from '../config/settings.ts';
import { createMailLinkSeal, type MailLinkSeal } from '../domain/mail-link.ts';
import { derivedKey } from './derived-key.ts';

export interface Mail {
  /** Seals what the links say, and reads it when somebody follows one. */
  readonly seal: MailLinkSeal;
  readonly links: MailLinks;
  readonly verp: Verp;
}

/** As configured, sealed with keys of the installation. */
export function createMail(config: Config, idKey: Uint8Array): Mail {
  const seal = createMailLinkSeal(derivedKey(idKey, 'mail links'));
  const links = createMailLinks(
    {
      hooksUrl: config['hooks.url'],
      unsubscribe: config['email.unsubscribe'],
      trackOpens: config['email.tracking.opens'],
      trackClicks: config['email.tracking.clicks'],
    },
    seal,
  );
  return { seal, links, verp: createVerp(derivedKey(idKey, 'return paths')) };
}
