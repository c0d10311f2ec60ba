/** Reads one table `[carriers.NAME]`. */
import { isLoopback } from '../lib/loopback-address.ts';
import { readPassword, reportAuthorities } from './carrier-files.ts';
import { type CarrierKey, SMTP_KEYS } from './carrier-keys.ts';
import type { CarrierConfig, SmtpCarrierConfig } from './carriers.ts';
import { suggestion } from './closest.ts';
import type { Environment } from './places.ts';
import { isTable, type Table, type Tell } from './table.ts';

export interface Place {
  /** Of the file. */
  readonly path: string;
  /** As in CarrierSources. */
  readonly secretsIn: Environment | undefined;
}

/** The carrier, or none when anything is wrong with it. */
export function readCarrier(name: string, table: unknown, place: Place, problems: string[]): CarrierConfig[] {
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
  const isUsed = found.length === 0 && place.secretsIn !== undefined;
  if (isUsed) reportAuthorities(values, tell);
  const secret = isUsed ? readPassword(values, place.secretsIn, tell) : undefined;
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
