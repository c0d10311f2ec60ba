/**
 * The text of keys.json: {"version": 1, "keys": [{id, kind, account, principal, secret, sessionToken?, createdAt,
 * expiresAt?, revokedAt?}]}, instants as ISO 8601. Read strictly, since it is written back whole: what is not understood
 * must not get lost.
 */
import { type AccessKey, KEY_KINDS } from './access-key.ts';

/** A file of this many keys is 3 MB; each is read again after any change. */
export const MAX_KEYS = 10_000;

/** keys.json cannot be used; the message says which entry and why, and no secret. */
export class KeyFileError extends Error {
  override name = 'KeyFileError';
}

const TEXT_RULES = {
  id: /^[A-Z0-9]{16,128}$/,
  kind: new RegExp(`^(${KEY_KINDS.join('|')})$`),
  account: /^\d{12}$/,
  // A user name of IAM (API reference, CreateUser).
  principal: /^[\w+=,.@-]{1,64}$/,
  secret: /^[A-Za-z0-9+/=_-]{16,128}$/,
  sessionToken: /^[!-~]{16,4096}$/,
} as const;
const INSTANTS = ['createdAt', 'expiresAt', 'revokedAt'] as const;
const OPTIONAL: ReadonlySet<string> = new Set(['sessionToken', 'expiresAt', 'revokedAt']);

/** The keys in the order of the file. Throws KeyFileError. */
export function parseKeyFile(text: string): AccessKey[] {
  const file = parseJson(text);
  if (!isRecord(file) || file['version'] !== 1 || !Array.isArray(file['keys']))
    throw new KeyFileError('it must be {"version": 1, "keys": [...]}');
  if (file['keys'].length > MAX_KEYS) throw new KeyFileError(`it holds more than ${MAX_KEYS} keys`);
  const keys = file['keys'].map((entry: unknown, index) => parseKey(entry, `keys[${index}]`));
  const ids = new Set<string>();
  for (const { id } of keys) {
    if (ids.has(id)) throw new KeyFileError(`key ${id} is there twice`);
    ids.add(id);
  }
  return keys;
}

/** The file for the keys; parseKeyFile reads it back as it was. */
export function formatKeyFile(keys: readonly AccessKey[]): string {
  const entries = keys.map((key) => {
    const { createdAt, expiresAt, revokedAt, ...texts } = key;
    return { ...texts, createdAt: toIso(createdAt), expiresAt: toIso(expiresAt), revokedAt: toIso(revokedAt) };
  });
  return `${JSON.stringify({ version: 1, keys: entries }, null, 2)}\n`;
}

function parseKey(entry: unknown, where: string): AccessKey {
  if (!isRecord(entry)) throw new KeyFileError(`${where} must be an object`);
  const known: readonly string[] = [...Object.keys(TEXT_RULES), ...INSTANTS];
  const unknown = Object.keys(entry).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new KeyFileError(`${where} has a member that is not known here: ${unknown}`);
  const key: Record<string, string | number> = {};
  for (const [name, rule] of Object.entries(TEXT_RULES)) {
    const value = entry[name];
    if (value === undefined && OPTIONAL.has(name)) continue;
    if (typeof value !== 'string' || !rule.test(value)) throw new KeyFileError(`${where}.${name} is not valid`);
    key[name] = value;
  }
  for (const name of INSTANTS) {
    const value = entry[name];
    if (value === undefined && OPTIONAL.has(name)) continue;
    const instant = typeof value === 'string' ? Date.parse(value) : Number.NaN;
    if (Number.isNaN(instant)) throw new KeyFileError(`${where}.${name} is not an ISO 8601 time`);
    key[name] = instant;
  }
  // Every member was checked above, by tables that list the members of AccessKey.
  return key as unknown as AccessKey;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The message of JSON.parse quotes the text, and so might quote a secret.
    throw new KeyFileError('it is not JSON');
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const toIso = (instant: number | undefined): string | undefined =>
  instant === undefined ? undefined : new Date(instant).toISOString();
