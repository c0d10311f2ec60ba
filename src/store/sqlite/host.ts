/** What a host of the engine offers to the facade. */

import type { Durability } from './connection.ts';
import type { Catalogue } from './engine.ts';
import type { Send } from './port.ts';

export interface Host {
  readonly send: Send;
  readonly catalogue: Catalogue;
  readonly durability: readonly Durability[];
  /** As of the last answer. */
  readonly figures: EngineFigures;
  /** Commits what is queued, then closes. */
  close(): Promise<void>;
}

export interface EngineFigures {
  readonly commits: number;
  readonly commitSecondsTotal: number;
  readonly indexedRequests: number;
  readonly indexBytes: number;
}

/** How a host is started. */
export interface HostHooks {
  readonly onFatal: (error: Error) => void;
  readonly onEvents: () => void;
}
