/** The cases that a reader would try by hand; the rest is for luxon and the minute scan beside this file. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAYS_OF_WEEK, type DailyHours, type TimeWindow } from '../../../../src/domain/communication-time/config.ts';
import { nextOpen, SEARCH_HORIZON_DAYS } from '../../../../src/domain/communication-time/next-open.ts';
import { compileWindow } from '../../../../src/domain/communication-time/window.ts';
import { createZones } from '../../../../src/domain/zones/zone.ts';

const zones = createZones();
const DAY_MS = 86_400_000;

const everyDay = (...ranges: [startTime: string, endTime: string][]): DailyHours =>
  Object.fromEntries(DAYS_OF_WEEK.map((day) => [day, ranges.map(([startTime, endTime]) => ({ startTime, endTime }))]));

/** What nextOpen says, with instants as ISO texts. */
function ask(window: TimeWindow, names: string | string[], instant: string): string {
  const places = [names].flat().map((name) => zones.find(name)!);
  const answer = nextOpen(compileWindow(window), places, Date.parse(instant));
  if (answer.kind === 'never') return 'never';
  const at = answer.kind === 'open' ? answer.closesAt : answer.opensAt;
  return `${answer.kind} ${new Date(at).toISOString().replace(':00.000Z', 'Z')}`;
}

const hours = (dailyHours: DailyHours): TimeWindow => ({ openHours: { dailyHours } });
const office = hours(everyDay(['T09:00', 'T17:00']));

test('the start of a range is in, its end is out', () => {
  assert.equal(ask(office, 'UTC', '2026-03-02T08:59:59.999Z'), 'opens 2026-03-02T09:00Z');
  assert.equal(ask(office, 'UTC', '2026-03-02T09:00:00Z'), 'open 2026-03-02T17:00Z');
  assert.equal(ask(office, 'UTC', '2026-03-02T16:59:59.999Z'), 'open 2026-03-02T17:00Z');
  assert.equal(ask(office, 'UTC', '2026-03-02T17:00:00Z'), 'opens 2026-03-03T09:00Z');
});

test('a day that is not listed is closed, and so is one with an empty list', () => {
  const mondays = hours({ MONDAY: [{ startTime: 'T09:00', endTime: 'T17:00' }], TUESDAY: [] });
  assert.equal(ask(mondays, 'UTC', '2026-03-02T18:00:00Z'), 'opens 2026-03-09T09:00Z');
});

test('several ranges a day open and close one after the other, in whatever order they are given', () => {
  const split = hours(everyDay(['T14:00', 'T18:00'], ['T09:00', 'T12:00']));
  assert.equal(ask(split, 'UTC', '2026-03-02T10:00:00Z'), 'open 2026-03-02T12:00Z');
  assert.equal(ask(split, 'UTC', '2026-03-02T12:00:00Z'), 'opens 2026-03-02T14:00Z');
});

test('T24:00 and the next T00:00 are one moment: there is no closing between them', () => {
  const night = hours({
    SUNDAY: [{ startTime: 'T20:00', endTime: 'T24:00' }],
    MONDAY: [{ startTime: 'T00:00', endTime: 'T06:00' }],
  });
  assert.equal(ask(night, 'UTC', '2026-03-01T21:00:00Z'), 'open 2026-03-02T06:00Z');
  assert.equal(ask(night, 'UTC', '2026-03-02T05:00:00Z'), 'open 2026-03-02T06:00Z');
  const minuteShort = hours(everyDay(['T00:00', 'T23:59']));
  assert.equal(ask(minuteShort, 'UTC', '2026-03-02T12:00:00Z'), 'open 2026-03-02T23:59Z');
});

test('what is always open closes at the horizon, with and without a window', () => {
  const instant = '2026-03-02T12:00:00.000Z';
  const horizon = `open ${new Date(Date.parse(instant) + SEARCH_HORIZON_DAYS * DAY_MS).toISOString().slice(0, 16)}Z`;
  assert.equal(ask(hours(everyDay(['T00:00', 'T24:00'])), 'America/New_York', instant), horizon);
  assert.deepEqual(nextOpen(compileWindow(undefined), [], Date.parse(instant)).kind, 'open');
});

test('restricted periods are whole local days that win over open hours, and their end is exclusive', () => {
  const restricted = (startDate: string, endDate: string): TimeWindow => ({
    ...office,
    restrictedPeriods: { restrictedPeriodList: [{ name: 'Holiday', startDate, endDate }] },
  });
  const twelfth = restricted('2026-07-12', '2026-07-13');
  assert.equal(ask(twelfth, 'America/New_York', '2026-07-11T21:00:00Z'), 'opens 2026-07-13T13:00Z');
  assert.equal(ask(twelfth, 'America/New_York', '2026-07-12T15:00:00Z'), 'opens 2026-07-13T13:00Z');
  assert.equal(ask(twelfth, 'America/New_York', '2026-07-13T15:00:00Z'), 'open 2026-07-13T21:00Z');
  const allDay = { ...twelfth, openHours: { dailyHours: everyDay(['T00:00', 'T24:00']) } };
  assert.equal(ask(allDay, 'America/New_York', '2026-07-10T00:00:00Z'), 'open 2026-07-12T04:00Z');
});

test('overlapping, touching and nested restricted periods are one', () => {
  const window = {
    ...office,
    restrictedPeriods: {
      restrictedPeriodList: [
        { startDate: '2026-12-28', endDate: '2027-01-02' },
        { startDate: '2026-12-24', endDate: '2026-12-27' },
        { startDate: '2026-12-26', endDate: '2026-12-28' },
        { startDate: '2026-12-29', endDate: '2026-12-30' },
      ],
    },
  };
  assert.equal(ask(window, 'UTC', '2026-12-23T18:00:00Z'), 'opens 2027-01-02T09:00Z');
});

