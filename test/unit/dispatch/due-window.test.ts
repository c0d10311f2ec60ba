import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createDueWindow, type DueWindow, type Peek } from '../../../src/dispatch/due-window.ts';
import type { CampaignId } from '../../../src/domain/campaign.ts';
import type { ChannelSubtype } from '../../../src/domain/channel-subtype.ts';
import type { RequestId } from '../../../src/domain/request-id.ts';
import type { PeekedRequest, RequestKey } from '../../../src/store/request-store.ts';

const NOW = 1_000_000;

function row(key: number, channelSubtype: ChannelSubtype | undefined, dueAt = key): PeekedRequest {
  return {
    key: key as RequestKey,
    id: String(key) as RequestId,
    campaignId: 'campaign' as CampaignId,
    ...(channelSubtype !== undefined && { channelSubtype }),
    acceptedAt: dueAt,
    dueAt,
    expiresAt: NOW * 2,
    withdrawals: 0,
    payload: new Uint8Array(),
  };
}

/** A list of due requests, as the store would answer it, in pages of at most `most`. */
function listOf(rows: PeekedRequest[], most = Number.POSITIVE_INFINITY): { peek: Peek; asked: { limit: number }[] } {
  const asked: { limit: number }[] = [];
  const isAfter = (row: PeekedRequest, cursor: { dueAt: number; key: number } | undefined): boolean =>
    cursor === undefined || row.dueAt > cursor.dueAt || (row.dueAt === cursor.dueAt && row.key > cursor.key);
  const peek: Peek = async ({ cursor, limit, now }) => {
    asked.push({ limit });
    const due = rows
      .filter((each) => each.dueAt <= now && isAfter(each, cursor))
      .sort((a, b) => a.dueAt - b.dueAt || a.key - b.key);
    const page = due.slice(0, Math.min(limit, most));
    const last = page.at(-1);
    return {
      requests: page,
      ...(due.length > page.length && last && { cursor: { dueAt: last.dueAt, key: last.key } }),
    };
  };
  return { peek, asked };
}

async function drain(
  window: DueWindow,
  channels: readonly ChannelSubtype[],
  takes: readonly number[],
): Promise<PeekedRequest[]> {
  const taken: PeekedRequest[] = [];
  for (let round = 0; round < 10_000 && !window.isDrained(); round += 1) {
    if (window.isHungry()) await window.fill(NOW);
    const channel = channels[round % channels.length]!;
    for (let count = takes[round % takes.length] ?? 1; count > 0; count -= 1) {
      const request = window.take(channel);
      if (request !== undefined) taken.push(request);
    }
  }
  return taken;
}

test('every due request comes out exactly once and in order, however the channels are emptied', async () => {
  const rows = fc.array(
    fc.record({
      channel: fc.constantFrom('SMS' as const, 'EMAIL' as const, 'TELEPHONY' as const),
      dueAt: fc.integer({ min: 0, max: 50 }),
    }),
    { maxLength: 300 },
  );
  await fc.assert(
    fc.asyncProperty(
      rows,
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 30 }),
      fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 7 }),
      async (drawn, pageRows, room, takes) => {
        fc.pre(takes.some((count) => count > 0));
        const list = drawn.map(({ channel, dueAt }, index) => row(index + 1, channel, dueAt));
        const channels = ['SMS', 'EMAIL', 'TELEPHONY'] as const;
        const window = createDueWindow(
          listOf(list, pageRows).peek,
          channels.map((channelSubtype) => ({ channelSubtype, room })),
        );
        // Takes come round with a period prime to the channels', so that each channel gets every one of them.
        const taken = await drain(window, channels, takes.length % 3 === 0 ? [...takes, 1] : takes);
        for (const channel of channels) {
          const expected = list
            .filter(({ channelSubtype }) => channelSubtype === channel)
            .sort((a, b) => a.dueAt - b.dueAt || a.key - b.key);
          assert.deepEqual(
            taken.filter(({ channelSubtype }) => channelSubtype === channel).map(({ key }) => key),
            expected.map(({ key }) => key),
          );
        }
      },
    ),
    { numRuns: 200 },
  );
});

