/**
 * What keys of a carrier name and the file itself does not have: the password, and the authorities that are trusted. A
 * password is never in the configuration, which is printed, copied into tickets and kept in git.
 */
import { readFileSync, type Stats, statSync } from 'node:fs';
import { errorCode } from '../lib/error-code.ts';
import type { Environment } from './places.ts';
import type { Table, Tell } from './table.ts';

/** Notes when caFile names no authority: better at the start than by mails that do not go out. */
export function reportAuthorities({ caFile }: Table, tell: Tell): void {
  if (typeof caFile !== 'string') return;
  try {
    const isPem = readFileSync(caFile, 'utf8').includes('-----BEGIN CERTIFICATE-----');
    if (!isPem) tell('caFile', `names ${caFile}, which has no certificate in PEM`);
  } catch (error) {
    tell('caFile', `names ${caFile}, which cannot be read (${errorCode(error)})`);
  }
}

/** The password that the file or the variable has; undefined when there is none, or none that can be used. */
export function readPassword(values: Table, environment: Environment, tell: Tell): string | undefined {
  const { passwordFile, passwordVariable } = values;
  const keep = (key: string, read: SecretRead): string | undefined => {
    if ('secret' in read) return read.secret;
    tell(key, read.problem);
    return undefined;
  };
  if (typeof passwordFile === 'string') return keep('passwordFile', secretFromFile(passwordFile));
  if (typeof passwordVariable === 'string')
    return keep('passwordVariable', secretFromVariable(passwordVariable, environment));
  return undefined;
}

/** The password, or what is wrong, as a phrase after the name of the key. */
type SecretRead = { readonly secret: string } | { readonly problem: string };

/** More is no password, but another file. */
const MAX_SECRET_BYTES = 4_096;

/** The content of the file without its last line break. */
function secretFromFile(path: string): SecretRead {
  try {
    const stats = statSync(path);
    if (!stats.isFile()) return { problem: `names ${path}, which is no file` };
    if (isOpenToOthers(stats)) return { problem: `names ${path}, which others can read: chmod 600 ${path}` };
    if (stats.size > MAX_SECRET_BYTES)
      return { problem: `names ${path}, which has more than ${MAX_SECRET_BYTES} bytes` };
    return checkedSecret(readFileSync(path, 'utf8').replace(/\r?\n$/, ''), path);
  } catch (error) {
    return { problem: `names ${path}, which cannot be read (${errorCode(error)})` };
  }
}

/** The value of the variable. */
function secretFromVariable(name: string, environment: Environment): SecretRead {
  const value = environment[name];
  return value === undefined ? { problem: `names ${name}, which is not set` } : checkedSecret(value, name);
}

function checkedSecret(secret: string, place: string): SecretRead {
  if (secret === '') return { problem: `names ${place}, which is empty` };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what no password has, and what a wrong file would.
  return /[\u0000-\u001f\u007f]/.test(secret)
    ? { problem: `names ${place}, which holds more than one line or a control character` }
    : { secret };
}

/**
 * Others must not read it. The group may where root owns the file, which is how systemd (LoadCredential) and Kubernetes
 * (fsGroup) hand secrets to a service that is not root. On Windows the mode says nothing about other users.
 */
function isOpenToOthers({ mode, uid }: Stats): boolean {
  return process.platform !== 'win32' && (mode & (uid === 0 ? 0o027 : 0o077)) !== 0;
}
