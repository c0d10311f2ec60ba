/** `campanile keys`: the keys of strict auth, in a file that a running service reads again when it changes. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { AccessKey, KeyKind } from '../../keys/access-key.ts';
import { KeyFileError } from '../../keys/key-file.ts';
import { createKey, listKeys, revokeKey } from '../../keys/key-store.ts';
import { CliError, EXIT } from '../exit-codes.ts';
import { type Style, table } from '../style.ts';
import type { Surroundings } from '../surroundings.ts';

export interface NewKeyOptions {
  readonly kind: KeyKind;
  readonly account: string;
  readonly name: string;
  readonly asJson: boolean;
}

/** Makes a key; its secret is shown this once. */
export function addKey(
  file: string,
  { kind, account, name, asJson }: NewKeyOptions,
  { wall, secretBytes }: Pick<Surroundings, 'wall' | 'secretBytes'>,
): string {
  const key = onKeyFile(file, () => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    return createKey(file, { kind, account, principal: name }, wall.now(), secretBytes);
  });
  if (asJson) return `${JSON.stringify(shownOnce(key))}\n`;
  const lines = Object.entries(shownOnce(key)).map(([label, value]) => `${label.padEnd(16)} ${value}`);
  return `${lines.join('\n')}\nThe secret is shown this once only.\n`;
}

/** The keys without their secrets. */
export function showKeys(file: string, style: Style, asJson: boolean): string {
  const keys = onKeyFile(file, () => listKeys(file));
  if (asJson) return `${JSON.stringify(keys.map((key) => ({ accessKeyId: key.id, ...described(key) })))}\n`;
  if (keys.length === 0) return 'No keys yet: make one with `campanile keys create`.\n';
  const columns = ['ACCESS KEY ID', 'KIND', 'ACCOUNT', 'NAME', 'CREATED', 'REVOKED'].map((title) => ({ title }));
  const rows = keys.map((key) => {
    const { kind, account, name, createdAt, revokedAt } = described(key);
    return [key.id, kind, account, name, createdAt, revokedAt === undefined ? '' : style('red', revokedAt)];
  });
  return table(columns, rows);
}

/** Revokes a key for good; it holds from the next call on. */
export function endKey(file: string, id: string, { wall }: Pick<Surroundings, 'wall'>): string {
  if (!onKeyFile(file, () => revokeKey(file, id, wall.now()))) {
    throw new CliError(
      EXIT.failed,
      `there is no key ${id} in ${file}\n\`campanile keys list\` shows those that there are.`,
    );
  }
  return `${id} is revoked.\n`;
}

function shownOnce(key: AccessKey): Readonly<Record<string, string>> {
  return {
    accessKeyId: key.id,
    secretAccessKey: key.secret,
    // What a tool that cannot sign sends as `Authorization: Bearer`.
    ...(key.kind === 'admin' && { bearerToken: `${key.id}.${key.secret}` }),
    kind: key.kind,
    account: key.account,
    name: key.principal,
  };
}

function described({ kind, account, principal, createdAt, revokedAt }: Omit<AccessKey, 'secret' | 'sessionToken'>) {
  return {
    kind,
    account,
    name: principal,
    createdAt: new Date(createdAt).toISOString(),
    ...(revokedAt !== undefined && { revokedAt: new Date(revokedAt).toISOString() }),
  };
}

function onKeyFile<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof KeyFileError) throw new CliError(EXIT.config, error.message);
    if (error instanceof Error && 'code' in error) {
      throw new CliError(
        EXIT.cannotCreate,
        `${file} cannot be used (${String(error.code)}): check --data and its rights`,
      );
    }
    throw error;
  }
}
