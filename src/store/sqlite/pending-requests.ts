/**
 * Requests accepted in the transaction under way. They are found by their id from now on (a token may come twice in one
 * commit), are inserted together at the end, and reach the index only when they are durable.
 */
import type { Instant } from '../../lib/clock.ts';
import type { FramedRow } from './accept-frame.ts';
import type { Connection } from './connection.ts';
import { KEY_SEGMENT_ENTRY_BYTES } from './key-segment.ts';
import { type Memory, MINUTE_MS } from './memory.ts';
import { insertKeySegment } from './statements/key-segment-statements.ts';
import { insertRequests, type NewRequest } from './statements/request-inserts.ts';

export interface PendingRequests {
  find(idHigh: number, idLow: number, isMatch: (request: NewRequest) => boolean): NewRequest | undefined;
  /** Answers the key that the request will have. */
  add(campaign: number, acceptedAt: Instant, row: FramedRow): number;
  /** Inserts the rows and their segment. */
  write(connection: Connection): void;
  /** Makes them known to later transactions. */
  publish(): void;
}

/** No requests yet. */
export function createPendingRequests(memory: Memory): PendingRequests {
  const firstKey = memory.nextKey;
  const requests: NewRequest[] = [];
  /** By the low word of the id; a rare second request with the same word stands further back in the list. */
  const byLowWord = new Map<number, NewRequest[]>();

  return {
    find: (idHigh, idLow, isMatch) =>
      byLowWord.get(idLow)?.find((request) => request.row.idHigh === idHigh && isMatch(request)),
    add(campaign, acceptedAt, row) {
      const request = { campaign, acceptedAt, row };
      requests.push(request);
      const sameWord = byLowWord.get(row.idLow);
      if (sameWord === undefined) byLowWord.set(row.idLow, [request]);
      else sameWord.push(request);
      return firstKey + requests.length - 1;
    },
    write(connection) {
      if (requests.length === 0) return;
      insertRequests(connection, firstKey, requests);
      const entries = Buffer.allocUnsafe(requests.length * KEY_SEGMENT_ENTRY_BYTES);
      let at = 0;
      for (const { row } of requests) {
        row.id.copy(entries, at, 0, 8);
        // A clock that was set back must not put a request before the minutes that a start still looks at.
        entries.writeUInt32LE(Math.floor(Math.max(row.expires, memory.expiredThrough) / MINUTE_MS), at + 8);
        at += KEY_SEGMENT_ENTRY_BYTES;
      }
      insertKeySegment(connection, firstKey, entries);
    },
    publish() {
      let key = firstKey;
      for (const { row } of requests) {
        memory.index.add(row.idHigh, row.idLow, key);
        memory.expiryMinutes.add(row.expires, key);
        key += 1;
      }
      memory.nextKey = key;
    },
  };
}
