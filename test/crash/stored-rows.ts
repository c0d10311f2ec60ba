/** What is really in the database, read past the service: rows, counters and whether the file is sound. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { formatRequestId } from '../../src/domain/request-id.ts';

/** By their numbers in the table `request` (migrations/sqlite/0001-initial.sql). */
const STATES = [
  'buffered',
  'attempting',
  'succeeded',
  'failed',
  'unknown',
  'expired',
  'cancelled',
  'suppressed',
] as const;

export type StateName = (typeof STATES)[number];

export interface StoredRequest {
  readonly id: string;
  readonly token: string;
  readonly state: StateName;
  /** State, reason and instant of the end; undefined while it has not ended. */
  readonly ending: string | undefined;
}

export interface StoredRows {
  /** By id. */
  readonly requests: ReadonlyMap<string, StoredRequest>;
  /** Tokens with more than one row in their campaign. */
  readonly doubledTokens: ReadonlySet<string>;
  /** Ids with more than one attempt that was not withdrawn. */
  readonly doubledAttempts: ReadonlySet<string>;
  /** What is wrong with the file or its counters, in words; empty when all is well. */
  readonly faults: readonly string[];
}

interface Row {
  readonly id: Uint8Array;
  readonly campaign: number;
  readonly token: string;
  readonly state: number;
  readonly reason: string | null;
  readonly ended: number | null;
}

/** Reads everything in one transaction, also beside a running service. */
export function readStoredRows(data: string): StoredRows {
  const database = new DatabaseSync(join(data, 'campanile.sqlite'), { readOnly: true });
  try {
    database.exec('BEGIN');
    const all = <Columns>(sql: string): Columns[] => database.prepare(sql).all() as unknown as Columns[];
    const rows = all<Row>('SELECT id, campaign, token, state, reason, ended FROM request');
    return {
      requests: new Map(rows.map(stored).map((request) => [request.id, request])),
      doubledTokens: doubled(rows.map(({ campaign, token }) => `${campaign} ${token}`)),
      doubledAttempts: new Set(
        all<{ id: Uint8Array }>(
          `SELECT request.id FROM attempt JOIN request ON request.key = attempt.key / 8
           WHERE attempt.phase <> 3 GROUP BY request.key HAVING count(*) > 1`,
        ).map(({ id }) => idOf(id)),
      ),
      faults: [...integrityFaults(all), ...counterFaults(all), ...endingFaults(rows)],
    };
  } finally {
    database.close();
  }
}

const idOf = (bytes: Uint8Array): string => formatRequestId(Buffer.from(bytes));

type All = <Columns>(sql: string) => Columns[];

function stored({ id, token, state, reason, ended }: Row): StoredRequest {
  const name = STATES[state];
  if (name === undefined) throw new Error(`no state has the number ${state}`);
  return { id: idOf(id), token, state: name, ending: state < 2 ? undefined : `${name} ${reason} ${ended}` };
}

function doubled(values: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const value of values) {
    if (seen.has(value)) twice.add(value);
    seen.add(value);
  }
  return twice;
}

function integrityFaults(all: All): string[] {
  return all<{ integrity_check: string }>('PRAGMA integrity_check')
    .map(({ integrity_check: verdict }) => verdict)
    .filter((verdict) => verdict !== 'ok');
}

/** Counters that are no recount of the rows of their campaign. */
function counterFaults(all: All): string[] {
  const recount = STATES.map((_name, state) => `sum(state = ${state})`).join(', ');
  return all<{ campaign: number }>(
    `SELECT campaign, accepted, ${STATES.join(', ')} FROM counter WHERE accepted > 0
     EXCEPT SELECT campaign, count(*), ${recount} FROM request GROUP BY campaign`,
  ).map((counter) => `not a recount: ${JSON.stringify(counter)}`);
}

/** Every request that has ended has a reason and an instant, and no other has. */
function endingFaults(rows: readonly Row[]): string[] {
  return rows
    .filter(({ state, reason, ended }) => state >= 2 !== (reason !== null && ended !== null))
    .map(({ id, state }) => `request ${idOf(id)} in state ${state} has an ending that is not its own`);
}
