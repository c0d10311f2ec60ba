/** One SQLite connection with its settings and its cache of prepared statements. */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

export interface Connection {
  /** Runs a statement that answers no rows; how many rows it changed. */
  run(sql: string, ...values: SQLInputValue[]): number;
  /** The first row, or undefined. `Row` is what the statement selects. */
  get<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined;
  all<Row>(sql: string, ...values: SQLInputValue[]): Row[];
  /** Rows one by one; the statement must not be used again before the end. */
  iterate<Row>(sql: string, ...values: SQLInputValue[]): Iterable<Row>;
  /** Runs statements without values, such as a migration. */
  script(sql: string): void;
  readonly inTransaction: boolean;
  close(): void;
}

export interface ConnectionOptions {
  readonly readOnly?: boolean;
  readonly synchronous: 'FULL' | 'NORMAL';
  readonly cacheKib: number;
}

/**
 * Bytes of a page. An accept of few rows rewrites the last page of each tree that it touches, which is cheaper with small
 * pages; bench/store.ts compares.
 */
const PAGE_BYTES = 4096;

/** Opens `path` (':memory:' too) with WAL and the given durability. */
export function openConnection(path: string, options: ConnectionOptions): Connection {
  const database = new DatabaseSync(path, {
    readOnly: options.readOnly ?? false,
    enableForeignKeyConstraints: false,
  });
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  if (options.readOnly !== true) {
    database.exec(`PRAGMA page_size = ${PAGE_BYTES}`);
    database.exec('PRAGMA journal_mode = WAL');
    // Checkpoints are the writer's business: see checkpoint.ts.
    database.exec('PRAGMA wal_autocheckpoint = 0');
  }
  database.exec(`PRAGMA synchronous = ${options.synchronous}`);
  database.exec(`PRAGMA cache_size = -${options.cacheKib}`);
  database.exec('PRAGMA temp_store = MEMORY');
  return {
    run: (sql, ...values) => Number(prepared(sql).run(...values).changes),
    // Row is the shape of the statement's result columns: the boundary between SQL and types.
    get: <Row>(sql: string, ...values: SQLInputValue[]) => prepared(sql).get(...values) as Row | undefined,
    all: <Row>(sql: string, ...values: SQLInputValue[]) => prepared(sql).all(...values) as Row[],
    iterate: <Row>(sql: string, ...values: SQLInputValue[]) => prepared(sql).iterate(...values) as Iterable<Row>,
    script: (sql) => database.exec(sql),
    get inTransaction() {
      return database.isTransaction;
    },
    close: () => database.close(),
  };
}

/** What a connection really runs with; SQLite's numbers for synchronous are 2 FULL, 1 NORMAL. */
export interface Durability {
  readonly journalMode: string;
  readonly synchronous: number;
}

/** Reads the settings back from the connection. */
export function readDurability(connection: Connection): Durability {
  const journal = connection.get<{ journal_mode: string }>('PRAGMA journal_mode');
  const synchronous = connection.get<{ synchronous: number }>('PRAGMA synchronous');
  return { journalMode: journal?.journal_mode ?? '', synchronous: synchronous?.synchronous ?? -1 };
}
