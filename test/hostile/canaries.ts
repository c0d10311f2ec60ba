/** Personal data that exists nowhere else, and the search for it. */

/** Every kind that must never be written: each is unlike the others, so that a leak names itself. */
export const CANARIES = {
  phoneNumber: '+12065550177',
  email: 'kanarie.person@kanarie-mail.example',
  attributeName: 'KanarieName',
  attributeValue: 'kanarie-value-of-an-attribute',
  clientToken: 'kanarie-token',
  tagValue: 'kanarie-value-of-a-tag',
  profileId: 'cafe0123456789abcafe0123456789ab',
} as const;

/** The same in other words: without a plus or with hyphens, percent-encoded, in base64 or hexadecimal, in other letters. */
const FORMS: readonly RegExp[] = [
  /206[- ]?555[- ]?0177/,
  /kanarie/i,
  /cafe0123456789ab/i,
  ...Object.values(CANARIES).flatMap((canary) => {
    const bytes = Buffer.from(canary);
    // The end of a base64 text depends on what follows; the longest part that does not is searched.
    return [new RegExp(escaped(bytes.toString('base64').slice(0, 12))), new RegExp(bytes.toString('hex'), 'i')];
  }),
];

function escaped(text: string): string {
  return text.replaceAll(/[+/]/g, (character) => `\\${character}`);
}

/** Lines that hold a canary in any form. */
export function linesWithCanaries(text: string): string[] {
  return text.split('\n').filter((line) => FORMS.some((form) => form.test(line)));
}
