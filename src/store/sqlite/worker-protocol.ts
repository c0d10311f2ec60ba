/** What the two threads say to each other. */

import type { StoreErrorCode } from '../store.ts';
import type { Call } from './commands.ts';
import type { Durability } from './connection.ts';
import type { Catalogue } from './engine.ts';
import type { EngineFigures } from './host.ts';
import type { TestControls } from './options.ts';

export interface WorkerSetup {
  readonly folder: string;
  readonly testControls: TestControls;
}

/** To the worker. */
export type ToWorker =
  | { readonly kind: 'calls'; readonly calls: readonly NumberedCall[] }
  /** Commit what is queued and end. */
  | { readonly kind: 'close' };

export interface NumberedCall {
  readonly number: number;
  readonly call: Call;
  readonly rows: number;
}

/** From the worker. */
export type FromWorker =
  | {
      readonly kind: 'ready';
      readonly catalogue: Catalogue;
      readonly durability: readonly Durability[];
      readonly figures: EngineFigures;
    }
  | { readonly kind: 'answers'; readonly answers: readonly Answer[]; readonly figures: EngineFigures }
  /** A commit wrote events. */
  | { readonly kind: 'events' }
  | { readonly kind: 'fatal'; readonly message: string };

export type Answer =
  | { readonly number: number; readonly value: unknown }
  | { readonly number: number; readonly error: { readonly code?: StoreErrorCode; readonly message: string } };
