/** The way from the store's interfaces to the engine, wherever that runs: typed calls, counted while they are under way. */
import { StoreError } from '../store.ts';
import type {
  Call,
  MaintenanceInput,
  MaintenanceName,
  ReadInput,
  ReadName,
  ReadOutput,
  WriteInput,
  WriteName,
  WriteOutput,
} from './commands.ts';

export interface Port {
  /** `size` is given for calls that are refused when too much is queued. */
  write<Name extends WriteName>(name: Name, input: WriteInput<Name>, size: CallSize): Promise<WriteOutput<Name>>;
  /** Answers how many requests were changed, at most `limit`. */
  maintain<Name extends MaintenanceName>(name: Name, input: MaintenanceInput<Name>, limit: number): Promise<number>;
  read<Name extends ReadName>(name: Name, input: ReadInput<Name>): Promise<ReadOutput<Name>>;
  readonly queuedRows: number;
}

export interface CallSize {
  readonly rows: number;
  /** What it holds in memory until it is answered; 0 for calls that must go through, whose callers bound them. */
  readonly bytes: number;
}

/** Carries one call to the engine and its answer back. */
export type Send = (call: Call, rows: number) => Promise<unknown>;

/** A third of a second of accepts at full speed: who waits longer is better told to come again. */
export const QUEUED_ROWS_MAX = 25_000;
export const QUEUED_BYTES_MAX = 64 * 1024 * 1024;

/** A port over `send`. */
export function createPort(send: Send): Port {
  let queuedRows = 0;
  let queuedBytes = 0;

  async function sendCounted(call: Call, { rows, bytes }: CallSize): Promise<unknown> {
    if (bytes > 0 && (queuedRows + rows > QUEUED_ROWS_MAX || queuedBytes + bytes > QUEUED_BYTES_MAX)) {
      throw new StoreError('throttled', 'too many rows are waiting to be written');
    }
    queuedRows += rows;
    queuedBytes += bytes;
    try {
      return await send(call, rows);
    } finally {
      queuedRows -= rows;
      queuedBytes -= bytes;
    }
  }

  return {
    // The engine answers a call with what the operation of that name returns; `unknown` is what travels.
    write: <Name extends WriteName>(name: Name, input: WriteInput<Name>, size: CallSize) =>
      sendCounted({ kind: 'write', name, input }, size) as Promise<WriteOutput<Name>>,
    maintain: (name, input, limit) =>
      sendCounted({ kind: 'maintenance', name, input, limit }, { rows: 1, bytes: 0 }) as Promise<number>,
    read: <Name extends ReadName>(name: Name, input: ReadInput<Name>) =>
      send({ kind: 'read', name, input }, 0) as Promise<ReadOutput<Name>>,
    get queuedRows() {
      return queuedRows;
    },
  };
}
