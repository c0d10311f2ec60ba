/**
 * Percent-encoding as Signature Version 4 wants it (RFC 3986 section 2.3: everything but A-Z a-z 0-9 - . _ ~ becomes %XY
 * in upper case). Strings hold one character per byte, as node:http gives them.
 */

const ENCODED_BYTES = Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  return /[A-Za-z0-9\-._~]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
});

const encodeCharacter = (character: string): string => ENCODED_BYTES[character.charCodeAt(0) & 0xff] ?? '';

/** Encodes a path once more, as it was sent; its slashes stay. An ARN's %2F becomes %252F. */
export function encodePath(path: string): string {
  return path.replace(/[^A-Za-z0-9\-._~/]/g, encodeCharacter);
}

/**
 * The one spelling of a query name or value: what is encoded without need is decoded, the rest is encoded in upper case.
 * A '+' is a plus and a '%' that begins no escape is a percent sign, the same as where the query is read.
 */
export function canonicalComponent(component: string): string {
  if (/^[A-Za-z0-9\-._~]*$/.test(component)) return component;
  return component.replace(/%([0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~]/g, (match, hex: string | undefined) =>
    hex === undefined ? encodeCharacter(match) : (ENCODED_BYTES[Number.parseInt(hex, 16)] ?? ''),
  );
}
