/** Reads the tables `[carriers.NAME]` of the file; every problem names the file and the key. */
import { isLoopback } from '../lib/loopback-address.ts';
import { type CarrierKey, SMTP_KEYS } from './carrier-keys.ts';
import { type SecretRead, secretFromFile, secretFromVariable } from './carrier-secret.ts';
import { type CarrierConfig, CHANNEL_OF_KIND, type SmtpCarrierConfig } from './carriers.ts';
import { suggestion } from './closest.ts';
import type { Environment } from './places.ts';

/** Each is a label of metrics and keeps connections of its own. */
export const MAX_CARRIERS = 32;

export interface CarrierSources {
  /** What the file has under `carriers`. */
  readonly section: unknown;
  readonly path: string;
  /** Where passwords may be; absent where nobody needs them: then none is read. */
  readonly secretsIn?: Environment;
}

type Table = Readonly<Record<string, unknown>>;

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

interface Place {
  readonly path: string;
  readonly secretsIn: Environment | undefined;
}

/** The carrier, or none when anything is wrong with it. */
function readCarrier(name: string, table: unknown, place: Place, problems: string[]): CarrierConfig[] {
  const { path } = place;
  const full = `carriers.${name}`;
  if (!/^[a-z0-9-]{1,32}$/.test(name)) {
    problems.push(`the carrier "${name}" in ${path} must have a name of a-z, 0-9 and "-", at most 32 of them`);
    return [];
  }
  if (!isTable(table)) {
    problems.push(`${full} (file ${path}) must be a table: [carriers.NAME]`);
    return [];
  }
  const found: string[] = [];
  const tell = (key: string, problem: string): void => void found.push(`${full}.${key} (file ${path}) ${problem}`);
  reportUnknownKeys(table, { full, path }, found);
  const values = readKeys(table, tell);
  reportContradictions(values, tell);
  const secret = found.length === 0 ? readSecret(values, place.secretsIn, tell) : undefined;
  problems.push(...found);
  if (found.length > 0) return [];
  const port = values['port'] ?? PORTS[values['security'] as keyof typeof PORTS];
  const given = { ...values, name, port, ...(secret !== undefined && { password: secret }) };
  // Every member was read by the table of keys, and nothing is wrong with any.
  return [given as unknown as SmtpCarrierConfig];
}

/** IANA: submission, submissions (RFC 8314 section 7.3), smtp. */
const PORTS = { starttls: 587, tls: 465, none: 25 } as const;

/** What people call a password; none may stand in the file. */
const SECRET_WORDS = new Set(['password', 'pass', 'passwd', 'secret', 'token']);

function reportUnknownKeys(table: Table, { full, path }: { full: string; path: string }, problems: string[]): void {
  const known = Object.keys(SMTP_KEYS);
  for (const key of Object.keys(table)) {
    if (known.includes(key)) continue;
    problems.push(
      SECRET_WORDS.has(key.toLowerCase())
        ? `${full}.${key} (file ${path}) must not be in the configuration: put the password in a file of mode 600 that passwordFile names, or in an environment variable that passwordVariable names`
        : `unknown key "${full}.${key}" in ${path}${suggestion(key, known)}`,
    );
  }
}

type Tell = (key: string, problem: string) => void;

function readKeys(table: Table, tell: Tell): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  const keys: [string, CarrierKey][] = Object.entries(SMTP_KEYS);
  for (const [key, { kind, fallback, isRequired = false }] of keys) {
    const given = table[key];
    if (given === undefined) {
      if (isRequired) tell(key, 'is missing');
      if (fallback !== undefined) values[key] = fallback;
      continue;
    }
    const read = kind.fromFile(given);
    if ('value' in read) values[key] = read.value;
    else tell(key, `must be ${read.expected}`);
  }
  return values;
}

function reportContradictions(values: Table, tell: Tell): void {
  const { username, passwordFile, passwordVariable, security, host } = values;
  const hasPassword = passwordFile !== undefined || passwordVariable !== undefined;
  if (passwordFile !== undefined && passwordVariable !== undefined) {
    tell('passwordVariable', 'must not be there beside passwordFile: one of them has the password');
  }
  if (username !== undefined && !hasPassword) {
    tell('username', 'needs passwordFile or passwordVariable');
  }
  if (username === undefined && hasPassword) {
    tell(passwordFile === undefined ? 'passwordVariable' : 'passwordFile', 'needs username');
  }
  if (username !== undefined && security === 'none' && typeof host === 'string' && !isLoopback(host)) {
    tell('security', 'must be starttls or tls: a password would cross the network in clear');
  }
}

function readSecret(values: Table, secretsIn: Environment | undefined, tell: Tell): string | undefined {
  const { passwordFile, passwordVariable } = values;
  if (secretsIn === undefined) return undefined;
  const keep = (key: string, read: SecretRead): string | undefined => {
    if ('secret' in read) return read.secret;
    tell(key, read.problem);
    return undefined;
  };
  if (typeof passwordFile === 'string') return keep('passwordFile', secretFromFile(passwordFile));
  if (typeof passwordVariable === 'string')
    return keep('passwordVariable', secretFromVariable(passwordVariable, secretsIn));
  return undefined;
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

const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
