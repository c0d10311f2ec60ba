import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CommunicationTimeConfig, TimeWindow } from '../../../../src/domain/communication-time/config.ts';
import { validateCommunicationTime } from '../../../../src/domain/communication-time/validation.ts';
import { isTimeZone } from '../../../../src/domain/zones/zone.ts';

const problems = (config: CommunicationTimeConfig): string[] => validateCommunicationTime(config, isTimeZone);
const inBerlin = { defaultTimeZone: 'Europe/Berlin' };
const mondays = (startTime: string, endTime: string): TimeWindow => ({
  openHours: { dailyHours: { MONDAY: [{ startTime, endTime }] } },
});

test('a communication time that makes sense has no problems', () => {
  const window: TimeWindow = {
    ...mondays('T00:00', 'T24:00'),
    restrictedPeriods: { restrictedPeriodList: [{ startDate: '2028-02-29', endDate: '2028-03-01' }] },
  };
  assert.deepEqual(problems({ localTimeZoneConfig: inBerlin, telephony: window, email: window }), []);
  assert.deepEqual(problems({ localTimeZoneConfig: { localTimeZoneDetection: ['AREA_CODE'] }, sms: window }), []);
  assert.deepEqual(problems({ localTimeZoneConfig: {} }), []);
});

test('open hours need a zone or a way to find one', () => {
  for (const localTimeZoneConfig of [{}, { localTimeZoneDetection: [] }]) {
    assert.deepEqual(problems({ localTimeZoneConfig, sms: mondays('T09:00', 'T10:00') }), [
      'localTimeZoneConfig: open hours need a defaultTimeZone or a localTimeZoneDetection',
    ]);
  }
});

test('a default zone must be in the IANA database, also when nothing needs it', () => {
  for (const defaultTimeZone of ['Mars/Olympus', '', '-05', 'America', 'GMT+5']) {
    assert.deepEqual(problems({ localTimeZoneConfig: { defaultTimeZone } }), [
      `localTimeZoneConfig.defaultTimeZone: '${defaultTimeZone}' is not a time zone of the IANA database`,
    ]);
  }
});

test('a range must end after it starts', () => {
  for (const [start, end] of [
    ['T09:00', 'T09:00'],
    ['T22:00', 'T06:00'],
  ] as const) {
    assert.deepEqual(problems({ localTimeZoneConfig: inBerlin, whatsApp: mondays(start, end) }), [
      `whatsApp.openHours.dailyHours.MONDAY: endTime ${end} must be after startTime ${start}`,
    ]);
  }
});

test('times of day go from T00:00 to T24:00, and T24:00 only ends', () => {
  const telephony = (start: string, end: string) =>
    problems({ localTimeZoneConfig: inBerlin, telephony: mondays(start, end) }).length;
  for (const start of ['T24:00', 'T25:00', 'T10:60']) assert.equal(telephony(start, 'T24:00'), 1, start);
  for (const end of ['T24:01', 'T99:99', 'T10:60']) assert.equal(telephony('T00:00', end), 1, end);
  assert.equal(telephony('T23:59', 'T24:00'), 0);
});

test('a restricted period must begin on a day of the calendar and end on a later one', () => {
  for (const [startDate, endDate] of [
    ['2026-07-12', '2026-07-12'],
    ['2026-07-13', '2026-07-12'],
    ['2026-02-29', '2026-03-02'],
    ['2026-02-20', '2026-02-30'],
    ['2026-13-01', '2027-01-01'],
  ] as const) {
    const restrictedPeriods = { restrictedPeriodList: [{ startDate, endDate }] };
    const found = problems({ localTimeZoneConfig: inBerlin, email: { openHours: {}, restrictedPeriods } });
    assert.equal(found.length, 1, `${startDate} ${endDate}`);
    assert.match(found[0]!, /^email\.restrictedPeriods: (start|end)Date /);
  }
});

test('every problem of every channel is told', () => {
  const broken = mondays('T10:00', 'T09:00');
  assert.equal(problems({ localTimeZoneConfig: {}, telephony: broken, sms: broken }).length, 3);
});