test('an opening in the hour that spring skips happens when the skip ends', () => {
  // Berlin, 29 March 2026: 02:00 CET (01:00Z) is 03:00 CEST.
  const window = hours(everyDay(['T02:30', 'T04:00']));
  assert.equal(ask(window, 'Europe/Berlin', '2026-03-29T00:59:00Z'), 'opens 2026-03-29T01:00Z');
  assert.equal(ask(window, 'Europe/Berlin', '2026-03-29T01:00:00Z'), 'open 2026-03-29T02:00Z');
});

test('a range that lies wholly in the skipped hour does not happen that day', () => {
  const window = hours(everyDay(['T02:10', 'T02:50']));
  assert.equal(ask(window, 'Europe/Berlin', '2026-03-29T00:00:00Z'), 'opens 2026-03-30T00:10Z');
});

test('an opening at the very minute of a change is read off the new wall clock', () => {
  const second = hours(everyDay(['T02:00', 'T02:30']));
  assert.equal(ask(second, 'Europe/Berlin', '2026-03-29T00:00:00Z'), 'opens 2026-03-30T00:00Z');
  assert.equal(ask(second, 'America/New_York', '2026-11-01T05:00:00Z'), 'opens 2026-11-01T07:00Z');
});

test('a closing at the very minute of a change is read off the new wall clock', () => {
  // New York shows 01:00 again instead of 02:00, so what closes at 02:00 goes on for an hour.
  const window = hours(everyDay(['T00:30', 'T02:00']));
  assert.equal(ask(window, 'America/New_York', '2026-11-01T05:00:00Z'), 'open 2026-11-01T07:00Z');
});

test('an hour that autumn shows twice is open twice', () => {
  // New York, 1 November 2026: 02:00 EDT (06:00Z) is 01:00 EST.
  const window = hours(everyDay(['T01:15', 'T01:45']));
  assert.equal(ask(window, 'America/New_York', '2026-11-01T05:20:00Z'), 'open 2026-11-01T05:45Z');
  assert.equal(ask(window, 'America/New_York', '2026-11-01T05:45:00Z'), 'opens 2026-11-01T06:15Z');
  assert.equal(ask(window, 'America/New_York', '2026-11-01T06:20:00Z'), 'open 2026-11-01T06:45Z');
});

test('a range that begins within the repeated hour is interrupted by it', () => {
  const window = hours(everyDay(['T01:30', 'T05:00']));
  assert.equal(ask(window, 'America/New_York', '2026-11-01T05:30:00Z'), 'open 2026-11-01T06:00Z');
  assert.equal(ask(window, 'America/New_York', '2026-11-01T06:00:00Z'), 'opens 2026-11-01T06:30Z');
});

test('a change of half an hour and a day that does not exist are only arithmetic', () => {
  const window = hours(everyDay(['T02:15', 'T03:00']));
  // Lord Howe, 4 October 2026: 02:00 (+10:30) is 02:30 (+11).
  assert.equal(ask(window, 'Australia/Lord_Howe', '2026-10-03T15:00:00Z'), 'opens 2026-10-03T15:30Z');
  // Samoa had no 30 December 2011 (a Friday).
  const fridays = hours({ FRIDAY: [{ startTime: 'T00:00', endTime: 'T24:00' }] });
  assert.equal(ask(fridays, 'Pacific/Apia', '2011-12-29T22:00:00Z'), 'opens 2012-01-05T10:00Z');
});

test('of several zones all must be open', () => {
  assert.equal(
    ask(office, ['America/New_York', 'America/Los_Angeles'], '2026-07-01T13:00:00Z'),
    'opens 2026-07-01T16:00Z',
  );
  assert.equal(
    ask(office, ['America/New_York', 'America/Los_Angeles'], '2026-07-01T16:00:00Z'),
    'open 2026-07-01T21:00Z',
  );
  assert.equal(
    ask(office, ['America/Los_Angeles', 'America/New_York'], '2026-07-01T21:00:00Z'),
    'opens 2026-07-02T16:00Z',
  );
});

test('zones that are never open together are never open, and neither is a window without a range', () => {
  assert.equal(ask(office, ['Europe/Berlin', 'Pacific/Honolulu'], '2026-07-01T13:00:00Z'), 'never');
  assert.equal(ask(hours({}), 'UTC', '2026-07-01T13:00:00Z'), 'never');
  assert.equal(ask({ openHours: {} }, 'UTC', '2026-07-01T13:00:00Z'), 'never');
});

test('an opening beyond the horizon counts as never', () => {
  const window = {
    ...office,
    restrictedPeriods: { restrictedPeriodList: [{ startDate: '2026-01-01', endDate: '2028-01-01' }] },
  };
  assert.equal(ask(window, 'UTC', '2026-01-01T00:00:00Z'), 'never');
  assert.equal(ask(window, ['Europe/Berlin', 'UTC', 'America/New_York'], '2026-01-01T00:00:00Z'), 'never');
  assert.equal(ask(window, 'UTC', '2027-01-01T00:00:00Z'), 'opens 2028-01-01T09:00Z');
});

test('zones that share an opening only while one of them has summer time get it', () => {
  // New York 16:00-17:00 is 20:00Z in summer, 21:00Z in winter; Phoenix 13:00-14:00 is always 20:00Z.
  const window = hours(everyDay(['T16:00', 'T17:00'], ['T13:00', 'T14:00']));
  assert.equal(ask(window, ['America/New_York', 'America/Phoenix'], '2026-11-02T12:00:00Z'), 'opens 2027-03-14T20:00Z');
});
