/**
 * An accept batch as one buffer that can be handed to another thread without copying: for each row a head of fixed size,
 * then its token and its payload. Cloning 25 objects with three byte arrays each costs a thread more than the whole insert.
 */
import { CHANNEL_SUBTYPES } from '../../domain/channel-subtype.ts';
import { REQUEST_ID_BYTES } from '../../domain/request-id.ts';
import type { Instant } from '../../lib/clock.ts';
import { type AcceptBatch, type AcceptRow, CONTENT_HASH_BYTES } from '../request-store.ts';

/** Head: id 16, content hash 16, due 8, expiry 8, payload bytes 4, token bytes 2, channel 1, admissible 1. */
const HASH_AT = REQUEST_ID_BYTES;
const DUE_AT = HASH_AT + CONTENT_HASH_BYTES;
const EXPIRES_AT = DUE_AT + 8;
const PAYLOAD_BYTES_AT = EXPIRES_AT + 8;
const TOKEN_BYTES_AT = PAYLOAD_BYTES_AT + 4;
const CHANNEL_AT = TOKEN_BYTES_AT + 2;
const ADMISSIBLE_AT = CHANNEL_AT + 1;
const HEAD_BYTES = ADMISSIBLE_AT + 1;
const NO_CHANNEL = 255;
/** UTF-8 needs at most three bytes for each unit of a JavaScript string. */
const BYTES_PER_UNIT_MAX = 3;

export interface AcceptFrame {
  readonly campaignId: string;
  readonly bufferLimit: number;
  readonly now: Instant;
  readonly rows: number;
  readonly bytes: ArrayBuffer;
  readonly entries?: AcceptBatch['entries'];
}

/** One row of a frame; the arrays are views of the frame. */
export interface FramedRow {
  readonly idHigh: number;
  readonly idLow: number;
  readonly id: Buffer;
  readonly contentHash: Buffer;
  readonly due: Instant;
  readonly expires: Instant;
  readonly channel: number | null;
  readonly admissible: boolean;
  readonly token: Buffer;
  readonly payload: Buffer;
}

/** Packs a batch. */
export function packAccept(batch: AcceptBatch): AcceptFrame {
  const { rows } = batch;
  let size = 0;
  for (const row of rows) size += HEAD_BYTES + row.clientToken.length * BYTES_PER_UNIT_MAX + row.payload.length;
  const bytes = new ArrayBuffer(size);
  const buffer = Buffer.from(bytes);
  let at = 0;
  for (const row of rows) at = packRow(buffer, at, row);
  const { campaignId, bufferLimit, now, entries } = batch;
  return { campaignId, bufferLimit, now, rows: rows.length, bytes, ...(entries !== undefined && { entries }) };
}

function packRow(buffer: Buffer, at: number, row: AcceptRow): number {
  const tokenBytes = buffer.write(row.clientToken, at + HEAD_BYTES, 'utf8');
  buffer.set(row.id, at);
  buffer.set(row.contentHash, at + HASH_AT);
  buffer.writeDoubleLE(row.dueAt, at + DUE_AT);
  buffer.writeDoubleLE(row.expiresAt, at + EXPIRES_AT);
  buffer.writeUInt32LE(row.payload.length, at + PAYLOAD_BYTES_AT);
  buffer.writeUInt16LE(tokenBytes, at + TOKEN_BYTES_AT);
  buffer[at + CHANNEL_AT] =
    row.channelSubtype === undefined ? NO_CHANNEL : CHANNEL_SUBTYPES.indexOf(row.channelSubtype);
  buffer[at + ADMISSIBLE_AT] = row.admissible ? 1 : 0;
  buffer.set(row.payload, at + HEAD_BYTES + tokenBytes);
  return at + HEAD_BYTES + tokenBytes + row.payload.length;
}

/** The rows of a frame, in order. */
export function unpackAccept(frame: AcceptFrame): FramedRow[] {
  const buffer = Buffer.from(frame.bytes);
  const rows: FramedRow[] = [];
  let at = 0;
  for (let row = 0; row < frame.rows; row += 1) {
    const tokenAt = at + HEAD_BYTES;
    const payloadAt = tokenAt + buffer.readUInt16LE(at + TOKEN_BYTES_AT);
    const end = payloadAt + buffer.readUInt32LE(at + PAYLOAD_BYTES_AT);
    const channel = buffer[at + CHANNEL_AT] ?? NO_CHANNEL;
    rows.push({
      idHigh: buffer.readUInt32LE(at),
      idLow: buffer.readUInt32LE(at + 4),
      id: buffer.subarray(at, at + HASH_AT),
      contentHash: buffer.subarray(at + HASH_AT, at + DUE_AT),
      due: buffer.readDoubleLE(at + DUE_AT),
      expires: buffer.readDoubleLE(at + EXPIRES_AT),
      channel: channel === NO_CHANNEL ? null : channel,
      admissible: buffer[at + ADMISSIBLE_AT] === 1,
      token: buffer.subarray(tokenAt, payloadAt),
      payload: buffer.subarray(payloadAt, end),
    });
    at = end;
  }
  return rows;
}
