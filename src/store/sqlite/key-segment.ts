/** Rebuilds what the writer knows of every request ever accepted, from the key segments alone. */
import type { Connection } from './connection.ts';
import { createIdIndex } from './id-index.ts';
import { type Memory, MINUTE_MS } from './memory.ts';
import { selectKeySegments, selectLastKeySegment } from './statements/key-segment-statements.ts';
import { createTimingWheel } from './timing-wheel.ts';

/** 8 bytes of the id, 4 bytes of the minute of its expiration. */
export const KEY_SEGMENT_ENTRY_BYTES = 12;

/** Fills the index and the expiry wheel, and finds the next key. */
export function loadKeySegments(connection: Connection, memory: Memory): void {
  const last = selectLastKeySegment(connection);
  if (last === undefined) return;
  memory.nextKey = last.first_key + last.entries.byteLength / KEY_SEGMENT_ENTRY_BYTES;
  memory.index = createIdIndex(memory.nextKey);
  memory.expiryMinutes = createTimingWheel(MINUTE_MS, memory.nextKey);
  const { index, expiryMinutes } = memory;
  const firstMinute = Math.floor(memory.expiredThrough / MINUTE_MS);
  for (const segment of selectKeySegments(connection)) {
    const view = new DataView(segment.entries.buffer, segment.entries.byteOffset, segment.entries.byteLength);
    let key = segment.first_key;
    for (let at = 0; at < view.byteLength; at += KEY_SEGMENT_ENTRY_BYTES) {
      index.add(view.getUint32(at, true), view.getUint32(at + 4, true), key);
      const minute = view.getUint32(at + 8, true);
      if (minute >= firstMinute) expiryMinutes.add(minute * MINUTE_MS, key);
      key += 1;
    }
  }
}
