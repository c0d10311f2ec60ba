/**
 * Writing a value so that it means itself and nothing else, for each kind of place where a placeholder can stand. Each
 * writer is one pass over the value. Undefined: there is no way to write it there that is safe.
 */
import type { WriteValue } from './compile-text.ts';

/** Plain text and SMS: nothing has a meaning. */
export const asText: WriteValue = (value) => value;

const HTML_CHARACTERS = /[&<>"']/;
const HTML_CHARACTERS_ALL = /[&<>"']/g;
const HTML_ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Between tags and in attributes that are quoted. */
export const asHtml: WriteValue = escapeHtml;

function escapeHtml(value: string): string {
  // Most values need nothing, and a search is cheaper than a replacement of nothing.
  return HTML_CHARACTERS.test(value)
    ? value.replace(HTML_CHARACTERS_ALL, (character) => HTML_ENTITIES[character] ?? '')
    : value;
}

/** In a comment, which two of its hyphens and the template's next sign might end. */
export const asComment: WriteValue = (value) => escapeHtml(value).replaceAll('-', '&#45;');

/** In the name of a tag, where every word may be another element. */
export const asNothing: WriteValue = () => undefined;

/** What ends an attribute without quotes (https://html.spec.whatwg.org/multipage/parsing.html, section 13.2.5.38). */
const UNQUOTED_ENDS = /[\s=`/]/g;

/** In an attribute without quotes, or in the name of one. */
export const asUnquotedHtml: WriteValue = (value) =>
  escapeHtml(value).replace(UNQUOTED_ENDS, (character) => `&#${character.charCodeAt(0)};`);

/** Schemes that a value may bring along; javascript: and data: are not among them. */
const SCHEMES = ['https://', 'http://', 'mailto:', 'tel:'] as const;
/** The longest of them. */
const SCHEME_CHARACTERS = 8;

/** At the beginning of a link: the value says where it leads, so it must be the whole of a link of a known kind. */
export const asUrl: WriteValue = (value) => {
  const url = value.trim();
  const beginning = url.slice(0, SCHEME_CHARACTERS).toLowerCase();
  if (!SCHEMES.some((scheme) => beginning.startsWith(scheme))) return undefined;
  // encodeURI leaves what has a meaning in a link, and would encode the percent sign of what is encoded already.
  return escapeHtml(encodeURI(url.toWellFormed()).replaceAll('%25', '%'));
};

/** What encodeURIComponent leaves and HTML does not. */
const COMPONENT_REST = /[!'()*]/g;

/** Within a link that the template begins: the value cannot leave the place where it stands. */
export const asUrlPart: WriteValue = encodeComponent;

function encodeComponent(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replace(
    COMPONENT_REST,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** After `mailto:` or `tel:`, where `@` and `+` are the address's own (RFC 6068 section 2, RFC 3966 section 3). */
export const asAddressPart: WriteValue = (value) =>
  encodeComponent(value).replaceAll('%40', '@').replaceAll('%2B', '+');

const HARMLESS_IN_CODE = /^[A-Za-z0-9 _#%.,-]*$/;

/** In scripts, styles and event handlers, where no writing of a value is safe but that of a word or a number. */
export const asCode: WriteValue = (value) => (HARMLESS_IN_CODE.test(value) ? value : undefined);

/** In the strings of a JSON text. */
export const asJsonText: WriteValue = (value) => JSON.stringify(value).slice(1, -1);

const BREAKS_AND_CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/** One line: each run of line breaks and other control characters becomes a blank. */
export function oneLine(text: string): string {
  return text.replace(BREAKS_AND_CONTROLS, ' ');
}
