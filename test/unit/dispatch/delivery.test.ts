import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { describe, test } from 'node:test';
import type { MessageChannel } from '../../../src/channels/channel.ts';
import type { Channels } from '../../../src/dispatch/dispatcher.ts';
import { DEFAULT_RATES } from '../../../src/dispatch/options.ts';
import type { CampaignId } from '../../../src/domain/campaign.ts';
import type { RequestId } from '../../../src/domain/request-id.ts';
import type { RequestRecord, RequestStore } from '../../../src/store/request-store.ts';
import {
  CHANNELS,
  call,
  type DispatchWorld,
  email,
  endWorld,
  HOUR,
  MINUTE,
  numbers,
  SECOND,
  START,
  sms,
  startWorld,
  type WorldOptions,
} from './dispatch-world.ts';

async function inWorld(options: WorldOptions, run: (world: DispatchWorld) => Promise<void>): Promise<void> {
  const world = await startWorld(options);
  try {
    await run(world);
  } finally {
    await endWorld(world);
  }
}

function countBy(records: readonly RequestRecord[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state, reason } of records) {
    const name = reason === undefined ? state : `${state} ${reason}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

function attemptsAtCarrier(world: DispatchWorld, campaign: CampaignId): Map<string, number> {
  const times = new Map<string, number>();
  for (const { requestId } of world.loopback.received({ campaign })) {
    times.set(requestId, (times.get(requestId) ?? 0) + 1);
  }
  return times;
}

describe('pause, resume and stop', () => {
  test('pausing and resuming at any moment loses nobody and repeats nobody', () =>
    inWorld({}, async (world) => {
      const campaign = await world.campaign();
      const contents = [...numbers(300).map(sms), ...numbers(100, '00').map(call)];
      const ids = await world.put(campaign.id, contents);
      for (let round = 0; round < 12; round += 1) {
        await world.advance(37 + round * 61);
        await world.act(campaign.id, 'pause');
        await world.clock.settled();
        const before = world.loopback.received({}).length;
        await world.advance(3 * SECOND);
        assert.equal(world.loopback.received({}).length, before, 'nothing is handed over while paused');
        await world.act(campaign.id, 'resume');
      }
      await world.advance(MINUTE);
      assert.deepEqual(countBy(await world.all(campaign.id)), {
        'Succeeded DELIVERED': 300,
        'Succeeded HUMAN_ANSWERED': 100,
      });
      const times = attemptsAtCarrier(world, campaign.id);
      assert.equal(times.size, ids.length);
      assert.ok([...times.values()].every((count) => count === 1));
    }));

  test('a pause withdraws what is claimed and not handed over, and lets live calls go on', () =>
    inWorld({}, async (world) => {
      const campaign = await world.campaign();
      const [id] = await world.put(campaign.id, [call('+441632960000')]);
      await world.advance(SECOND);
      await world.act(campaign.id, 'pause');
      await world.advance(MINUTE);
      assert.equal((await world.request(id!)).state, 'Succeeded');
    }));

  test('a claim that a pause overtakes before it is handed over comes back and is made after the resume', async () => {
    // A slow carrier whose hand-over waits, and obeys the signal: what the port asks of every channel.
    const handedOver: string[] = [];
    let isSlow = true;
    const wrap = (channels: Channels): Channels => ({
      ...channels,
      messages: {
        ...channels.messages,
        SMS: withSubmit(channels.messages.SMS, (attempt, notAfter, signal) => {
          if (!isSlow) {
            handedOver.push(attempt.requestId);
            return channels.messages.SMS.submit(attempt, notAfter, signal);
          }
          return new Promise((resolve) =>
            signal.addEventListener('abort', () => resolve({ kind: 'notSent', reason: 'ABORTED' })),
          );
        }),
      },
    });
    await inWorld({ wrap }, async (world) => {
      const campaign = await world.campaign();
      const ids = await world.put(campaign.id, numbers(20).map(sms));
      await world.advance(SECOND);
      assert.equal(world.dispatcher.figures().openAttempts, 20);
      await world.act(campaign.id, 'pause');
      await world.advance(SECOND);
      assert.deepEqual(countBy(await world.all(campaign.id)), { Buffered: 20 });
      isSlow = false;
      await world.act(campaign.id, 'resume');
      await world.advance(2 * SECOND);
      assert.deepEqual(countBy(await world.all(campaign.id)), { 'Succeeded DELIVERED': 20 });
      assert.deepEqual(handedOver.sort(), [...ids].sort());
    });
  });

  test('claims that a pause refuses give their places at the carrier back', async () => {
    let beforeClaim = async (): Promise<void> => undefined;
    const wrapRequests = (requests: RequestStore): RequestStore => ({
      ...requests,
      async claim(claim) {
        await beforeClaim();
        return requests.claim(claim);
      },
    });
    await inWorld({ wrapRequests, loopback: { messageWindow: 3 } }, async (world) => {
      const campaign = await world.campaign();
      let refusals = 0;
      beforeClaim = async () => {
        if ((await world.store.campaigns.get(campaign.id))?.state !== 'Running') return;
        refusals += 1;
        await world.act(campaign.id, 'pause');
      };
      await world.put(campaign.id, numbers(10).map(sms));
      await world.advance(SECOND);
      while (refusals < 10) {
        await world.act(campaign.id, 'resume');
        await world.advance(SECOND);
        assert.equal(world.loopback.received({}).length, 0);
      }
      beforeClaim = async () => undefined;
      await world.act(campaign.id, 'resume');
      await world.advance(2 * SECOND);
      assert.deepEqual(countBy(await world.all(campaign.id)), { 'Succeeded DELIVERED': 10 });
    });
  });

  test('a stop cancels all that waits, also thousands, and lets live calls end', () =>
    inWorld({}, async (world) => {
      const campaign = await world.campaign();
      await world.put(campaign.id, numbers(3_000, '00').map(call));
      await world.advance(SECOND);
      await world.act(campaign.id, 'stop');
      await world.advance(MINUTE);
      const counts = countBy(await world.all(campaign.id));
      const answered = counts['Succeeded HUMAN_ANSWERED'] ?? 0;
      assert.ok(answered >= 50 && answered <= 60, `${answered} calls in the first second`);
      assert.deepEqual(counts, {
        'Succeeded HUMAN_ANSWERED': answered,
        'Cancelled CAMPAIGN_STOPPED': 3_000 - answered,
      });
    }));

  test('what a stopped campaign gets back from a carrier is cancelled too', () =>
    inWorld({}, async (world) => {
      const campaign = await world.campaign();
      const [id] = await world.put(campaign.id, [sms('+441632960007')]);
      await world.advance(10);
      await world.act(campaign.id, 'stop');
      await world.advance(SECOND);
      const { state, reason } = await world.request(id!);
      assert.deepEqual([state, reason], ['Cancelled', 'CAMPAIGN_STOPPED']);
    }));

  test('a cancellation that a crash has cut off goes on at the next start', async () => {
    const first = await startWorld();
    const campaign = await first.campaign();
    await first.put(campaign.id, numbers(50, '00').map(call));
    await first.dispatcher.stop();
    const { revision } = (await first.store.campaigns.get(campaign.id))!;
    await first.store.campaigns.update({ ...campaign, state: 'Stopped', revision: revision + 1 }, revision);
    await inWorld({ after: first }, async (world) => {
      await world.advance(SECOND);
      const { buffered, cancelled } = await world.store.requests.counters(campaign.id);
      assert.equal(buffered, 0);
      assert.ok(cancelled > 0);
    });
  });
});

describe('what may go and when', () => {
  test('a request whose time has passed is Expired and never handed over', () =>
    inWorld(
      { dispatch: { rates: { ...DEFAULT_RATES, TELEPHONY: { ratePerSecond: 1, concurrent: 500 } } } },
      async (world) => {
        const campaign = await world.campaign();
        await world.put(campaign.id, numbers(30, '01').map(call), 10 * SECOND);
        await world.advance(MINUTE);
        const counts = countBy(await world.all(campaign.id));
        const made = counts['Failed BUSY'] ?? 0;
        assert.ok(made >= 10 && made <= 11, `${made} calls in 10 s`);
        assert.equal(counts['Expired EXPIRED'], 30 - made);
        for (const { at } of world.loopback.received({})) assert.ok(at < START + 10 * SECOND);
      },
    ));

  test('requests of a paused campaign expire too', () =>
    inWorld(
      { dispatch: { rates: { ...DEFAULT_RATES, TELEPHONY: { ratePerSecond: 1, concurrent: 1 } } } },
      async (world) => {
        const campaign = await world.campaign();
        const ids = await world.put(campaign.id, numbers(5, '00').map(call), 30 * SECOND);
        await world.advance(SECOND);
        await world.act(campaign.id, 'pause');
        await world.advance(2 * MINUTE);
        assert.deepEqual(countBy(await world.all(campaign.id)), {
          'Succeeded HUMAN_ANSWERED': 1,
          'Expired EXPIRED': 4,
        });
        assert.equal(ids.length, 5);
      },
    ));

  test('before its scheduled start a Running campaign holds, and at its end it is Completed and the rest Cancelled', () =>
    inWorld(
      { dispatch: { rates: { ...DEFAULT_RATES, TELEPHONY: { ratePerSecond: 1, concurrent: 500 } } } },
      async (world) => {
        const schedule = { startTime: START + HOUR, endTime: START + HOUR + 20 * SECOND };
        const campaign = await world.campaign({ schedule });
        await world.put(campaign.id, numbers(100, '01').map(call));
        await world.advance(HOUR - 1);
        assert.equal(world.loopback.received({}).length, 0);
        await world.advance(MINUTE);
        assert.equal((await world.store.campaigns.get(campaign.id))?.state, 'Completed');
        const counts = countBy(await world.all(campaign.id));
        const made = counts['Failed BUSY'] ?? 0;
        assert.ok(made >= 20 && made <= 21, `${made} calls in 20 s`);
        assert.deepEqual(counts, { 'Failed BUSY': made, 'Cancelled CAMPAIGN_COMPLETED': 100 - made });
        for (const { at } of world.loopback.received({})) assert.ok(at >= schedule.startTime && at < schedule.endTime);
      },
    ));

  test('outside the communication time of the recipient a request waits for the exact opening', () =>
    inWorld({}, async (world) => {
      const everyDay = [{ startTime: 'T09:00', endTime: 'T17:00' }];
      const dailyHours = { MONDAY: everyDay, TUESDAY: everyDay };
      const campaign = await world.campaign({
        communicationTimeConfig: {
          localTimeZoneConfig: { localTimeZoneDetection: ['AREA_CODE'] },
          telephony: { openHours: { dailyHours } },
        },
      });
      // Monday 15:00 UTC: open in London, 07:00 in Los Angeles, 02:00 on Tuesday in Sydney; a mail knows no hours here.
      const [london, losAngeles, sydney, mail] = await world.put(campaign.id, [
        call('+442079460001'),
        call('+12135550101'),
        call('+61255500101'),
        email('a@example.com'),
      ]);
      await world.advance(24 * HOUR);
      const startOf = async (id: typeof london): Promise<number> => (await world.request(id!)).attempts[0]!.startedAt;
      assert.equal(await startOf(london), START);
      assert.equal(await startOf(mail), START);
      assert.equal(await startOf(losAngeles), Date.parse('2026-03-02T17:00:00Z'));
      assert.equal(await startOf(sydney), Date.parse('2026-03-02T22:00:00Z'));
    }));

  test('a recipient of whom nobody knows the time zone is Suppressed, and one whose window never opens too', () =>
    inWorld({}, async (world) => {
      const localTimeZoneConfig = { localTimeZoneDetection: ['AREA_CODE'] } as const;
      const always = [{ startTime: 'T00:00', endTime: 'T24:00' }];
      const unknown = await world.campaign({
        communicationTimeConfig: { localTimeZoneConfig, email: { openHours: { dailyHours: { MONDAY: always } } } },
      });
      const never = await world.campaign({
        communicationTimeConfig: {
          localTimeZoneConfig: { defaultTimeZone: 'UTC' },
          email: { openHours: { dailyHours: {} } },
        },
      });
      await world.put(unknown.id, [email('a@example.com')]);
      await world.put(never.id, [email('a@example.com')]);
      await world.advance(SECOND);
      assert.deepEqual(countBy(await world.all(unknown.id)), { 'Suppressed MISSING_TIMEZONE': 1 });
      assert.deepEqual(countBy(await world.all(never.id)), { 'Suppressed OUTSIDE_COMMUNICATION_TIME': 1 });
    }));
});

describe('how many', () => {
  test('calls begin at the rate of their lane, never more at once than it allows', () =>
    inWorld(
      { dispatch: { rates: { ...DEFAULT_RATES, TELEPHONY: { ratePerSecond: 50, concurrent: 120 } } } },
      async (world) => {
        const campaign = await world.campaign();
        await world.put(campaign.id, numbers(1_000, '00').map(call));
        let most = 0;
        for (let step = 0; step < 100; step += 1) {
          await world.advance(100);
          most = Math.max(most, world.dispatcher.figures().liveCalls);
        }
        assert.equal(most, 120);
        const starts = world.loopback.received({}).map(({ at }) => at);
        for (const [index, at] of starts.entries()) {
          const inSecond = starts.slice(index).filter((other) => other <= at + SECOND).length;
          assert.ok(inSecond <= 55, `${inSecond} calls in a second`);
        }
        await world.advance(MINUTE);
        assert.deepEqual(countBy(await world.all(campaign.id)), { 'Succeeded HUMAN_ANSWERED': 1_000 });
      },
    ));

  test('nothing is claimed beyond what the channels would take', async () => {
    let above = 0;
    let most = 0;
    const wrap = (channels: Channels): Channels => ({
      ...channels,
      messages: {
        ...channels.messages,
        SMS: withSubmit(channels.messages.SMS, (attempt, notAfter, signal) => {
          if (channels.messages.SMS.capacity() < 1) above += 1;
          most = Math.max(most, 7 - channels.messages.SMS.capacity() + 1);
          return channels.messages.SMS.submit(attempt, notAfter, signal);
        }),
      },
    });
    await inWorld({ wrap, loopback: { messageWindow: 7 } }, async (world) => {
      const campaigns = [await world.campaign(), await world.campaign({}, 'other instance')];
      for (const { id } of campaigns) await world.put(id, numbers(300).map(sms));
      await world.advance(SECOND);
      const [first, second] = campaigns.map(({ id }) => world.loopback.received({ campaign: id }).length);
      assert.ok(Math.abs(first! - second!) <= 21, `instances share the carrier: ${first} and ${second}`);
      await world.advance(MINUTE);
      for (const { id } of campaigns) {
        const records = await world.all(id);
        assert.deepEqual(countBy(records), { 'Succeeded DELIVERED': 300 });
        assert.ok(
          records.every(({ attempts }) => attempts.length === 1),
          'nothing had to be withdrawn',
        );
      }
      assert.equal(above, 0);
      assert.equal(most, 7);
    });
  });

  test('campaigns of one instance share its lane by their capacity, and take all of it when they are alone', () =>
    inWorld({}, async (world) => {
      const withCapacity = (capacity: number) => ({
        channelSubtypeConfig: { ...CHANNELS, telephony: { ...CHANNELS.telephony!, capacity } },
      });
      const heavy = await world.campaign(withCapacity(0.9));
      const light = await world.campaign(withCapacity(0.3));
      await world.put(heavy.id, numbers(4_000, '05').map(call));
      await world.put(light.id, numbers(4_000, '05').map(call));
      await world.advance(MINUTE);
      const made = (id: CampaignId): number => world.loopback.received({ campaign: id }).length;
      const share = made(heavy.id) / (made(heavy.id) + made(light.id));
      assert.ok(Math.abs(share - 0.75) <= 0.02, `the heavy one got ${share}`);
      assert.ok(made(heavy.id) + made(light.id) >= 0.97 * 3_000);
      await world.act(heavy.id, 'pause');
      const before = made(light.id);
      await world.advance(10 * SECOND);
      assert.ok(made(light.id) - before >= 0.97 * 500, `${made(light.id) - before} calls alone in 10 s`);
    }));

  test('a channel at its limit does not stand in the way of another one', () =>
    inWorld(
      { dispatch: { rates: { ...DEFAULT_RATES, TELEPHONY: { ratePerSecond: 1, concurrent: 1 } } } },
      async (world) => {
        const campaign = await world.campaign();
        await world.put(campaign.id, numbers(3_000, '00').map(call));
        const [id] = await world.put(campaign.id, [sms('+441632960042')]);
        await world.advance(3 * SECOND);
        assert.equal((await world.request(id!)).state, 'Succeeded');
      },
    ));

  test('a request that is accepted while the dispatcher looks when to come back is not forgotten', async () => {
    let whileItLooks: (() => Promise<unknown>) | undefined;
    const wrapRequests = (requests: RequestStore): RequestStore => ({
      ...requests,
      async nextDue(campaignId) {
        const answer = await requests.nextDue(campaignId);
        await whileItLooks?.();
        return answer;
      },
    });
    await inWorld({ wrapRequests }, async (world) => {
      const campaign = await world.campaign();
      await world.clock.settled();
      let ids: RequestId[] = [];
      whileItLooks = async () => {
        whileItLooks = undefined;
        ids = await world.put(campaign.id, [sms('+441632960042')]);
      };
      world.dispatcher.wake(campaign.id);
      await world.advance(600);
      assert.equal((await world.request(ids[0]!)).state, 'Succeeded');
    });
  });

  test('the oldest due request goes first', () =>
    inWorld({}, async (world) => {
      const campaign = await world.campaign();
      const ids = await world.put(campaign.id, numbers(200).map(sms));
      await world.advance(5 * SECOND);
      assert.deepEqual(
        world.loopback.received({}).map(({ requestId }) => requestId),
        ids,
      );
    }));
});

describe('what carriers answer', () => {
  test('an attempt that never left is tried again with growing pauses, and the sixth time it is Failed', () =>
    inWorld({}, async (world) => {
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
    inWorld({}, async (world) => {
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
    const wrap = (channels: Channels): Channels => ({
      ...channels,
      messages: {
        ...channels.messages,
        SMS: withSubmit(channels.messages.SMS, () => {
          throw new Error('a bug');
        }),
      },
    });
    await inWorld({ wrap }, async (world) => {
      const campaign = await world.campaign();
      const [id] = await world.put(campaign.id, [sms('+441632960042')]);
      await world.advance(HOUR);
      const { state, reason, attempts } = await world.request(id!);
      assert.deepEqual([state, reason, attempts.length], ['Unknown', 'NO_CARRIER_ANSWER', 1]);
      assert.deepEqual(
        world.reports.map(({ kind }) => kind),
        ['channelThrew'],
      );
    });
  });

  test('a refusal for good ends the request as Failed', () =>
    inWorld({}, async (world) => {
      const campaign = await world.campaign();
      world.loopback.injectFault({ channel: 'EMAIL', kind: 'reject', count: 1 });
      await world.put(campaign.id, [email('a@example.com'), email('b@example.com')]);
      await world.advance(SECOND);
      assert.deepEqual(countBy(await world.all(campaign.id)), { 'Failed REJECTED': 1, 'Succeeded DELIVERED': 1 });
    }));

  test('a carrier that refuses everybody is left alone for a while', () =>
    inWorld({}, async (world) => {
      const campaign = await world.campaign();
      world.loopback.injectFault({ channel: 'SMS', kind: 'throttle', count: 200 });
      await world.put(campaign.id, numbers(500).map(sms));
      await world.advance(10 * MINUTE);
      assert.ok(world.reports.some(({ kind }) => kind === 'channelHeld'));
      assert.deepEqual(countBy(await world.all(campaign.id)), { 'Succeeded DELIVERED': 500 });
    }));

  test('a receipt that comes before the answer to the submission settles the request all the same', async () => {
    let report: Parameters<MessageChannel['onReceipt']>[0] = () => undefined;
    const wrap = (channels: Channels): Channels => ({
      ...channels,
      messages: {
        ...channels.messages,
        SMS: {
          capacity: () => 10,
          onReceipt(listener) {
            report = listener;
          },
          submit: async ({ requestId }) => {
            report({
              channelSubtype: 'SMS',
              reference: requestId,
              at: START,
              status: 'DELIVERED',
              disposition: { state: 'Succeeded', reason: 'DELIVERED' },
            });
            await new Promise((resolve) => setImmediate(resolve));
            return { kind: 'submitted', reference: requestId, outcomeBy: START + HOUR };
          },
        },
      },
    });
    await inWorld({ wrap }, async (world) => {
      const campaign = await world.campaign();
      const ids = await world.put(campaign.id, numbers(5).map(sms));
      while (world.dispatcher.figures().openAttempts > 0) await world.advance(1);
      await world.advance(SECOND);
      assert.deepEqual(countBy(await world.all(campaign.id)), { 'Succeeded DELIVERED': 5 });
      assert.equal(ids.length, 5);
    });
  });
});

describe('crash and stop', () => {
  test('attempts that a crash cut off are Unknown at the next start and never made again', async () => {
    const first = await startWorld();
    const campaign = await first.campaign();
    await first.put(campaign.id, [...numbers(10).map(sms), ...numbers(10, '00').map(call)]);
    // 10 ms later the messages are claimed and not answered, and the calls have been taken.
    await first.clock.advanceTo(first.clock.now() + 10);
    const dead = first.loopback.received({}).map(({ requestId }) => requestId);
    assert.ok(dead.length >= 15);
    // The first process is gone: its timers find a store that has a new epoch.
    await inWorld({ after: first, seed: 2 }, async (world) => {
      for (const requestId of dead) {
        const { state, reason } = await world.request(requestId);
        assert.deepEqual([state, reason], ['Unknown', 'INTERRUPTED']);
      }
      assert.ok(world.reports.some((report) => report.kind === 'orphansClosed' && report.count === dead.length));
      await world.advance(MINUTE);
      const again = new Set(world.loopback.received({}).map(({ requestId }) => requestId));
      assert.ok(dead.every((requestId) => !again.has(requestId)));
    });
  });

  test('a stop commits what is known and claims nothing more', () =>
    inWorld({}, async (world) => {
      const campaign = await world.campaign();
      await world.put(campaign.id, numbers(400).map(sms));
      await world.advance(600);
      await world.dispatcher.stop();
      assert.equal(world.dispatcher.figures().uncommittedOutcomes, 0);
      const received = world.loopback.received({}).length;
      await world.advance(MINUTE);
      assert.equal(world.loopback.received({}).length, received);
      const { buffered } = await world.store.requests.counters(campaign.id);
      assert.equal(buffered, 400 - received);
    }));

  test('nothing is dispatched while another holder has the lease', async () => {
    const first = await startWorld({ dispatch: { holder: 'one', leaseMs: 30 * SECOND } });
    const second = await startWorld({ after: first, dispatch: { holder: 'two', leaseMs: 30 * SECOND } });
    try {
      assert.deepEqual(second.dispatcher.figures().closedBecause, ['noLease']);
      assert.deepEqual(
        second.reports.map(({ kind }) => kind),
        ['leaseHeld'],
      );
      await first.dispatcher.stop();
      await first.clock.advanceTo(first.clock.now() + MINUTE);
      assert.deepEqual(second.dispatcher.figures().closedBecause, []);
    } finally {
      await endWorld(second);
    }
  });
});

test('the same seed plays the same world, event by event, and another seed another one', async () => {
  async function play(seed: number): Promise<string> {
    let trace = '';
    await inWorld({ seed, loopback: { messageWindow: 20 } }, async (world) => {
      const campaigns = [await world.campaign(), await world.campaign()];
      for (const { id } of campaigns) {
        await world.put(
          id,
          numbers(150, '77').flatMap((number, index) => [call(number), sms(number), email(`p${index}@example.com`)]),
        );
      }
      await world.advance(3 * SECOND);
      await world.act(campaigns[0]!.id, 'pause');
      await world.advance(3 * SECOND);
      await world.act(campaigns[0]!.id, 'resume');
      world.loopback.injectFault({ channel: 'SMS', kind: 'throttle', count: 10 });
      await world.advance(5 * MINUTE);
      trace = JSON.stringify(await world.store.events.read(0, 100_000));
      assert.ok(trace.length > 10_000);
    });
    return hash('sha256', trace);
  }
  const first = await play(7);
  assert.equal(await play(7), first);
  assert.notEqual(await play(8), first);
});

function withSubmit(channel: MessageChannel, submit: MessageChannel['submit']): MessageChannel {
  return { capacity: channel.capacity, onReceipt: channel.onReceipt, submit };
}
