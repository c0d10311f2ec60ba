/** Limits, the suppression list and the red button as the dispatcher carries them out. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ReceiptListener } from '../../../src/channels/channel.ts';
import type { Channels } from '../../../src/dispatch/dispatcher.ts';
import type { CommunicationLimits } from '../../../src/domain/campaign.ts';
import type { RequestId } from '../../../src/domain/request-id.ts';
import {
  call,
  countBy,
  type DispatchWorld,
  email,
  HOUR,
  inWorld,
  MINUTE,
  numbers,
  SECOND,
  sms,
  startWorld,
} from './dispatch-world.ts';

const ADA = '+441632900000';
const OWNER = { account: '000000000000', region: 'us-east-1' };
const DAY = 24 * HOUR;

const perDay = (maxCountPerRecipient: number): CommunicationLimits => ({
  communicationLimitsList: [{ maxCountPerRecipient, frequency: 1, unit: 'DAY' }],
});

async function limitInstance(world: DispatchWorld, limits: CommunicationLimits): Promise<void> {
  await world.store.instances.put(
    {
      ...OWNER,
      connectInstanceId: 'instance',
      revision: 1,
      integrations: [],
      communicationLimits: { allChannelSubtypes: limits },
    },
    0,
  );
}

async function endings(world: DispatchWorld, ids: readonly RequestId[]): Promise<Record<string, number>> {
  return countBy(await Promise.all(ids.map((id) => world.request(id))));
}

describe('communication limits', () => {
  test('over all campaigns and channels of an instance a recipient hears no more than the limit, and again a day later', () =>
    inWorld(async (world) => {
      await limitInstance(world, perDay(2));
      const campaigns = [await world.campaign(), await world.campaign(), await world.campaign()];
      const ids: RequestId[] = [];
      for (const { id } of campaigns) ids.push(...(await world.put(id, [sms(ADA), call(ADA), sms(ADA)])));
      await world.advance(MINUTE);
      assert.equal(world.loopback.received({ to: ADA }).length, 2);
      assert.equal((await endings(world, ids))['Suppressed LIMIT_REACHED'], 7);
      await world.advance(DAY);
      const later = await world.put(campaigns[0]!.id, [sms(ADA), sms('+441632900010')]);
      await world.advance(MINUTE);
      assert.deepEqual(await endings(world, later), { 'Succeeded DELIVERED': 2 });
    }));

  test('another instance, and a campaign that opts out, have nothing to do with it', () =>
    inWorld(async (world) => {
      await limitInstance(world, perDay(1));
      const limited = await world.campaign();
      const free = await world.campaign({ communicationLimitsOverride: { instanceLimitsHandling: 'OPT_OUT' } });
      const elsewhere = await world.campaign({}, 'another instance');
      const ids: RequestId[] = [];
      for (const { id } of [free, elsewhere, limited]) {
        ids.push(...(await world.put(id, [sms(ADA), sms(ADA)])));
        await world.advance(SECOND);
      }
      await world.advance(MINUTE);
      assert.deepEqual(await endings(world, ids), { 'Succeeded DELIVERED': 5, 'Suppressed LIMIT_REACHED': 1 });
    }));

  test('a refusal by the carrier gives back: the next request reaches the recipient', () =>
    inWorld(async (world) => {
      const campaign = await world.campaign({ communicationLimitsOverride: { allChannelSubtypes: perDay(1) } });
      const invalid = '+441632900005';
      const first = await world.put(campaign.id, [sms(invalid)]);
      await world.advance(MINUTE);
      const second = await world.put(campaign.id, [sms(invalid)]);
      await world.advance(MINUTE);
      assert.deepEqual(await endings(world, [...first, ...second]), { 'Failed INVALID_DESTINATION': 2 });
    }));

  test('places of suppressed requests go to others: the rate and the room are used by those that may go', () =>
    inWorld(
      async (world) => {
        const campaign = await world.campaign({ communicationLimitsOverride: { allChannelSubtypes: perDay(1) } });
        const contents = numbers(50, '00').flatMap((number) => [call(ADA), call(number)]);
        const ids = await world.put(campaign.id, contents);
        await world.advance(10 * MINUTE);
        const counts = await endings(world, ids);
        assert.deepEqual(counts, { 'Suppressed LIMIT_REACHED': 49, 'Succeeded HUMAN_ANSWERED': 51 });
        assert.equal(world.dispatcher.figures().openAttempts, 0);
        assert.equal(world.dispatcher.figures().liveCalls, 0);
      },
      { loopback: { concurrentCalls: 3 } },
    ));
});

describe('the suppression list', () => {
  test('is looked at when the attempt is made, and not only when the request comes', () =>
    inWorld(async (world) => {
      const campaign = await world.campaign();
      await world.act(campaign.id, 'pause');
      await world.act(campaign.id, 'resume');
      await world.store.dispatch.stop(undefined, world.clock.now());
      world.dispatcher.switched();
      const ids = await world.put(campaign.id, [sms(ADA), sms('+441632900110'), email('ada@example.com')]);
      await world.advance(SECOND);
      const entries = [{ recipient: ADA }, { recipient: 'ada@example.com', channelSubtype: 'EMAIL' as const }];
      await world.store.recipients.suppress({ connectInstanceId: 'instance', entries, at: world.clock.now() });
      await world.store.dispatch.start(undefined);
      world.dispatcher.switched();
      await world.advance(MINUTE);
      assert.deepEqual(await endings(world, ids), { 'Suppressed SUPPRESSED_RECIPIENT': 2, 'Succeeded DELIVERED': 1 });
      assert.equal(world.loopback.received({ to: ADA }).length, 0);
    }));
});

describe('news that suppresses', () => {
  let report: ReceiptListener;
  const wrap = (channels: Channels): Channels => {
    const { EMAIL } = channels.messages;
    const onReceipt = (listener: ReceiptListener): void => {
      report = listener;
      EMAIL.onReceipt(listener);
    };
    const { capacity, submit } = EMAIL;
    return { ...channels, messages: { ...channels.messages, EMAIL: { capacity, submit, onReceipt } } };
  };
  const listOf = (world: DispatchWorld, recipient: string) =>
    world.store.recipients.suppressionsOf({ connectInstanceId: 'instance', recipient });

  test('a bounce for good suppresses the address that we have sent to, and is durable when that is', () =>
    inWorld(
      async (world) => {
        const campaign = await world.campaign();
        const [id] = await world.put(campaign.id, [email('Ada@Example.com')]);
        await world.advance(MINUTE);
        const at = world.clock.now();
        await Promise.all([
          report({ channelSubtype: 'EMAIL', reference: id!, at, status: 'Bounce', suppresses: true }),
          world.advance(SECOND),
        ]);
        assert.deepEqual(await listOf(world, 'ada@example.com'), [{ since: at, channelSubtype: 'EMAIL' }]);
        assert.deepEqual((await world.request(id!)).attempts[0]?.receipts, [{ at, status: 'Bounce' }]);
        const later = await world.put(campaign.id, [email('ada@example.com'), email('bob@example.com')]);
        await world.advance(MINUTE);
        assert.deepEqual(await endings(world, later), {
          'Suppressed SUPPRESSED_RECIPIENT': 1,
          'Succeeded DELIVERED': 1,
        });
      },
      { wrap },
    ));

  test('a bounce that comes after a crash, of a mail whose fate nobody knows, suppresses all the same', () =>
    inWorld(async (world) => {
      const campaign = await world.campaign();
      world.loopback.injectFault({ channel: 'EMAIL', kind: 'timeout', count: 1 });
      const [id] = await world.put(campaign.id, [email('ada@example.com')]);
      await world.advance(SECOND);
      world.kill();
      const next = await startWorld({ after: world, wrap });
      await next.advance(SECOND);
      assert.deepEqual(await endings(next, [id!]), { 'Unknown INTERRUPTED': 1 });
      const at = next.clock.now();
      await Promise.all([
        report({ channelSubtype: 'EMAIL', reference: id!, at, status: 'Bounce', suppresses: true }),
        next.advance(SECOND),
      ]);
      assert.deepEqual(await listOf(next, 'ada@example.com'), [{ since: at, channelSubtype: 'EMAIL' }]);
      assert.deepEqual(await endings(next, [id!]), { 'Unknown INTERRUPTED': 1 });
      await next.dispatcher.stop();
    }));

  test('the bounces and complaints of the loopback world suppress nobody, as those of the mailbox simulator of SES', () =>
    inWorld(async (world) => {
      const campaign = await world.campaign();
      await world.put(campaign.id, [email('bounce@example.com'), email('complaint@example.com')]);
      await world.advance(HOUR);
      assert.deepEqual(await listOf(world, 'bounce@example.com'), []);
      assert.deepEqual(await listOf(world, 'complaint@example.com'), []);
    }));
});

describe('the red button', () => {
  test('nothing goes out while it is pressed, and everybody is contacted once when it is lifted', () =>
    inWorld(async (world) => {
      const campaign = await world.campaign();
      const ids = await world.put(campaign.id, [...numbers(700).map(sms), ...numbers(60, '00').map(call)]);
      await world.advance(300);
      await world.store.dispatch.stop(undefined, world.clock.now());
      world.dispatcher.switched();
      await world.clock.settled();
      const before = world.loopback.received({}).length;
      assert.ok(before > 0 && before < ids.length, `${before} were sent before`);
      await world.advance(HOUR);
      assert.equal(world.loopback.received({}).length, before);
      assert.deepEqual(world.dispatcher.figures().closedBecause, ['stopped']);
      await world.store.dispatch.start(undefined);
      world.dispatcher.switched();
      await world.advance(10 * MINUTE);
      assert.deepEqual(await endings(world, ids), { 'Succeeded DELIVERED': 700, 'Succeeded HUMAN_ANSWERED': 60 });
      assert.equal(new Set(world.loopback.received({}).map(({ requestId }) => requestId)).size, ids.length);
      assert.equal(world.loopback.received({}).length, ids.length);
    }));

  test('stops one channel and leaves the others alone', () =>
    inWorld(async (world) => {
      const campaign = await world.campaign();
      await world.store.dispatch.stop('SMS', world.clock.now());
      world.dispatcher.switched();
      const ids = await world.put(campaign.id, [sms(ADA), email('ada@example.com')]);
      await world.advance(MINUTE);
      assert.deepEqual(await endings(world, ids), { Buffered: 1, 'Succeeded DELIVERED': 1 });
      await world.store.dispatch.start('SMS');
      world.dispatcher.switched();
      await world.advance(MINUTE);
      assert.deepEqual(await endings(world, ids), { 'Succeeded DELIVERED': 2 });
    }));

  test('nobody needs to tell the dispatcher: the store refuses, and the lifting is seen at the next safety look', () =>
    inWorld(
      async (world) => {
        const campaign = await world.campaign();
        await world.store.dispatch.stop('SMS', world.clock.now());
        const ids = await world.put(campaign.id, [sms(ADA)]);
        await world.advance(MINUTE);
        assert.deepEqual(await endings(world, ids), { Buffered: 1 });
        await world.store.dispatch.start(undefined);
        await world.advance(MINUTE);
        assert.deepEqual(await endings(world, ids), { 'Succeeded DELIVERED': 1 });
      },
      { dispatch: { safetyVisitMs: 30 * SECOND } },
    ));

  test('a restart does not lift it', () =>
    inWorld(async (world) => {
      const campaign = await world.campaign();
      await world.store.dispatch.stop(undefined, world.clock.now());
      world.kill();
      const next = await startWorld({ after: world });
      const ids = await next.put(campaign.id, [sms(ADA)]);
      await next.advance(HOUR);
      assert.deepEqual(await endings(next, ids), { Buffered: 1 });
      assert.deepEqual(next.dispatcher.figures().closedBecause, ['stopped']);
      await next.dispatcher.stop();
    }));
});
