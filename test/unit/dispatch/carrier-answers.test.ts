/** What becomes of a request by what its carrier answers, or does not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReceiptListener, SubmitResult } from '../../../src/channels/channel.ts';
import { RECIPIENT_DEFERRED } from '../../../src/channels/not-sent.ts';
import { call, countBy, email, HOUR, inWorld, MINUTE, numbers, SECOND, START, sms, withSms } from './dispatch-world.ts';

test('an attempt that never left is tried again with growing pauses, and the sixth time it is Failed', () =>
  inWorld(async (world) => {
    const campaign = await world.campaign();
    world.loopback.injectFault({ channel: 'SMS', kind: 'throttle', count: 1_000 });
    const [id] = await world.put(campaign.id, [sms('+441632960042')]);
    await world.advance(5 * MINUTE);
    const { state, reason, attempts } = await world.request(id!);
    assert.deepEqual([state, reason], ['Failed', 'WITHDRAWN_TOO_OFTEN']);
    assert.equal(world.loopback.received({}).length, 0);
    assert.ok(attempts.length <= 6);
    const pauses = attempts.slice(1).map(({ startedAt }, index) => startedAt - attempts[index]!.startedAt);
    for (const [index, pause] of pauses.entries())
      assert.ok(pause >= 500 * 2 ** index, `pause ${index} was ${pause} ms`);
  }));

test('an answer that never comes makes the request Unknown, on every channel, and it is never tried again', () =>
  inWorld(async (world) => {
    for (const [channel, content] of [
      ['SMS', sms('+441632960042')],
      ['TELEPHONY', call('+441632960000')],
      ['EMAIL', email('a@example.com')],
    ] as const) {
      const campaign = await world.campaign();
      world.loopback.injectFault({ channel, kind: 'timeout', count: 1 });
      const [id] = await world.put(campaign.id, [content]);
      await world.advance(HOUR);
      const { state, reason, attempts } = await world.request(id!);
      assert.deepEqual([state, reason, attempts.length], ['Unknown', 'NO_CARRIER_ANSWER', 1]);
      assert.equal(world.loopback.received({ campaign: campaign.id }).length, 1);
    }
  }));

test('a channel that throws is Unknown, reported, and never tried again', async () => {
  const wrap = withSms(() => ({
    submit() {
      throw new Error('a bug');
    },
  }));
  await inWorld(
    async (world) => {
      const campaign = await world.campaign();
      const [id] = await world.put(campaign.id, [sms('+441632960042')]);
      await world.advance(HOUR);
      const { state, reason, attempts } = await world.request(id!);
      assert.deepEqual([state, reason, attempts.length], ['Unknown', 'NO_CARRIER_ANSWER', 1]);
      assert.deepEqual(
        world.reports.map(({ kind }) => kind),
        ['channelThrew'],
      );
    },
    { wrap },
  );
});

test('a refusal for good ends the request as Failed', () =>
  inWorld(async (world) => {
    const campaign = await world.campaign();
    world.loopback.injectFault({ channel: 'EMAIL', kind: 'reject', count: 1 });
    await world.put(campaign.id, [email('a@example.com'), email('b@example.com')]);
    await world.advance(SECOND);
    assert.deepEqual(countBy(await world.all(campaign.id)), { 'Failed REJECTED': 1, 'Succeeded DELIVERED': 1 });
  }));

test('a carrier that refuses everybody is left alone for a while', () =>
  inWorld(async (world) => {
    const campaign = await world.campaign();
    world.loopback.injectFault({ channel: 'SMS', kind: 'throttle', count: 200 });
    await world.put(campaign.id, numbers(500).map(sms));
    await world.advance(10 * MINUTE);
    assert.ok(world.reports.some(({ kind }) => kind === 'channelHeld'));
    assert.deepEqual(countBy(await world.all(campaign.id)), { 'Succeeded DELIVERED': 500 });
  }));

test('a receipt that comes before the answer to the submission settles the request all the same', async () => {
  let report: ReceiptListener = () => Promise.resolve();
  const wrap = withSms(() => ({
    capacity: () => 10,
    onReceipt(listener) {
      report = listener;
    },
    async submit({ requestId }) {
      void report({
        channelSubtype: 'SMS',
        reference: requestId,
        at: START,
        status: 'DELIVERED',
        disposition: { state: 'Succeeded', reason: 'DELIVERED' },
      });
      await new Promise((resolve) => setImmediate(resolve));
      return { kind: 'submitted', reference: requestId, outcomeBy: START + HOUR };
    },
  }));
  await inWorld(
    async (world) => {
      const campaign = await world.campaign();
      const ids = await world.put(campaign.id, numbers(5).map(sms));
      while (world.dispatcher.figures().openAttempts > 0) await world.advance(1);
      await world.advance(SECOND);
      assert.deepEqual(countBy(await world.all(campaign.id)), { 'Succeeded DELIVERED': 5 });
      assert.equal(ids.length, 5);
    },
    { wrap },
  );
});

/** An SMS carrier that first answers what is given, and then takes everything. */
function answeringFirst(...answers: SubmitResult[]) {
  return withSms((real) => ({
    submit: async (attempt, notAfter, signal) => answers.shift() ?? real.submit(attempt, notAfter, signal),
  }));
}

for (const { asks, expiresInMs, least, most } of [
  { asks: 15 * MINUTE, expiresInMs: 24 * HOUR, least: 15 * MINUTE, most: 15 * MINUTE + SECOND },
  { asks: 48 * HOUR, expiresInMs: 24 * HOUR, least: 6 * HOUR, most: 6 * HOUR + SECOND },
  { asks: 2 * HOUR, expiresInMs: HOUR, least: 59 * MINUTE, most: 59 * MINUTE },
  { asks: -5, expiresInMs: HOUR, least: SECOND / 2, most: SECOND },
] as const) {
  test(`who is asked to come back after ${asks / MINUTE} min, ${expiresInMs / HOUR} h before the expiration, does so after ${most / MINUTE} min at most`, async () => {
    const wrap = answeringFirst({ kind: 'notSent', reason: `${RECIPIENT_DEFERRED} 4.7.1`, retryAfterMs: asks });
    await inWorld(
      async (world) => {
        const campaign = await world.campaign();
        const [id] = await world.put(campaign.id, [sms('+441632960042')], expiresInMs);
        await world.advance(expiresInMs);
        const { state, attempts } = await world.request(id!);
        assert.deepEqual([state, attempts.length], ['Succeeded', 2]);
        const pause = attempts[1]!.startedAt - attempts[0]!.endedAt!;
        assert.ok(pause >= least && pause <= most, `${pause} ms`);
      },
      { wrap },
    );
  });
}

test('a carrier that puts off some recipients is not left alone for that, and they are tried again', async () => {
  const deferred: SubmitResult[] = Array.from({ length: 100 }, () => ({
    kind: 'notSent',
    reason: RECIPIENT_DEFERRED,
    retryAfterMs: 5 * MINUTE,
  }));
  await inWorld(
    async (world) => {
      const campaign = await world.campaign();
      await world.put(campaign.id, numbers(150).map(sms));
      await world.advance(MINUTE);
      assert.deepEqual(countBy(await world.all(campaign.id)), { 'Succeeded DELIVERED': 50, Buffered: 100 });
      await world.advance(6 * MINUTE);
      assert.deepEqual(countBy(await world.all(campaign.id)), { 'Succeeded DELIVERED': 150 });
      assert.deepEqual(world.reports, []);
    },
    { wrap: answeringFirst(...deferred) },
  );
});
