/** What may go and when: expiration, the schedule of the campaign, and the communication time of each recipient. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_RATES } from '../../../src/dispatch/options.ts';
import { call, countBy, email, HOUR, inWorld, MINUTE, numbers, SECOND, START } from './dispatch-world.ts';

test('a request whose time has passed is Expired and never handed over', () =>
  inWorld(
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
    { dispatch: { rates: { ...DEFAULT_RATES, TELEPHONY: { ratePerSecond: 1, concurrent: 500 } } } },
  ));

test('requests of a paused campaign expire too', () =>
  inWorld(
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
    { dispatch: { rates: { ...DEFAULT_RATES, TELEPHONY: { ratePerSecond: 1, concurrent: 1 } } } },
  ));

test('before its scheduled start a Running campaign holds, and at its end it is Completed and the rest Cancelled', () =>
  inWorld(
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
    { dispatch: { rates: { ...DEFAULT_RATES, TELEPHONY: { ratePerSecond: 1, concurrent: 500 } } } },
  ));

test('outside the communication time of the recipient a request waits for the exact opening', () =>
  inWorld(async (world) => {
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
  inWorld(async (world) => {
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
