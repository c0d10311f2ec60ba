/** Addresses as they go over the wire: one mailbox in ASCII, with no way to put anything else into a command or a header. */
import { domainToASCII } from 'node:url';

/** The atoms of RFC 5321 section 4.1.2; quoted local parts are rarer than the mistakes that look like them. */
const LOCAL_PART = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}$/;
const DOMAIN = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*$/;

export type Mailbox =
  | { readonly kind: 'mailbox'; readonly address: string; readonly domain: string }
  /** Only an MTA with SMTPUTF8 (RFC 6531) and a recipient's MTA with it could take this. */
  | { readonly kind: 'needsUtf8' }
  | { readonly kind: 'malformed' };

/** Reads an address; its domain comes back in lower case and, where it is international, as A-labels (RFC 5891). */
export function readMailbox(text: string): Mailbox {
  const at = text.lastIndexOf('@');
  const localPart = text.slice(0, Math.max(at, 0));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: everything beyond ASCII
  if (/[^\u0000-\u007f]/.test(localPart)) return { kind: 'needsUtf8' };
  const domain = domainToASCII(text.slice(at + 1).trim());
  if (!LOCAL_PART.test(localPart) || !DOMAIN.test(domain)) return { kind: 'malformed' };
  return { kind: 'mailbox', address: `${localPart}@${domain}`, domain };
}
