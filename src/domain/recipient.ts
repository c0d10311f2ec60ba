/** The one way in which a recipient is written, so that lists and counts find the person whom a request names. */
import { isE164 } from './phone-number.ts';

/** What people put into numbers to read them. */
const PUNCTUATION = /[\s().-]/g;
const EMAIL_ADDRESS = /^[^@\s]+@[^@\s]+$/;
/** Model shape EmailAddress. */
const EMAIL_MAX = 255;

/** The number in E.164 or the address in lower case, or undefined when the text is neither. */
export function normaliseRecipient(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed.includes('@')) {
    return trimmed.length <= EMAIL_MAX && EMAIL_ADDRESS.test(trimmed) ? trimmed.toLowerCase() : undefined;
  }
  const number = trimmed.replaceAll(PUNCTUATION, '');
  return isE164(number) ? number : undefined;
}
