import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CHANNEL_SUBTYPES } from '../../../../src/domain/channel-subtype.ts';
import { packAccept, unpackAccept } from '../../../../src/store/sqlite/accept-frame.ts';
import { aBatch, campaignId } from '../../../conformance/fixtures.ts';

const row = fc.record(
  {
    id: fc.uint8Array({ minLength: 16, maxLength: 16 }),
    clientToken: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
    contentHash: fc.uint8Array({ minLength: 16, maxLength: 16 }),
    admissible: fc.boolean(),
    channelSubtype: fc.constantFrom(...CHANNEL_SUBTYPES),
    dueAt: fc.integer({ min: 0, max: 2 ** 52 }),
    expiresAt: fc.integer({ min: 0, max: 2 ** 52 }),
    payload: fc.uint8Array({ maxLength: 500 }),
  },
  { requiredKeys: ['id', 'clientToken', 'contentHash', 'admissible', 'dueAt', 'expiresAt', 'payload'] },
);

test('a packed batch is the same batch', () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 25 }), (rows) => {
      const frame = packAccept(aBatch(campaignId(1), rows, { bufferLimit: 7, now: 99 }));
      assert.deepEqual([frame.campaignId, frame.bufferLimit, frame.now], [campaignId(1), 7, 99]);
      const unpacked = unpackAccept(frame).map((each) => ({
        id: Uint8Array.from(each.id),
        clientToken: each.token.toString('utf8'),
        contentHash: Uint8Array.from(each.contentHash),
        admissible: each.admissible,
        ...(each.channel !== null && { channelSubtype: CHANNEL_SUBTYPES[each.channel] }),
        dueAt: each.due,
        expiresAt: each.expires,
        payload: Uint8Array.from(each.payload),
      }));
      assert.deepEqual(
        unpacked,
        rows.map((each) => ({ ...each, id: Uint8Array.from(each.id), payload: Uint8Array.from(each.payload) })),
      );
    }),
  );
});
