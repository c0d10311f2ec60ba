/** Reads the tables `[carriers.NAME]` of the file; every problem names the file and the key. */
import { SMTP_KEYS } from './carrier-keys.ts';
import { type CarrierConfig, CHANNEL_OF_KIND } from './carriers.ts';
import type { Environment } from './places.ts';
import { readCarrier } from './read-carrier.ts';
import { isTable, type Table } from './table.ts';

/** Each is a label of metrics and keeps connections of its own. */
export const MAX_CARRIERS = 32;

export interface CarrierSources {
  /** What the file has under `carriers`. */
  readonly section: unknown;
  readonly path: string;
  /** Where passwords may be; absent where nobody needs them: then none is read. */
  readonly secretsIn?: Environment;
}

/** The carriers, sorted by name; those with problems are not among them. */
export function readCarriers({ section, path, secretsIn }: CarrierSources, problems: string[]): CarrierConfig[] {
  if (section === undefined) return [];
  if (!isTable(section)) {
    problems.push(`carriers (file ${path}) must be tables: [carriers.NAME]`);
    return [];
  }
  const names = Object.keys(section).sort();
  if (names.length > MAX_CARRIERS) {
    problems.push(`carriers (file ${path}) must be at most ${MAX_CARRIERS}, not ${names.length}`);
    return [];
  }
  const carriers = names.flatMap((name) => readCarrier(name, section[name], { path, secretsIn }, problems));
  reportSharedSources(carriers, path, problems);
  return carriers;
}

/** A key of a carrier, for those who show them. */
export interface CarrierEntry {
  /** `carriers.main.port` */
  readonly key: string;
  readonly value: unknown;
  /** Whether it was said, or is the default. */
  readonly isGiven: boolean;
}

/** Every key of the carriers but the password, which is none of them; `section` is where they were read from. */
export function carrierEntries(carriers: readonly CarrierConfig[], section: unknown): CarrierEntry[] {
  return carriers.flatMap((carrier) => {
    const table = isTable(section) ? section[carrier.name] : undefined;
    const values: Table = { ...carrier };
    return Object.keys(SMTP_KEYS).map((key) => ({
      key: `carriers.${carrier.name}.${key}`,
      value: values[key],
      isGiven: isTable(table) && table[key] !== undefined,
    }));
  });
}

/** Names of the environment variables that carriers take their passwords from, as far as the section can be read. */
export function secretVariables(section: unknown): string[] {
  if (!isTable(section)) return [];
  return Object.values(section).flatMap((carrier) => {
    const name = isTable(carrier) ? carrier['passwordVariable'] : undefined;
    return typeof name === 'string' ? [name] : [];
  });
}

/** One source, one carrier: otherwise the order of the file would decide who sends. */
function reportSharedSources(carriers: readonly CarrierConfig[], path: string, problems: string[]): void {
  const owners = new Map<string, string>();
  for (const { name, kind, sources } of carriers) {
    for (const source of sources) {
      const place = `${CHANNEL_OF_KIND[kind]} ${source}`;
      const owner = owners.get(place);
      if (owner === name) problems.push(`carriers.${name}.sources (file ${path}) names ${source} twice`);
      else if (owner !== undefined)
        problems.push(`carriers.${name}.sources (file ${path}) must not name ${source}: carriers.${owner} has it`);
      owners.set(place, name);
    }
  }
}
