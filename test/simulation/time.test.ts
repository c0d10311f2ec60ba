/**
 * Time as the whole service lives it (ARCHITECTURE.md, "Two clocks"): clocks that are set forth and back, the days on which
 * zones change theirs, and the day that comes every four years.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CampaignId } from '../../src/domain/campaign.ts';
import type { TimeWindow } from '../../src/domain/communication-time/config.ts';
import { aBatch, aRow } from '../conformance/fixtures.ts';
import { createCarriers } from './universe/carriers.ts';
import { createTime, type Time } from './universe/time.ts';
import { openUniverse, type Universe } from './universe/universe.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TEMPLATE = 'arn:aws:wisdom:us-east-1:000000000000:message-template/22222222-2222-4222-8222-222222222222';
const FLOW =
  'arn:aws:connect:us-east-1:000000000000:instance/instance/contact-flow/33333333-3333-4333-8333-333333333333';
const SEGMENT = 'arn:aws:profile:us-east-1:000000000000:domains/people/segments/all';
const NUMBER = 'arn:aws:connect:us-east-1:000000000000:phone-number/11111111-1111-4111-8111-111111111111';

interface Scene {
  readonly time: Time;
  readonly universe: Universe;
  /** When carriers were handed something, by the clock on the wall. */
  readonly handedOver: number[];
  /** Starts a campaign that sends SMS at any time, or within a window of Berlin. */
  campaign(window?: TimeWindow, schedule?: { startTime: string; endTime: string }): Promise<CampaignId>;
  put(campaign: string, livesMs: number): Promise<void>;
  /** Lets time pass. */
  pass(ms: number): Promise<void>;
  states(campaign: string): Promise<string[]>;
}

async function inScene(start: string, watchesClock: boolean, run: (scene: Scene) => Promise<void>): Promise<void> {
  const time = createTime(Date.parse(start));
  const handedOver: number[] = [];
  const watch = {
    handedOver: () => void handedOver.push(time.now()),
    refused: () => undefined,
    told: () => undefined,
    endProcess: () => undefined,
  };
  const delivered = { state: 'Succeeded', reason: 'DELIVERED' } as const;
  const carriers = createCarriers(
    time,
    () => ({ take: 'taken', answerAfterMs: 10, news: [{ afterMs: 100, disposition: delivered }] }),
    watch,
  );
  const universe = await openUniverse({ seed: 1, time, watchesClock, carriers });
  try {
    await run(sceneOf(universe, time, handedOver));
    assert.deepEqual(universe.errors, []);
  } finally {
    await universe.end();
  }
}

function sceneOf(universe: Universe, time: Time, handedOver: number[]): Scene {
  let tokens = 0;
  let campaigns = 0;
  return {
    time,
    universe,
    handedOver,
    async campaign(window, schedule) {
      const sms = {
        outboundMode: { agentless: {} },
        defaultOutboundConfig: { connectSourcePhoneNumberArn: NUMBER, wisdomTemplateArn: TEMPLATE },
      };
      const answer = await universe.call('PUT', '/v2/campaigns', {
        ...{ name: `campaign ${campaigns++}`, connectInstanceId: 'instance', channelSubtypeConfig: { sms } },
        ...(window && {
          communicationTimeConfig: { localTimeZoneConfig: { defaultTimeZone: 'Europe/Berlin' }, sms: window },
        }),
        ...(schedule && { schedule }),
      });
      assert.equal(answer?.status, 200, JSON.stringify(answer));
      // What CreateCampaign has answered is an id of a campaign.
      const { id } = answer.body as { id: CampaignId };
      assert.equal((await universe.call('POST', `/v2/campaigns/${id}/start`))?.status, 200);
      return id;
    },
    async put(id, livesMs) {
      const templateParameters = { token: `token-${tokens}` };
      const answer = await universe.call('PUT', `/v2/campaigns/${id}/outbound-requests`, {
        outboundRequests: [
          {
            clientToken: `token-${tokens++}`,
            expirationTime: new Date(time.now() + livesMs).toISOString(),
            channelSubtypeParameters: { sms: { destinationPhoneNumber: '+493012345678', templateParameters } },
          },
        ],
      });
      assert.equal(answer?.status, 200);
      assert.deepEqual((answer.body as { failedRequests: unknown[] }).failedRequests, []);
    },
    async pass(ms) {
      await time.elapsed.advanceTo(time.elapsed.now() + ms);
    },
    async states(id) {
      const { requests } = await universe.store();
      // What CreateCampaign has answered is an id of a campaign.
      const page = await requests.requests({ campaignId: id as CampaignId, limit: 100 });
      return page.requests.map(({ state }) => state);
    },
  };
}

