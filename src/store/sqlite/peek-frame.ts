/**
 * Rows of a peek as one buffer that is handed to the other thread without copying: cloning two byte arrays for each row
 * costs more than reading it (bench/store.ts, peek).
 */

import type { CampaignId } from '../../domain/campaign.ts';
import { formatRequestId, REQUEST_ID_BYTES } from '../../domain/request-id.ts';
import type { PeekedRequest, RequestKey } from '../request-store.ts';
import { channelName } from './codes.ts';
import type { DueRow } from './statements/request-statements.ts';

/** Head: id 16, key 8, accepted 8, due 8, expires 8, payload bytes 4, channel 1, withdrawals 1. */
const KEY_AT = REQUEST_ID_BYTES;
const ACCEPTED_AT = KEY_AT + 8;
const DUE_AT = ACCEPTED_AT + 8;
const EXPIRES_AT = DUE_AT + 8;
const PAYLOAD_BYTES_AT = EXPIRES_AT + 8;
const CHANNEL_AT = PAYLOAD_BYTES_AT + 4;
const WITHDRAWALS_AT = CHANNEL_AT + 1;
const HEAD_BYTES = WITHDRAWALS_AT + 1;
const NO_CHANNEL = 255;

export interface PeekFrame {
  readonly rows: number;
  readonly bytes: ArrayBuffer;
}

/** Packs rows. */
export function packPeek(rows: readonly DueRow[]): PeekFrame {
  let size = 0;
  for (const { payload } of rows) size += HEAD_BYTES + payload.length;
  const bytes = new ArrayBuffer(size);
  const buffer = Buffer.from(bytes);
  let at = 0;
  for (const row of rows) {
    buffer.set(row.id, at);
    buffer.writeDoubleLE(row.key, at + KEY_AT);
    buffer.writeDoubleLE(row.accepted, at + ACCEPTED_AT);
    buffer.writeDoubleLE(row.due, at + DUE_AT);
    buffer.writeDoubleLE(row.expires, at + EXPIRES_AT);
    buffer.writeUInt32LE(row.payload.length, at + PAYLOAD_BYTES_AT);
    buffer[at + CHANNEL_AT] = row.channel ?? NO_CHANNEL;
    buffer[at + WITHDRAWALS_AT] = row.withdrawals;
    buffer.set(row.payload, at + HEAD_BYTES);
    at += HEAD_BYTES + row.payload.length;
  }
  return { rows: rows.length, bytes };
}

/** The requests of a frame; their payloads are views of it. */
export function unpackPeek({ rows, bytes }: PeekFrame, campaignId: CampaignId): PeekedRequest[] {
  const buffer = Buffer.from(bytes);
  const requests: PeekedRequest[] = [];
  let at = 0;
  for (let row = 0; row < rows; row += 1) {
    const channel = buffer[at + CHANNEL_AT] ?? NO_CHANNEL;
    const channelSubtype = channelName(channel === NO_CHANNEL ? null : channel);
    const end = at + HEAD_BYTES + buffer.readUInt32LE(at + PAYLOAD_BYTES_AT);
    requests.push({
      // The brand begins where the row does.
      key: buffer.readDoubleLE(at + KEY_AT) as RequestKey,
      id: formatRequestId(buffer.subarray(at, at + REQUEST_ID_BYTES)),
      campaignId,
      ...(channelSubtype !== undefined && { channelSubtype }),
      acceptedAt: buffer.readDoubleLE(at + ACCEPTED_AT),
      dueAt: buffer.readDoubleLE(at + DUE_AT),
      expiresAt: buffer.readDoubleLE(at + EXPIRES_AT),
      withdrawals: buffer[at + WITHDRAWALS_AT] ?? 0,
      payload: buffer.subarray(at + HEAD_BYTES, end),
    });
    at = end;
  }
  return requests;
}
