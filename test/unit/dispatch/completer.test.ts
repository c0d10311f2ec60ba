import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ChannelReceipt, UnknownReferenceError } from '../../../src/channels/channel.ts';
import { createBackground } from '../../../src/dispatch/background.ts';
import { type CompleterDeps, createCompleter } from '../../../src/dispatch/completer.ts';
import { EARLY_RECEIPT_MS, EARLY_RECEIPTS_MAX } from '../../../src/dispatch/early-receipts.ts';
import { createGate } from '../../../src/dispatch/gate.ts';
import type { DispatchReport } from '../../../src/dispatch/report.ts';
import { createAlarms } from '../../../src/lib/alarms.ts';
import { createVirtualClock } from '../../../src/lib/virtual-clock.ts';
import type { RequestKey } from '../../../src/store/request-store.ts';
import { StoreError } from '../../../src/store/store.ts';

/** A store that notes what it is told, knows a reference once it is submitted, and fails when it is told to. */
function recordingStore() {
  const log: string[] = [];
  const known = new Set<string>();
  let failuresLeft = 0;
  const commit = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    if (failuresLeft > 0) {
      failuresLeft -= 1;
      throw new StoreError('throttled', 'full');
    }
  };
  const requests: CompleterDeps['requests'] = {
    async submitted(attempts) {
      await commit();
      for (const { reference } of attempts) known.add(reference);
      log.push(`submitted ${attempts.map(({ reference }) => reference)}`);
    },
    async receipts(receipts) {
      await commit();
      log.push(`receipts ${receipts.map(({ reference, receipt }) => `${reference}:${receipt.status}`)}`);
      return receipts.map(({ reference }) => (known.has(reference) ? 'finished' : 'unknownReference'));
    },
    byReference: async () => [],
    async finish(results) {
      await commit();
      for (const { reference } of results) if (reference !== undefined) known.add(reference);
      log.push(`finish ${results.map(({ key }) => key)}`);
      return results.map(() => 'finished');
    },
    async withdraw(withdrawals) {
      await commit();
      log.push(`withdraw ${withdrawals.map(({ key }) => key)}`);
    },
  };
  return { requests, log, failNext: (count: number) => (failuresLeft = count) };
}

function open(lingerMs = 0) {
  const clock = createVirtualClock(0);
  const reports: DispatchReport[] = [];
  const report = (each: DispatchReport): void => void reports.push(each);
  const gate = createGate([], () => undefined);
  const store = recordingStore();
  const background = createBackground(clock, report);
  const completer = createCompleter(
    { requests: store.requests, clock, alarms: createAlarms(clock), background, gate, report },
    lingerMs,
  );
  return { ...store, clock, reports, gate, completer, advance: (ms: number) => clock.advanceTo(clock.now() + ms) };
}

const attempt = (reference: string, key = 1) =>
  ({ key: key as RequestKey, at: 0, channelSubtype: 'SMS', reference, outcomeBy: 1e9 }) as const;
const receipt = (reference: string, status = 'DELIVERED'): ChannelReceipt => ({
  channelSubtype: 'SMS',
  reference,
  at: 0,
  status,
});
const finished = (key: number) =>
  ({
    key: key as RequestKey,
    at: 0,
    channelSubtype: 'SMS',
    disposition: { state: 'Failed', reason: 'REJECTED' },
  }) as const;

test('what comes within the linger time is one commit of each kind, submitted before the receipts', async () => {
  const { completer, log, advance } = open(5);
  void completer.receipt(receipt('a'));
  completer.submitted(attempt('a'));
  await advance(4);
  completer.submitted(attempt('b', 2));
  void completer.receipt(receipt('b'));
  assert.deepEqual(log, []);
  await advance(1);
  assert.deepEqual(log, ['submitted a,b', 'receipts a:DELIVERED,b:DELIVERED']);
});

test('a receipt that came first is told again, in its place, when its attempt is known', async () => {
  const { completer, log, advance } = open();
  void completer.receipt(receipt('a', 'SENT'));
  await advance(1);
  void completer.receipt(receipt('a', 'DELIVERED'));
  await advance(1);
  void completer.receipt(receipt('a', 'READ'));
  completer.submitted(attempt('a'));
  await advance(1);
  assert.deepEqual(log.slice(2), ['submitted a', 'receipts a:SENT,a:DELIVERED,a:READ']);
  assert.equal(completer.pending(), 0);
});