test('no more is read than is lacking, until the list holds what belongs to others', async () => {
  const calls = Array.from({ length: 1_000 }, (_, index) => row(index + 1, 'TELEPHONY'));
  const { peek, asked } = listOf([...calls, ...Array.from({ length: 600 }, (_, index) => row(2_000 + index, 'SMS'))]);
  const window = createDueWindow(peek, [{ channelSubtype: 'TELEPHONY', room: 50 }]);
  const takeAll = (): number => {
    let taken = 0;
    while (window.take('TELEPHONY') !== undefined) taken += 1;
    return taken;
  };
  for (let taken = 0; taken < calls.length; ) {
    await window.fill(NOW);
    taken += takeAll();
  }
  assert.deepEqual([asked[0]?.limit, asked[1]?.limit, asked.at(-1)?.limit], [500, 50, 50]);
  await window.fill(NOW);
  await window.fill(NOW);
  assert.equal(asked.at(-1)?.limit, 500);
});

test('a full queue lets the others read on, and is read on itself where it stopped', async () => {
  const rows = [...Array.from({ length: 2_000 }, (_, index) => row(index + 1, 'TELEPHONY')), row(5_000, 'SMS')];
  const { peek, asked } = listOf(rows);
  const window = createDueWindow(peek, [
    { channelSubtype: 'TELEPHONY', room: 10 },
    { channelSubtype: 'SMS', room: 10 },
  ]);
  while (window.size('SMS') === 0) await window.fill(NOW);
  assert.equal(window.size('TELEPHONY'), 10);
  assert.equal(asked.length, 5);
  for (let each = 0; each < 10; each += 1) window.take('TELEPHONY');
  await window.fill(NOW);
  assert.equal(window.take('TELEPHONY')?.key, 11);
});

test('a campaign of one channel does not read on behind its full queue', async () => {
  const { peek, asked } = listOf(Array.from({ length: 2_000 }, (_, index) => row(index + 1, 'SMS')));
  const window = createDueWindow(peek, [{ channelSubtype: 'SMS', room: 100 }]);
  await window.fill(NOW);
  assert.equal(window.isHungry(), false);
  assert.equal(await window.fill(NOW), false);
  assert.equal(asked.length, 1);
});

test('at the end it asks no more until it is reopened, and then only for what is new', async () => {
  const rows = [row(1, 'SMS')];
  const { peek, asked } = listOf(rows);
  const window = createDueWindow(peek, [{ channelSubtype: 'SMS', room: 10 }]);
  await window.fill(NOW);
  await window.fill(NOW);
  assert.equal(asked.length, 1);
  window.take('SMS');
  assert.equal(window.isDrained(), true);
  rows.push(row(2, 'SMS'));
  window.reopen();
  await window.fill(NOW);
  assert.equal(window.take('SMS')?.key, 2);
});

test('a page that was asked for before a rewind is thrown away', async () => {
  const { peek } = listOf([row(1, 'SMS')]);
  const window = createDueWindow(peek, [{ channelSubtype: 'SMS', room: 10 }]);
  const filling = window.fill(NOW);
  window.rewind();
  assert.equal(await filling, false);
  assert.equal(window.size('SMS'), 0);
  await window.fill(NOW);
  assert.equal(window.size('SMS'), 1);
});

test('rows without a channel of the campaign are set aside', async () => {
  const { peek } = listOf([row(1, undefined), row(2, 'EMAIL'), row(3, 'SMS')]);
  const window = createDueWindow(peek, [{ channelSubtype: 'SMS', room: 10 }]);
  await window.fill(NOW);
  assert.deepEqual(
    window.takeStrays().map(({ key }) => key),
    [1, 2],
  );
  assert.deepEqual(window.takeStrays(), []);
});
