/**
 * The tables of data/ that say in which zones a telephone number or a postal code may be. They lie beside src in a clone and
 * beside dist in the package, which is the same way up from here.
 */
import { readFileSync } from 'node:fs';

/** data/phone-zones.json; its other members say where it comes from. */
export interface PhoneZoneTable {
  /** Digits are separated by a space. */
  readonly sets: readonly { readonly zones: readonly string[]; readonly prefixes: string }[];
}

/** data/us-postal-code-zones.json; its other members say where it comes from. */
export interface PostalCodeZoneTable {
  /** In ascending order, without overlap. */
  readonly ranges: readonly PostalCodeRange[];
}

export type PostalCodeRange = readonly [first: string, last: string, zone: string];

export interface ZoneData {
  readonly phone: PhoneZoneTable;
  readonly postalCodes: PostalCodeZoneTable;
}

/** Reads both tables, 67 kB; throws when the installation is broken. */
export function readZoneData(): ZoneData {
  return { phone: readTable('phone-zones.json'), postalCodes: readTable('us-postal-code-zones.json') };
}

function readTable<Table>(name: string): Table {
  // A file of ours in the shape that scripts/build-zone-data.ts wrote, and the tests have read it.
  return JSON.parse(readFileSync(new URL(`../../../data/${name}`, import.meta.url), 'utf8')) as Table;
}
