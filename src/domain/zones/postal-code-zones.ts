/** The zones of a postal code of the United States. */
import type { PostalAddress } from '../profile.ts';
import type { PostalCodeRange, PostalCodeZoneTable } from './zone-data.ts';

/** Names of zones; none when the country has no table or the code is unknown. */
export type PostalCodeZones = (address: PostalAddress) => readonly string[];

const UNKNOWN: readonly string[] = [];

/** The United States and the territories with a country code of their own whose mail has ZIP codes. */
const ZIP_CODE_COUNTRIES = new Set(['US', 'AS', 'GU', 'MP', 'PR', 'UM', 'VI']);
/** ZIP, ZIP+4 with a hyphen, a space or nothing between. */
const ZIP_CODE = /^([0-9]{5})(?:[- ]?[0-9]{4})?$/;
/** Longest text that is looked at: ZIP+4 with its hyphen and some blanks around. */
const POSTAL_CODE_LENGTH_MAX = 16;

/**
 * Looks zones up by ZIP code. A code between two listed ranges (new, or of a single large office) has the zones of those
 * neighbours that share its sectional centre, the first three digits; without such a neighbour it has none.
 */
export function createPostalCodeZones(table: PostalCodeZoneTable): PostalCodeZones {
  const { ranges } = table;
  return ({ country, postalCode }) => {
    if (!ZIP_CODE_COUNTRIES.has(country.toUpperCase()) || postalCode.length > POSTAL_CODE_LENGTH_MAX) return UNKNOWN;
    const code = ZIP_CODE.exec(postalCode.trim())?.[1];
    return code === undefined ? UNKNOWN : zonesOf(ranges, code);
  };
}

function zonesOf(ranges: readonly PostalCodeRange[], code: string): readonly string[] {
  const next = indexOfRangeAfter(ranges, code);
  const before = ranges[next - 1];
  const after = ranges[next];
  if (before !== undefined && code <= before[1]) return [before[2]];
  const zones = new Set<string>();
  if (before !== undefined && isSameSectionalCentre(before[1], code)) zones.add(before[2]);
  if (after !== undefined && isSameSectionalCentre(after[0], code)) zones.add(after[2]);
  return [...zones];
}

/** The place of the first range that begins after `code`; codes of five digits sort as text. */
function indexOfRangeAfter(ranges: readonly PostalCodeRange[], code: string): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle];
    if (range !== undefined && range[0] <= code) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isSameSectionalCentre(listed: string, code: string): boolean {
  return listed.slice(0, 3) === code.slice(0, 3);
}
