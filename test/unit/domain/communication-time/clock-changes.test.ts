/**
 * nextOpen against a brute-force minute scan around the changes of the clocks in 2024-2030, with the wall clock read by
 * formatting every minute. CAMPANILE_CLOCK_CHANGES=all takes every zone (a minute), else it is a seeded sample.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAYS_OF_WEEK, type TimeWindow } from '../../../../src/domain/communication-time/config.ts';
import { nextOpen } from '../../../../src/domain/communication-time/next-open.ts';
import { compileWindow } from '../../../../src/domain/communication-time/window.ts';
import { createZones } from '../../../../src/domain/zones/zone.ts';
import { createSeededRandom } from '../../../../src/lib/random.ts';
import { createSpanFinder } from './luxon-oracle.ts';
import { CASES_FROM, CASES_UNTIL, pick, randomWindow } from './random-cases.ts';

const MINUTE_MS = 60_000;
/** Asked minutes: this long before and after a change. */
const ASKED_MINUTES = 6 * 60;
/** Scanned minutes: on after the last asked one, so that most answers are found. */
const SCANNED_MINUTES = 30 * 60;
const WINDOWS_PER_CHANGE = 4;
const SAMPLED_ZONES = 12;

interface WallMinute {
  readonly day: (typeof DAYS_OF_WEEK)[number];
  readonly date: string;
  readonly clock: string;
}

/** The wall clock minute by minute, in the words of the wire. */
function wallClock(timeZone: string, from: number, minutes: number): WallMinute[] {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    weekday: 'long',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return Array.from({ length: minutes }, (_, minute) => {
    const text = format.format(from + minute * MINUTE_MS);
    const match = /^(\w+), (\d\d)\/(\d\d)\/(\d{4}), (\d\d:\d\d)$/.exec(text);
    assert.ok(match, text);
    const day = DAYS_OF_WEEK.find((name) => name === match[1]!.toUpperCase())!;
    return { day, date: `${match[4]}-${match[2]}-${match[3]}`, clock: `T${match[5]}` };
  });
}

function minuteOfDay({ clock }: WallMinute): number {
  return Number(clock.slice(1, 3)) * 60 + Number(clock.slice(4));
}

function isOpen(window: TimeWindow, { day, date, clock }: WallMinute): boolean {
  const periods = window.restrictedPeriods?.restrictedPeriodList ?? [];
  return (
    (window.openHours.dailyHours?.[day] ?? []).some((range) => range.startTime <= clock && clock < range.endTime) &&
    !periods.some(({ startDate, endDate }) => startDate <= date && date < endDate)
  );
}

/** For each minute the next one at which the scan is open or closed, as wanted; Infinity when there is none in the scan. */
function nextWhere(open: readonly boolean[], wanted: boolean): number[] {
  const next = new Array<number>(open.length).fill(Infinity);
  for (let minute = open.length - 1; minute >= 0; minute -= 1) {
    next[minute] = open[minute] === wanted ? minute : (next[minute + 1] ?? Infinity);
  }
  return next;
}

const random = createSeededRandom(20_260_329);
const everyZone = Intl.supportedValuesOf('timeZone');
const spansOf = createSpanFinder(CASES_FROM, CASES_UNTIL);
const isFull = process.env['CAMPANILE_CLOCK_CHANGES'] === 'all';
const oddOnes = ['Australia/Lord_Howe', 'Africa/Casablanca', 'America/St_Johns', 'Africa/Cairo', 'Pacific/Chatham'];
const zoneNames = isFull
  ? everyZone
  : [...oddOnes, ...Array.from({ length: SAMPLED_ZONES }, () => pick(random, everyZone))];

test(`around every change of the clocks of ${zoneNames.length} zones each minute gets the answer of a scan`, (context) => {
  const zones = createZones();
  let changes = 0;
  let answers = 0;
  for (const name of zoneNames) {
    const zone = zones.find(name)!;
    for (const { from: change } of spansOf(name).slice(1)) {
      changes += 1;
      const from = change - ASKED_MINUTES * MINUTE_MS;
      const wall = wallClock(name, from, 2 * ASKED_MINUTES + SCANNED_MINUTES);
      const [minuteBefore, minuteAfter] = [minuteOfDay(wall[ASKED_MINUTES - 1]!), minuteOfDay(wall[ASKED_MINUTES]!)];
      for (let round = 0; round < WINDOWS_PER_CHANGE; round += 1) {
        const window = {
          ...randomWindow(random, [minuteBefore + 1, minuteAfter]),
          ...(round === 0 ? restrictedOn(wall[ASKED_MINUTES]!.date) : {}),
        };
        const compiled = compileWindow(window);
        const open = wall.map((minute) => isOpen(window, minute));
        const [nextOpened, nextClosed] = [nextWhere(open, true), nextWhere(open, false)];
        for (let minute = 0; minute <= 2 * ASKED_MINUTES; minute += 1) {
          const expected = (open[minute] ? nextClosed : nextOpened)[minute]!;
          const found = nextOpen(compiled, [zone], from + minute * MINUTE_MS);
          const why = `${name}, ${minute - ASKED_MINUTES} minutes from ${change}: ${JSON.stringify(window)}`;
          assert.equal(found.kind === 'open', open[minute], why);
          const at = found.kind === 'open' ? found.closesAt : found.kind === 'opens' ? found.opensAt : Infinity;
          if (expected === Infinity) assert.ok(at >= from + wall.length * MINUTE_MS, why);
          else assert.equal(at, from + expected * MINUTE_MS, why);
          answers += 1;
        }
      }
    }
  }
  context.diagnostic(`${zoneNames.length} zones, ${changes} changes, ${answers} answers`);
  assert.ok(changes > 50);
});

function restrictedOn(date: string): Pick<TimeWindow, 'restrictedPeriods'> {
  const nextDay = new Date(Date.parse(date) + 24 * 60 * MINUTE_MS).toISOString().slice(0, 10);
  return { restrictedPeriods: { restrictedPeriodList: [{ startDate: date, endDate: nextDay }] } };
}
