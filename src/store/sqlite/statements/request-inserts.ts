/** The INSERT of requests, many rows in one statement. */
import type { SQLInputValue } from 'node:sqlite';
import type { Instant } from '../../../lib/clock.ts';
import type { FramedRow } from '../accept-frame.ts';
import { STATE } from '../codes.ts';
import type { Connection } from '../connection.ts';

export interface NewRequest {
  readonly campaign: number;
  readonly acceptedAt: Instant;
  readonly row: FramedRow;
}

/** Rows per statement: every call of a statement costs about as much as binding one more row. */
const STATEMENT_SIZES = [32, 8, 1] as const;

const ONE_ROW = '(?, ?, ?, ?, ?, ?, ?, 0, ?, ?, CAST(? AS TEXT), ?)';
const INSERTS = STATEMENT_SIZES.map((rows) => ({
  rows,
  sql: `
  INSERT INTO request (key, campaign, state, due, accepted, expires, channel, withdrawals, id, content_hash, token, payload)
  VALUES ${Array(rows).fill(ONE_ROW).join(', ')}`,
}));

/** Inserts requests with rising keys from `firstKey` on. */
export function insertRequests(connection: Connection, firstKey: number, requests: readonly NewRequest[]): void {
  let at = 0;
  for (const { rows, sql } of INSERTS) {
    while (requests.length - at >= rows) {
      const values: SQLInputValue[] = [];
      for (let index = at; index < at + rows; index += 1) {
        const request = requests[index];
        if (request === undefined) break;
        const { row } = request;
        values.push(
          firstKey + index,
          request.campaign,
          STATE.Buffered,
          row.due,
          request.acceptedAt,
          row.expires,
          row.channel,
        );
        values.push(row.id, row.contentHash, row.token, row.payload);
      }
      connection.run(sql, ...values);
      at += rows;
    }
  }
}
