/** Where the house meets disk and carriers. Tests hand in their own, to watch them and to break them on purpose. */
import { type Loopback, type LoopbackOptions, openLoopback } from '../channels/loopback/open.ts';
import type { NamedCarrier } from '../channels/router.ts';
import type { CarrierConfig } from '../config/carriers.ts';
import { openSqliteStore } from '../store/sqlite/open.ts';
import type { SqliteStoreOptions } from '../store/sqlite/options.ts';
import type { Store } from '../store/store.ts';
import type { CarrierDeps } from './carrier-deps.ts';
import { connectCarrier } from './connect-carrier.ts';

export interface Parts {
  readonly openStore: (options: SqliteStoreOptions) => Promise<Store>;
  /** The scripted world. */
  readonly openCarriers: (options: LoopbackOptions) => Loopback;
  /** A real carrier; nothing is sent before it is used. */
  readonly connectCarrier: (config: CarrierConfig, deps: CarrierDeps) => Promise<NamedCarrier>;
}

/** What every Campanile is made of. */
export const PARTS: Parts = { openStore: openSqliteStore, openCarriers: openLoopback, connectCarrier };