const at = (...instants: string[]): number[] => instants.map((instant) => Date.parse(instant));
const daily = (day: string, startTime: string, endTime: string): TimeWindow => ({
  openHours: { dailyHours: { [day]: [{ startTime, endTime }] } },
});

describe('a clock that is set', () => {
  const ALL_DAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];
  const OFFICE_HOURS: TimeWindow = {
    openHours: {
      dailyHours: Object.fromEntries(ALL_DAYS.map((day) => [day, [{ startTime: 'T09:00', endTime: 'T17:00' }]])),
    },
  };

  for (const [direction, byMs] of [
    ['forth', 6 * SECOND],
    ['forth', 3 * DAY],
    ['back', -6 * SECOND],
    ['back', -3 * DAY],
  ] as const) {
    test(`${direction} by ${Math.abs(byMs) / SECOND} s: nothing is begun for two seconds, and then everything that is due`, () =>
      inScene('2026-03-04T12:00:00Z', true, async ({ time, campaign, put, pass, handedOver }) => {
        const id = await campaign();
        await pass(5 * SECOND);
        time.jump(byMs);
        await put(id, 7 * DAY);
        const jumpedAt = time.now();
        await pass(MINUTE);
        assert.equal(handedOver.length, 1);
        const afterMs = handedOver[0]! - jumpedAt;
        assert.ok(afterMs >= 2 * SECOND && afterMs <= 3.1 * SECOND, `handed over ${afterMs} ms after the jump`);
      }));
  }

  test('by no more than what a time service corrects: everything goes on', () =>
    inScene('2026-03-04T12:00:00Z', true, async ({ time, campaign, put, pass, handedOver }) => {
      const id = await campaign();
      await pass(5 * SECOND);
      time.jump(4 * SECOND);
      const jumpedAt = time.now();
      await put(id, DAY);
      await pass(SECOND);
      assert.equal(handedOver.length, 1);
      assert.ok(handedOver[0]! - jumpedAt < 100);
    }));

  test('forth over an opening: whoever waited for it goes, and not a day later', () =>
    inScene('2026-03-04T03:00:00Z', true, async ({ time, campaign, put, pass, handedOver }) => {
      const id = await campaign(OFFICE_HOURS);
      await put(id, 2 * DAY);
      await pass(10 * SECOND);
      assert.deepEqual(handedOver, []);
      time.jump(6 * HOUR);
      await pass(10 * SECOND);
      assert.equal(handedOver.length, 1);
      assert.ok(handedOver[0]! < Date.parse('2026-03-04T09:00:15Z'));
    }));

  test('forth over an expiration time: the request is Expired within seconds and never handed over', () =>
    inScene('2026-03-04T03:00:00Z', true, async ({ time, campaign, put, pass, handedOver, states }) => {
      const id = await campaign(OFFICE_HOURS);
      await put(id, 5 * HOUR + 59 * MINUTE);
      await pass(10 * SECOND);
      time.jump(6 * HOUR);
      await pass(10 * SECOND);
      assert.deepEqual(await states(id), ['Expired']);
      assert.deepEqual(handedOver, []);
    }));

  test('back out of the communication time: who was not handed over waits for it again', () =>
    inScene('2026-03-04T10:00:00Z', true, async ({ time, campaign, put, pass, handedOver, states }) => {
      const id = await campaign(OFFICE_HOURS);
      await pass(5 * SECOND);
      time.jump(-6 * HOUR);
      await put(id, DAY);
      await pass(MINUTE);
      assert.deepEqual(handedOver, []);
      assert.deepEqual(await states(id), ['Buffered']);
      time.jump(4 * HOUR);
      await pass(MINUTE);
      assert.equal(handedOver.length, 1);
      assert.ok(handedOver[0]! >= Date.parse('2026-03-04T08:00:00Z'));
    }));

  test('back before the start of the schedule: nobody goes until it comes again', () =>
    inScene('2026-03-04T10:00:00Z', true, async ({ time, campaign, put, pass, handedOver }) => {
      const id = await campaign(undefined, { startTime: '2026-03-04T10:00:30Z', endTime: '2026-03-06T10:00:00Z' });
      await pass(40 * SECOND);
      await put(id, DAY);
      time.jump(-HOUR);
      await pass(MINUTE);
      const before = handedOver.length;
      await put(id, DAY);
      await pass(MINUTE);
      assert.equal(handedOver.length, before);
      time.jump(HOUR);
      await pass(MINUTE);
      assert.equal(handedOver.length, 2);
    }));
});

