import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ChannelReceipt, UnknownReferenceError } from '../../../../../src/channels/channel.ts';
import { createTakeReport, type Taken } from '../../../../../src/channels/smtp/bounces/take-report.ts';
import { createVerp } from '../../../../../src/channels/smtp/verp.ts';
import { createMailLinkSeal } from '../../../../../src/domain/mail-link.ts';
import { formatRequestId } from '../../../../../src/domain/request-id.ts';
import { createVirtualClock } from '../../../../../src/lib/virtual-clock.ts';
import { dsn, VACATION } from './reports.ts';

const verp = createVerp(Buffer.alloc(32, 1));
const requestId = formatRequestId(Buffer.alloc(16, 0xab));
const ADDRESS = verp.address('bounces@b.example', requestId);

function taker(onReceipt: (receipt: ChannelReceipt) => Promise<void>) {
  const taken: Taken[] = [];
  const take = createTakeReport({
    ...{ verp, links: createMailLinkSeal(Buffer.alloc(32, 2)), onReceipt },
    clock: createVirtualClock(9_000),
    report: (result) => void taken.push(result),
  });
  return { taken, take };
}

test('a bounce is a receipt of the attempt at the time of its arrival', async () => {
  const receipts: ChannelReceipt[] = [];
  const { taken, take } = taker(async (receipt) => void receipts.push(receipt));
  await take(Buffer.from(dsn()), [ADDRESS]);
  const detail = '5.1.1 (bad destination mailbox address)';
  assert.deepEqual(receipts, [
    { channelSubtype: 'EMAIL', reference: requestId, at: 9_000, status: 'Bounce', detail, suppresses: true },
  ]);
  assert.deepEqual(taken, ['Bounce']);
});

test('a mail is done with only when its receipt is kept', async () => {
  const kept = Promise.withResolvers<void>();
  const { taken, take } = taker(() => kept.promise);
  let isDone = false;
  const done = take(Buffer.from(dsn()), [ADDRESS]).then(() => {
    isDone = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(isDone, false);
  kept.resolve();
  await done;
  assert.deepEqual(taken, ['Bounce']);
});

test('what could not be kept must come again; what nobody knows any more must not', async () => {
  const failing = taker(() => Promise.reject(new Error('disk full')));
  await assert.rejects(failing.take(Buffer.from(dsn()), [ADDRESS]), /disk full/);
  assert.deepEqual(failing.taken, ['failed']);
  const purged = taker(() => Promise.reject(new UnknownReferenceError()));
  await purged.take(Buffer.from(dsn()), [ADDRESS]);
  assert.deepEqual(purged.taken, ['unknownRequest']);
});

test('what tells nothing is done with at once, whoever it is from', async () => {
  const { taken, take } = taker(() => assert.fail('there is no receipt'));
  await take(Buffer.from(VACATION), [ADDRESS]);
  await take(Buffer.from(dsn()), ['bounces@b.example']);
  await take(Buffer.from(dsn({ action: 'delivered', status: '2.0.0' })), [ADDRESS]);
  assert.deepEqual(taken, ['noReport', 'notOurs', 'goodNews']);
});
