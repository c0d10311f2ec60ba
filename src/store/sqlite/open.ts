/** Opens the store on SQLite. */
import type { Store } from '../store.ts';
import { createCatalogueCache } from './catalogue-cache.ts';
import type { Durability } from './connection.ts';
import { createDirectoryStore } from './directory-store-over-port.ts';
import { IN_MEMORY } from './engine.ts';
import { createEvidenceStore } from './evidence-store-over-port.ts';
import { lockFolder, prepareFolder } from './folder.ts';
import { openInlineHost } from './inline-host.ts';
import type { SqliteStoreOptions } from './options.ts';
import { createPort } from './port.ts';
import { createDispatchSwitch, createRecipientStore } from './recipient-store-over-port.ts';
import { createSinkStore } from './sink-store-over-port.ts';
import {
  createCampaignStore,
  createEventStore,
  createInstanceStore,
  createLeaseStore,
  createRequestStore,
} from './store-over-port.ts';
import { createTemplateStore } from './template-store-over-port.ts';
import { openWorkerHost } from './worker-host.ts';

export interface SqliteStore extends Store {
  /** What each connection really runs with, read back from it. */
  readonly durability: readonly Durability[];
}

/**
 * Opens (and makes, if need be) the store in a data folder, or one that keeps nothing. Rejects with a sentence that says
 * what to do when the folder is in use, was written by a newer version, or cannot be used.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<SqliteStore> {
  const isInMemory = options.folder === IN_MEMORY;
  if (!isInMemory) prepareFolder(options.folder);
  const lock = isInMemory ? undefined : lockFolder(options.folder);
  const listeners = new Set<() => void>();
  const hooks = {
    onFatal: options.onFatal,
    onEvents: () => {
      for (const wake of listeners) wake();
    },
  };
  try {
    const host = options.host === 'worker' ? await openWorkerHost(options, hooks) : openInlineHost(options, hooks);
    const port = createPort(host.send);
    const cache = createCatalogueCache(host.catalogue);
    return {
      campaigns: createCampaignStore(port, cache),
      instances: createInstanceStore(port, cache),
      requests: createRequestStore(port),
      directory: createDirectoryStore(port),
      events: createEventStore(port, listeners),
      leases: createLeaseStore(port),
      sinks: createSinkStore(port),
      recipients: createRecipientStore(port),
      dispatch: createDispatchSwitch(port),
      evidence: createEvidenceStore(port),
      templates: createTemplateStore(port),
      metrics: () => ({ ...host.figures, queuedRows: port.queuedRows }),
      durability: host.durability,
      async close() {
        await host.close();
        lock?.release();
      },
    };
  } catch (error) {
    lock?.release();
    throw error;
  }
}
