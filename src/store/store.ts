/**
 * The store as the rest of the house sees it: narrow interfaces over one driver. Every method takes its instants as
 * arguments, makes one durable commit and returns values; no SQL, transaction or connection leaks out of a driver.
 */
import type { CampaignStore } from './campaign-store.ts';
import type { DirectoryStore } from './directory-store.ts';
import type { DispatchSwitch } from './dispatch-switch.ts';
import type { EventStore } from './event-store.ts';
import type { EvidenceStore } from './evidence-store.ts';
import type { InstanceStore } from './instance-store.ts';
import type { LeaseStore } from './lease-store.ts';
import type { RecipientStore } from './recipient-store.ts';
import type { RequestStore } from './request-store.ts';
import type { SinkStore } from './sink-store.ts';
import type { TemplateStore } from './template-store.ts';

export interface Store {
  readonly campaigns: CampaignStore;
  readonly instances: InstanceStore;
  readonly requests: RequestStore;
  readonly directory: DirectoryStore;
  readonly events: EventStore;
  readonly leases: LeaseStore;
  readonly sinks: SinkStore;
  readonly recipients: RecipientStore;
  readonly dispatch: DispatchSwitch;
  readonly evidence: EvidenceStore;
  readonly templates: TemplateStore;
  /** Figures for metrics: gauges and counters by name. */
  metrics(): StoreMetrics;
  /** Commits what is queued, then closes; later calls throw StoreError 'unavailable'. */
  close(): Promise<void>;
}

export interface StoreMetrics {
  readonly commits: number;
  readonly commitSecondsTotal: number;
  readonly queuedRows: number;
  readonly indexedRequests: number;
  readonly indexBytes: number;
}

/**
 * throttled: the writer's queue or the disk is full, nothing was written, try again later.
 * unavailable: the store failed at a commit or is closed; nothing more is answered until a restart.
 */
export type StoreErrorCode = 'throttled' | 'unavailable';

/** The only error that a driver throws on purpose. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
  }
}