test('an outcome that comes while a commit ends is committed too, whichever turn it comes in', async () => {
  for (let turns = 0; turns < 24; turns += 1) {
    const { completer, log, requests, advance } = open();
    const { finish } = requests;
    requests.finish = async (results) => {
      const answer = await finish(results);
      requests.finish = finish;
      void (async () => {
        for (let turn = 0; turn < turns; turn += 1) await undefined;
        completer.finished(finished(2));
      })();
      return answer;
    };
    completer.finished(finished(1));
    await advance(1_000);
    assert.deepEqual(log, ['finish 1', 'finish 2'], `${turns} turns`);
  }
});

test('outcomes outlive a store that fails: they are told again a second later, and nothing twice that was told', async () => {
  const { completer, log, failNext, reports, advance } = open();
  completer.submitted(attempt('a'));
  completer.finished(finished(7));
  failNext(2);
  await advance(500);
  assert.deepEqual([log.length, completer.pending()], [0, 2]);
  await advance(600);
  assert.deepEqual([log.length, completer.pending()], [0, 2]);
  await advance(1_000);
  assert.deepEqual(log, ['submitted a', 'finish 7']);
  assert.deepEqual(
    reports.map(({ kind }) => kind),
    ['failed', 'failed'],
  );
});

test('a withdrawal is told to the dispatcher only when it is committed', async () => {
  const { completer, failNext, advance } = open();
  let told = 0;
  failNext(1);
  completer.withdrawn({ key: 1 as RequestKey, reason: 'THROTTLED', dueAt: 1, at: 0 }, () => (told += 1));
  await advance(500);
  assert.equal(told, 0);
  await advance(1_000);
  assert.equal(told, 1);
});

test('with too many outcomes waiting the gate closes, and opens when they are committed', async () => {
  const { completer, gate, advance } = open();
  for (let key = 0; key < 20_000; key += 1) completer.finished(finished(key));
  assert.deepEqual(gate.reasons(), ['outcomesWaiting']);
  await advance(1);
  assert.equal(gate.isOpen(), true);
  assert.equal(completer.pending(), 0);
});

test('a flush commits what is there and what comes meanwhile', async () => {
  const { completer, log } = open(60_000);
  completer.finished(finished(1));
  const flushing = completer.flush();
  completer.finished(finished(2));
  await flushing;
  assert.deepEqual(log.join().match(/\d/g), ['1', '2']);
});

test('receipts for attempts that nobody knows are kept up to a bound, then the oldest are given up and reported', async () => {
  const { completer, reports, advance, log } = open();
  for (let index = 0; index <= EARLY_RECEIPTS_MAX; index += 1) void completer.receipt(receipt(`r${index}`));
  await advance(1);
  assert.deepEqual(reports, [{ kind: 'receiptWithoutAttempt', channelSubtype: 'SMS' }]);
  completer.submitted(attempt('r0'));
  completer.submitted(attempt('r1'));
  await advance(1);
  assert.equal(log.at(-1), 'receipts r1:DELIVERED');
});

test('who reports is told when the news is durable, and not before', async () => {
  const { completer, failNext, advance } = open();
  completer.submitted(attempt('a'));
  await advance(1);
  failNext(1);
  let isDurable = false;
  void completer.receipt(receipt('a')).then(() => (isDurable = true));
  await advance(500);
  assert.equal(isDurable, false, 'the store has failed');
  await advance(1_000);
  assert.equal(isDurable, true);
});

test('who reports before the carrier has answered is told when attempt and news are durable', async () => {
  const { completer, log, advance } = open();
  let isDurable = false;
  void completer.receipt(receipt('a')).then(() => (isDurable = true));
  await advance(EARLY_RECEIPT_MS - 1);
  assert.equal(isDurable, false);
  completer.submitted(attempt('a'));
  await advance(0);
  assert.equal(isDurable, true);
  assert.equal(log.at(-1), 'receipts a:DELIVERED');
});

test('who reports of an attempt that nobody knows is told so after a minute', async () => {
  const { completer, reports, advance } = open();
  const told = completer.receipt(receipt('stranger'));
  await advance(1_000);
  const later = completer.receipt(receipt('another'));
  await advance(EARLY_RECEIPT_MS - 1_000);
  await assert.rejects(told, UnknownReferenceError);
  assert.equal(reports.length, 1);
  await advance(1_000);
  await assert.rejects(later, UnknownReferenceError);
});

test('who reports of an attempt that nobody knows is told so when we stop', async () => {
  const { completer } = open();
  const told = completer.receipt(receipt('stranger'));
  await completer.close();
  await assert.rejects(told, UnknownReferenceError);
});

test('news of an attempt that was over at once is told after its end', async () => {
  const { completer, log, advance } = open();
  void completer.receipt(receipt('a', 'Bounce'));
  await advance(1);
  completer.finished({ ...finished(7), reference: 'a' });
  await advance(1);
  assert.deepEqual(log.slice(1), ['finish 7', 'receipts a:Bounce']);
});
