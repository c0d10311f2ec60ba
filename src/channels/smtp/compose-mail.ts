/** From an attempt and its words to the bytes of a mail (RFC 5322, RFC 2045) and its envelope. Nothing is sent here. */
import type { Readable } from 'node:stream';
import type { Disposition } from '../../domain/disposition.ts';
import type { Instant } from '../../lib/clock.ts';
import type { MessageAttempt } from '../channel.ts';
import type { RenderedEmail } from '../rendering.ts';
import type { MailLinks } from './mail-links.ts';
import { readMailbox } from './mailbox.ts';
import type { Verp } from './verp.ts';

/** Whom the MTA is told: where bounces go, and the one recipient. */
export interface Envelope {
  readonly from: string;
  readonly to: string;
}

export type ComposedMail =
  | { readonly kind: 'mail'; readonly envelope: Envelope; readonly read: () => Readable; readonly domain: string }
  | { readonly kind: 'unsendable'; readonly disposition: Disposition };

export interface MailComposing {
  readonly links: MailLinks;
  /** Puts the request into the return path. */
  readonly verp?: Verp;
  /** Where bounces go; the source when absent. */
  readonly returnPath?: string;
}

/**
 * Headers that a template cannot set: those that this service or the MTA sets, those that say who sends to whom, and
 * those that describe the parts.
 */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  ...['from', 'sender', 'to', 'cc', 'bcc', 'subject', 'date', 'message-id', 'mime-version', 'return-path', 'received'],
  ...['list-unsubscribe', 'list-unsubscribe-post', 'dkim-signature', 'domainkey-signature', 'authentication-results'],
]);
const OWN_FAMILIES = /^(?:content|resent|arc)-/;
/** RFC 5322 section 2.2: printable ASCII but the colon. */
const HEADER_NAME = /^[\x21-\x39\x3b-\x7e]{1,76}$/;
/** RFC 5322 section 2.1.1 allows 998 characters in a line; the URL stands in one, as folding has broken signatures. */
const UNSUBSCRIBE_URL_MAX = 960;

/** Composes the mail; its Message-ID carries the request id, so whoever has the mail can say whose it is. */
export async function composeMail(
  attempt: MessageAttempt,
  rendered: RenderedEmail,
  { links, verp, returnPath }: MailComposing,
  now: Instant,
): Promise<ComposedMail> {
  const to = readMailbox(attempt.destination);
  if (to.kind === 'needsUtf8') return unsendable('INVALID_DESTINATION', 'the address needs SMTPUTF8');
  if (to.kind === 'malformed') return unsendable('INVALID_DESTINATION', 'the address is malformed');
  const from = readMailbox(attempt.source);
  if (from.kind !== 'mailbox') return unsendable('REJECTED', 'the source address cannot send');

  const bouncesTo = returnPath === undefined ? undefined : (verp?.address(returnPath, attempt.requestId) ?? returnPath);
  // Loaded on first use, as the connection is.
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const composer = new MailComposer({
    messageId: `<${attempt.requestId}@${from.domain}>`,
    date: new Date(now),
    from: { name: oneLine(attempt.sourceDisplayName ?? ''), address: from.address },
    to: { name: '', address: to.address },
    subject: oneLine(rendered.subject),
    ...(rendered.text !== undefined && { text: rendered.text }),
    ...(rendered.html !== undefined && { html: links.track(rendered.html, attempt) }),
    // A mail without words is still a mail.
    ...(rendered.text === undefined && rendered.html === undefined && { text: '' }),
    headers: [...templateHeaders(rendered), ...unsubscribeHeaders(links.unsubscribe(attempt))],
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const message = composer.compile();
  return {
    kind: 'mail',
    envelope: { from: bouncesTo ?? from.address, to: to.address },
    read: () => message.createReadStream(),
    domain: to.domain,
  };
}

interface Header {
  readonly key: string;
  readonly value: string | { readonly prepared: true; readonly value: string };
}

function templateHeaders({ headers }: RenderedEmail): Header[] {
  return headers
    .filter(({ name }) => HEADER_NAME.test(name) && !isOwn(name.toLowerCase()))
    .map(({ name, value }) => ({ key: name, value: oneLine(value) }));
}

const isOwn = (name: string): boolean => OWN_HEADERS.has(name) || OWN_FAMILIES.test(name);

/** RFC 8058 section 3.1: both, and both under the MTA's signature. They stand here as they are, unfolded. */
function unsubscribeHeaders(url: string | undefined): Header[] {
  if (url === undefined || url.length > UNSUBSCRIBE_URL_MAX || !/^https?:[\x21-\x3b\x3d\x3f-\x7e]+$/.test(url))
    return [];
  return [
    { key: 'List-Unsubscribe', value: { prepared: true, value: `<${url}>` } },
    { key: 'List-Unsubscribe-Post', value: { prepared: true, value: 'List-Unsubscribe=One-Click' } },
  ];
}

/** Line breaks would begin another header. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  return text.replaceAll(/[\u0000-\u001f\u007f]+/g, ' ').trim();
}

function unsendable(reason: Disposition['reason'], detail: string): ComposedMail {
  return { kind: 'unsendable', disposition: { state: 'Failed', reason, detail } };
}
