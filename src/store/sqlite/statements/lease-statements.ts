/** SQL on lease. A released lease keeps its row, so that its epochs go on rising. */
import type { Instant } from '../../../lib/clock.ts';
import type { Connection } from '../connection.ts';

export interface LeaseRow {
  readonly epoch: number;
  readonly holder: string | null;
  readonly held_until: Instant;
}

const SELECT_LEASE = 'SELECT epoch, holder, held_until FROM lease WHERE name = ?';

export function selectLease(connection: Connection, name: string): LeaseRow | undefined {
  return connection.get<LeaseRow>(SELECT_LEASE, name);
}

const UPSERT_LEASE = `
  INSERT INTO lease (name, epoch, holder, held_until) VALUES (?, ?, ?, ?)
  ON CONFLICT (name) DO UPDATE SET epoch = excluded.epoch, holder = excluded.holder, held_until = excluded.held_until`;

export function upsertLease(connection: Connection, name: string, epoch: number, holder: string, until: Instant): void {
  connection.run(UPSERT_LEASE, name, epoch, holder, until);
}

const EXTEND_LEASE = 'UPDATE lease SET held_until = ? WHERE name = ? AND epoch = ? AND holder = ?';

export function extendLease(
  connection: Connection,
  name: string,
  epoch: number,
  holder: string,
  until: Instant,
): number {
  return connection.run(EXTEND_LEASE, until, name, epoch, holder);
}

const RELEASE_LEASE = 'UPDATE lease SET holder = NULL WHERE name = ? AND epoch = ?';

export function releaseLease(connection: Connection, name: string, epoch: number): number {
  return connection.run(RELEASE_LEASE, name, epoch);
}