describe('a clock that is set, and what waits for it', () => {
  async function stateOf({ universe }: Scene, campaign: string): Promise<unknown> {
    const answer = await universe.call('GET', `/v2/campaigns/${campaign}/state`);
    assert.equal(answer?.status, 200);
    return (answer.body as { state: unknown }).state;
  }

  test('back by less than anybody notices, before the end of a schedule: the campaign is Completed at its end', () =>
    inScene('2026-03-04T10:00:00Z', true, async (scene) => {
      const { time, campaign, pass } = scene;
      const schedule = { startTime: '2026-03-04T09:59:00Z', endTime: '2026-03-04T10:00:10Z' };
      const id = await campaign(undefined, schedule);
      await pass(9 * SECOND);
      time.jump(-4 * SECOND);
      await pass(4.9 * SECOND);
      assert.equal(await stateOf(scene, id), 'Running', 'the clock shows 10:00:09.9');
      await pass(0.2 * SECOND);
      assert.equal(await stateOf(scene, id), 'Completed');
    }));

  test('back by days: what nobody has told the dispatcher is found at the next safety visit, half a minute later at most', () =>
    inScene('2026-03-04T10:00:00Z', true, async ({ time, campaign, pass, handedOver, universe }) => {
      const id = await campaign();
      await pass(5 * SECOND);
      time.jump(-3 * DAY);
      await pass(5 * SECOND);
      const { requests } = await universe.store();
      const now = time.now();
      const content = { sms: { destinationPhoneNumber: '+493012345678', templateParameters: { token: 'untold' } } };
      const row = aRow(id, 'untold', {
        payload: Buffer.from(JSON.stringify(content)),
        dueAt: now,
        expiresAt: now + DAY,
      });
      await requests.accept(aBatch(id, [row], { now }));
      await pass(31 * SECOND);
      assert.equal(handedOver.length, 1);
    }));

  for (const [direction, byMs] of [
    ['forth', 6 * HOUR],
    ['back', -6 * HOUR],
  ] as const) {
    test(`${direction} while people wait for the start of their segment's campaign: they enter when the clock shows it`, () =>
      inScene('2026-03-04T10:00:00Z', true, async ({ time, universe, pass, handedOver }) => {
        const profile = { profileId: 'f'.repeat(32), phones: ['+493012345678'] };
        const { directory } = await universe.store();
        await directory.putProfiles('000000000000', [{ ...profile, emails: [], addresses: [], attributes: {} }]);
        await universe.call('PUT', '/admin/v1/segments/all', { filter: [] });
        const sms = {
          outboundMode: { agentless: {} },
          defaultOutboundConfig: { connectSourcePhoneNumberArn: NUMBER, wisdomTemplateArn: TEMPLATE },
        };
        const answer = await universe.call('PUT', '/v2/campaigns', {
          ...{ name: 'people', connectInstanceId: 'instance', channelSubtypeConfig: { sms } },
          source: { customerProfilesSegmentArn: SEGMENT },
          connectCampaignFlowArn: FLOW,
          schedule: { startTime: '2026-03-04T17:00:00Z', endTime: '2026-03-20T00:00:00Z' },
        });
        assert.equal(answer?.status, 200, JSON.stringify(answer));
        // What CreateCampaign has answered.
        const { id } = answer.body as { id: string };
        assert.equal((await universe.call('POST', `/v2/campaigns/${id}/start`))?.status, 200);
        await pass(10 * SECOND);
        time.jump(byMs);
        await pass(Date.parse('2026-03-04T16:59:59Z') - time.now());
        assert.deepEqual(handedOver, []);
        await pass(5 * SECOND);
        assert.equal(handedOver.length, 1);
      }));
  }
});

