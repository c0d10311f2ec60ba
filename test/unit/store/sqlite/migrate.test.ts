import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openConnection } from '../../../../src/store/sqlite/connection.ts';
import { type Migration, migrate, readMigrations } from '../../../../src/store/sqlite/migrate.ts';

const ONE: Migration = { number: 1, name: 'one', sql: 'CREATE TABLE one (a);' };
const TWO: Migration = { number: 2, name: 'two', sql: 'CREATE TABLE two (a); INSERT INTO two VALUES (1);' };

function open() {
  return openConnection(':memory:', { synchronous: 'FULL', cacheKib: 1_024 });
}

test('runs what is missing, in order, once', () => {
  const connection = open();
  migrate(connection, [ONE]);
  migrate(connection, [ONE, TWO]);
  migrate(connection, [ONE, TWO]);
  assert.equal(connection.get<{ rows: number }>('SELECT count(*) AS rows FROM two')?.rows, 1);
  connection.close();
});

test('a migration that fails leaves nothing behind', () => {
  const connection = open();
  const broken = { number: 2, name: 'broken', sql: 'CREATE TABLE two (a); NONSENSE;' };
  assert.throws(() => migrate(connection, [ONE, broken]));
  migrate(connection, [ONE, TWO]);
  connection.close();
});

test('refuses a newer schema, a changed migration and a missing one', () => {
  const connection = open();
  migrate(connection, [ONE, TWO]);
  assert.throws(() => migrate(connection, [ONE]), /has schema 2, this version knows up to 1/);
  assert.throws(() => migrate(connection, [ONE, { ...TWO, sql: 'SELECT 1' }]), /Migration 2 \(two\) differs/);
  assert.throws(() => migrate(connection, [TWO]), /has migration 1 \(one\), which this version does not carry/);
  connection.close();
});

test('the migrations that ship are numbered without a gap', () => {
  const numbers = readMigrations().map((migration) => migration.number);
  assert.ok(numbers.length > 0);
  assert.deepEqual(
    numbers,
    numbers.map((_, index) => index + 1),
  );
});
