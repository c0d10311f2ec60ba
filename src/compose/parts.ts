/** Where the house meets disk and carriers. The crash test hands in its own, to watch them and to break them on purpose. */
import { type Loopback, type LoopbackOptions, openLoopback } from '../channels/loopback/open.ts';
import { openSqliteStore } from '../store/sqlite/open.ts';
import type { SqliteStoreOptions } from '../store/sqlite/options.ts';
import type { Store } from '../store/store.ts';

export interface Parts {
  readonly openStore: (options: SqliteStoreOptions) => Promise<Store>;
  readonly openCarriers: (options: LoopbackOptions) => Loopback;
}

/** What every Campanile is made of. */
export const PARTS: Parts = { openStore: openSqliteStore, openCarriers: openLoopback };
