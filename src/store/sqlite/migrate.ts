/** Brings a database to the newest schema. Migrations only go forward; the ledger says which ran, and that they were these. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { Connection } from './connection.ts';

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

/** The same place seen from src/store/sqlite and from dist/store/sqlite. */
const MIGRATIONS = new URL('../../../migrations/sqlite/', import.meta.url);
const FILE_NAME = /^(\d{4})-([a-z0-9-]+)\.sql$/;

const CREATE_LEDGER = `
  CREATE TABLE IF NOT EXISTS schema_migration (
    number   INTEGER PRIMARY KEY,
    name     TEXT NOT NULL,
    checksum TEXT NOT NULL
  ) STRICT`;
const SELECT_APPLIED = 'SELECT number, name, checksum FROM schema_migration ORDER BY number';
const INSERT_APPLIED = 'INSERT INTO schema_migration (number, name, checksum) VALUES (?, ?, ?)';

/** The migrations that came with this version, in order. */
export function readMigrations(folder: URL = MIGRATIONS): Migration[] {
  const migrations: Migration[] = [];
  for (const file of readdirSync(folder).sort()) {
    const [, number, name] = FILE_NAME.exec(file) ?? [];
    if (number === undefined || name === undefined) continue;
    migrations.push({ number: Number(number), name, sql: readFileSync(new URL(file, folder), 'utf8') });
  }
  return migrations;
}

/** Runs what is missing, each migration in its own transaction. Throws when the database is newer or was changed. */
export function migrate(connection: Connection, migrations: readonly Migration[] = readMigrations()): void {
  connection.script(CREATE_LEDGER);
  const applied = connection.all<{ number: number; name: string; checksum: string }>(SELECT_APPLIED);
  const newest = migrations.at(-1)?.number ?? 0;
  for (const { number, name, checksum } of applied) {
    const known = migrations.find((migration) => migration.number === number);
    if (known === undefined) {
      throw new Error(
        number > newest
          ? `The data folder was written by a newer Campanile: it has schema ${number}, this version knows up to ${newest}. Run the newer version, or restore a backup made before the upgrade.`
          : `The data folder has migration ${number} (${name}), which this version does not carry. Reinstall Campanile.`,
      );
    }
    if (checksumOf(known) !== checksum) {
      throw new Error(
        `Migration ${number} (${name}) differs from the one that the data folder was made with. Reinstall Campanile.`,
      );
    }
  }
  const reached = applied.at(-1)?.number ?? 0;
  for (const migration of migrations) {
    if (migration.number > reached) apply(connection, migration);
  }
}

function apply(connection: Connection, migration: Migration): void {
  connection.script('BEGIN IMMEDIATE');
  try {
    connection.script(migration.sql);
    connection.run(INSERT_APPLIED, migration.number, migration.name, checksumOf(migration));
    connection.script('COMMIT');
  } catch (error) {
    if (connection.inTransaction) connection.script('ROLLBACK');
    throw error;
  }
}

function checksumOf(migration: Migration): string {
  return createHash('sha256').update(migration.sql).digest('hex');
}