describe('the days on which clocks change', () => {
  test('an opening in the hour that spring skips is at its end', () =>
    inScene('2026-03-28T12:00:00Z', false, async ({ campaign, put, pass, handedOver }) => {
      await put(await campaign(daily('SUNDAY', 'T02:30', 'T06:00')), 2 * DAY);
      await pass(DAY);
      assert.deepEqual(handedOver, at('2026-03-29T01:00:00Z'));
    }));

  test('a window that lies within the skipped hour is not open on that day', () =>
    inScene('2026-03-28T12:00:00Z', false, async ({ campaign, put, pass, handedOver }) => {
      await put(await campaign(daily('SUNDAY', 'T02:00', 'T03:00')), 10 * DAY);
      await pass(10 * DAY);
      assert.deepEqual(handedOver, at('2026-04-05T00:00:00Z'));
    }));

  test('the hour that autumn shows twice is open twice, and closed between for nobody', () =>
    inScene('2026-10-24T12:00:00Z', false, async ({ time, campaign, put, pass, handedOver }) => {
      const id = await campaign(daily('SUNDAY', 'T02:00', 'T03:00'));
      await put(id, 2 * DAY);
      await pass(DAY);
      assert.deepEqual(handedOver, at('2026-10-25T00:00:00Z'));
      const second = await campaign(daily('SUNDAY', 'T02:00', 'T02:30'));
      await pass(Date.parse('2026-10-31T12:00:00Z') - time.now());
      await put(second, 2 * DAY);
      await pass(DAY);
      assert.deepEqual(handedOver.slice(1), at('2026-11-01T01:00:00Z'));
    }));

  test('a window before and after the fold: who missed the first showing of the hour has the second', () =>
    inScene('2026-10-25T00:45:00Z', false, async ({ campaign, put, pass, handedOver }) => {
      // 02:45 by summer time: closed until 02:00 is shown for the second time.
      await put(await campaign(daily('SUNDAY', 'T02:00', 'T02:30')), HOUR);
      await pass(HOUR);
      assert.deepEqual(handedOver, at('2026-10-25T01:00:00Z'));
    }));

  test('office hours keep to the wall clock, before and after', () =>
    inScene('2026-03-27T20:00:00Z', false, async ({ campaign, put, pass, handedOver }) => {
      const window: TimeWindow = {
        openHours: {
          dailyHours: {
            SATURDAY: [{ startTime: 'T09:00', endTime: 'T10:00' }],
            SUNDAY: [{ startTime: 'T09:00', endTime: 'T10:00' }],
          },
        },
      };
      const id = await campaign(window);
      await put(id, 5 * DAY);
      await pass(DAY);
      await put(id, 5 * DAY);
      await pass(DAY);
      assert.deepEqual(handedOver, at('2026-03-28T08:00:00Z', '2026-03-29T07:00:00Z'));
    }));
});

describe('the leap day', () => {
  test('is a day like the others, with hours of its own', () =>
    inScene('2028-02-28T20:00:00Z', false, async ({ campaign, put, pass, handedOver }) => {
      await put(await campaign(daily('TUESDAY', 'T09:00', 'T10:00')), 3 * DAY);
      await pass(DAY);
      assert.deepEqual(handedOver, at('2028-02-29T08:00:00Z'));
    }));

  test('is within a restricted period from the 28th to the 1st', () =>
    inScene('2028-02-27T20:00:00Z', false, async ({ campaign, put, pass, handedOver }) => {
      const days = ['MONDAY', 'TUESDAY', 'WEDNESDAY'];
      const window: TimeWindow = {
        openHours: {
          dailyHours: Object.fromEntries(days.map((day) => [day, [{ startTime: 'T09:00', endTime: 'T10:00' }]])),
        },
        restrictedPeriods: { restrictedPeriodList: [{ startDate: '2028-02-28', endDate: '2028-03-01' }] },
      };
      await put(await campaign(window), 5 * DAY);
      await pass(5 * DAY);
      assert.deepEqual(handedOver, at('2028-03-01T08:00:00Z'));
    }));
});
