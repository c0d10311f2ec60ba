/** Telephone numbers as ITU-T E.164 writes them. */
import { normalisePhoneNumber } from './request-content.ts';

/** At most fifteen digits with the country code (E.164 section 6.2), and no country has numbers under seven. */
const E164 = /^\+[1-9]\d{6,14}$/;

/** True for a number in E.164 format; '-' is taken for punctuation. */
export function isE164(phoneNumber: string): boolean {
  return E164.test(normalisePhoneNumber(phoneNumber));
}
