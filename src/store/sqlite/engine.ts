/** The driver itself, synchronous: an open database, its writer, and what is read between commits. Two hosts carry it. */
import { join } from 'node:path';
import type { Campaign } from '../../domain/campaign.ts';
import type { InstanceRecord } from '../instance-store.ts';
import { createCheckpointer } from './checkpoint.ts';
import { type Call, MAINTENANCE, READS, WRITES } from './commands.ts';
import { type Connection, type Durability, openConnection, readDurability } from './connection.ts';
import { createIdIndex } from './id-index.ts';
import { loadKeySegments } from './key-segment.ts';
import { campaignEntry, createMemory, type Memory, rememberCampaign } from './memory.ts';
import { migrate } from './migrate.ts';
import { EXPIRED_THROUGH } from './operations/maintenance.ts';
import type { Reader } from './operations/reads.ts';
import type { TestControls, WriterOptions } from './options.ts';
import type { Outcome, Work } from './queued-work.ts';
import { loadRecipientMemory } from './recipient-memory.ts';
import { createFileReserve, createNoReserve, createPageReserve, type Reserve } from './reserve.ts';
import { selectCampaigns, selectInstances } from './statements/campaign-statements.ts';
import { selectCounters } from './statements/counter-statements.ts';
import { selectLastSequence } from './statements/event-statements.ts';
import { selectMark } from './statements/mark-statements.ts';
import { createWriter, type Writer } from './writer.ts';

export const IN_MEMORY = ':memory:';

export interface EngineOptions extends WriterOptions {
  /** The data folder, which exists and is locked, or ':memory:'. */
  readonly folder: string;
  readonly testControls: TestControls;
}

export interface Engine {
  readonly writer: Writer;
  /** Runs a read at once and queues everything else. */
  call(call: Call, rows: number, settle: (outcome: Outcome) => void): void;
  /** What the calling thread keeps a copy of. */
  readonly catalogue: Catalogue;
  /** Of every connection. */
  readonly durability: readonly Durability[];
  indexFigures(): { indexedRequests: number; indexBytes: number };
  close(): void;
}

/** The few records that are read all the time. */
export interface Catalogue {
  readonly campaigns: readonly Campaign[];
  readonly instances: readonly InstanceRecord[];
}

/** Page caches; what they do not hold, the operating system's does. */
const WRITER_CACHE_KIB = 16_384;
const READER_CACHE_KIB = 4_096;

/** Opens the database, brings its schema up to date and loads what the writer must know. */
export function openEngine(options: EngineOptions): Engine {
  const isInMemory = options.folder === IN_MEMORY;
  const path = isInMemory ? IN_MEMORY : join(options.folder, 'campanile.sqlite');
  const synchronous = options.testControls.synchronous ?? 'FULL';
  const connection = openConnection(path, { synchronous, cacheKib: WRITER_CACHE_KIB });
  migrate(connection);
  // A database in memory belongs to its connection alone.
  const readConnection = isInMemory
    ? connection
    : openConnection(path, { synchronous, cacheKib: READER_CACHE_KIB, readOnly: true });
  const campaigns = selectCampaigns(connection);
  // By the reader, whose page cache is small: the writer's would keep a million requests' segments that nobody reads again.
  const memory = loadMemory(readConnection, campaigns);
  const reader: Reader = { connection: readConnection, memory };
  const writer = createWriter(
    { connection, memory, reserve: reserveOf(options, connection), checkpointer: createCheckpointer(connection) },
    options,
  );
  return {
    writer,
    call: (call, rows, settle) => carryOut(call, rows, settle, writer, reader),
    catalogue: {
      campaigns: campaigns.map(({ campaign }) => campaign),
      instances: selectInstances(connection),
    },
    durability: [connection, readConnection].map(readDurability),
    indexFigures: () => ({
      indexedRequests: memory.index.size,
      indexBytes: memory.index.bytes + memory.expiryMinutes.bytes + memory.expiryInstants.bytes,
    }),
    close() {
      writer.close();
      if (readConnection !== connection) readConnection.close();
      connection.close();
    },
  };
}

function loadMemory(connection: Connection, campaigns: readonly { number: number; campaign: Campaign }[]): Memory {
  const memory = createMemory(createIdIndex());
  for (const { number, campaign } of campaigns) rememberCampaign(memory, campaignEntry(number, campaign));
  for (const { campaign, byState } of selectCounters(connection)) memory.counters.set(campaign, byState);
  memory.nextSequence = selectLastSequence(connection) + 1;
  memory.expiredThrough = selectMark(connection, EXPIRED_THROUGH) ?? 0;
  loadKeySegments(connection, memory);
  loadRecipientMemory(connection, memory.recipients);
  return memory;
}

function reserveOf({ folder, testControls }: EngineOptions, connection: Connection): Reserve {
  if (testControls.pagesMax !== undefined) return createPageReserve(connection, testControls.pagesMax);
  return folder === IN_MEMORY ? createNoReserve() : createFileReserve(join(folder, 'reserve'));
}

function carryOut(call: Call, rows: number, settle: (outcome: Outcome) => void, writer: Writer, reader: Reader): void {
  // The names and their inputs were paired by the typed callers in port.ts; a table of functions forgets that.
  switch (call.kind) {
    case 'read':
      settle(outcomeOf(() => (READS[call.name] as (reader: Reader, input: unknown) => unknown)(reader, call.input)));
      return;
    case 'write': {
      const { lane, run } = WRITES[call.name];
      const operation = run as (transaction: unknown, input: unknown) => unknown;
      writer.enqueue({ kind: 'write', lane, rows, run: (transaction) => operation(transaction, call.input), settle });
      return;
    }
    case 'maintenance': {
      const operation = MAINTENANCE[call.name] as (...parts: unknown[]) => { count: number; more: boolean };
      const work: Work = {
        kind: 'maintenance',
        lane: 'maintenance',
        rows,
        limit: call.limit,
        changed: 0,
        step: (transaction, limit) => operation(transaction, call.input, limit),
        settle,
      };
      writer.enqueue(work);
    }
  }
}

function outcomeOf(run: () => unknown): Outcome {
  try {
    return { ok: true, value: run() };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error : new Error(String(error)) };
  }
}
