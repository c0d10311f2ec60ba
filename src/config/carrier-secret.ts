/**
 * The password of a carrier. It is never in the configuration itself, which is printed, copied into tickets and kept in git:
 * a key names the file or the environment variable that it is in.
 */
import { readFileSync, type Stats, statSync } from 'node:fs';
import type { Environment } from './places.ts';

/** The password, or what is wrong, as a phrase after the name of the key. */
export type SecretRead = { readonly secret: string } | { readonly problem: string };

/** More is no password, but another file. */
const MAX_SECRET_BYTES = 4_096;

/** The content of the file without its last line break. */
export function secretFromFile(path: string): SecretRead {
  try {
    const stats = statSync(path);
    if (!stats.isFile()) return { problem: `names ${path}, which is no file` };
    if (isOpenToOthers(stats)) return { problem: `names ${path}, which others can read: chmod 600 ${path}` };
    if (stats.size > MAX_SECRET_BYTES)
      return { problem: `names ${path}, which has more than ${MAX_SECRET_BYTES} bytes` };
    return checkedSecret(readFileSync(path, 'utf8').replace(/\r?\n$/, ''), path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unexpected error';
    return { problem: `names ${path}, which cannot be read (${code})` };
  }
}

/** The value of the variable. */
export function secretFromVariable(name: string, environment: Environment): SecretRead {
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
