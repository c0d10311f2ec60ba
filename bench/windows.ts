/**
 * Next-open evaluations a second on one core: a hundred campaigns' windows, forty zones, instants of three years, and the
 * same cases by luxon in the same process. Rates are per second of processor time, so a busy machine changes them little.
 */
import { DateTime } from 'luxon';
import { DAYS_OF_WEEK, type TimeWindow } from '../src/domain/communication-time/config.ts';
import { type NextOpen, nextOpen } from '../src/domain/communication-time/next-open.ts';
import { compileWindow } from '../src/domain/communication-time/window.ts';
import { createZones } from '../src/domain/zones/zone.ts';
import { defined } from '../src/lib/assert.ts';
import { createSeededRandom, type Random } from '../src/lib/random.ts';
import { createReport, median } from './harness/report.ts';

const CASES = 100_000;
const LUXON_CASES = 4_000;
const ROUNDS = 7;
const GOAL_PER_SECOND = 2_000_000;
const DAY_MS = 86_400_000;
const FROM = Date.UTC(2026, 0, 1);
const DAYS = 3 * 365;

const ZONE_NAMES = [
  ...['America/New_York', 'America/Chicago', 'America/Denver', 'America/Los_Angeles', 'America/Phoenix'],
  ...['America/Anchorage', 'Pacific/Honolulu', 'America/Puerto_Rico', 'America/Toronto', 'America/St_Johns'],
  ...['America/Mexico_City', 'America/Sao_Paulo', 'America/Bogota', 'America/Santiago', 'Europe/London'],
  ...['Europe/Dublin', 'Europe/Lisbon', 'Europe/Berlin', 'Europe/Paris', 'Europe/Madrid', 'Europe/Rome'],
  ...['Europe/Athens', 'Europe/Helsinki', 'Europe/Moscow', 'Europe/Istanbul', 'Africa/Cairo', 'Africa/Casablanca'],
  ...['Africa/Johannesburg', 'Africa/Lagos', 'Asia/Dubai', 'Asia/Kolkata', 'Asia/Dhaka', 'Asia/Bangkok'],
  ...['Asia/Singapore', 'Asia/Shanghai', 'Asia/Tokyo', 'Australia/Perth', 'Australia/Sydney'],
  ...['Australia/Lord_Howe', 'Pacific/Auckland'],
];

interface Case {
  readonly window: number;
  readonly zone: string;
  readonly instant: number;
}

function below(random: Random, limit: number): number {
  return Math.floor(random.next() * limit);
}

/** Working days with a lunch break, a shorter Saturday, three holidays a year. */
function campaignWindow(random: Random): TimeWindow {
  const hour = (value: number): string => `T${String(value).padStart(2, '0')}:00`;
  const [opens, closes] = [7 + below(random, 4), 16 + below(random, 6)];
  const workday = [
    { startTime: hour(opens), endTime: 'T12:30' },
    { startTime: 'T13:30', endTime: hour(closes) },
  ];
  const days = DAYS_OF_WEEK.slice(0, 5).map((day) => [day, workday] as const);
  const date = (day: number): string => new Date(FROM + day * DAY_MS).toISOString().slice(0, 10);
  return {
    openHours: {
      dailyHours: { ...Object.fromEntries(days), SATURDAY: [{ startTime: 'T10:00', endTime: 'T14:00' }] },
    },
    restrictedPeriods: {
      restrictedPeriodList: Array.from({ length: 9 }, () => {
        const day = below(random, DAYS);
        return { startDate: date(day), endDate: date(day + 1 + below(random, 3)) };
      }),
    },
  };
}

/** The same question as one would put it to luxon: day by day, range by range. */
function nextOpenByLuxon(window: TimeWindow, zone: string, instant: number): NextOpen {
  const now = DateTime.fromMillis(instant, { zone });
  for (let days = 0; days < 400; days += 1) {
    const day = now.startOf('day').plus({ days });
    const date = day.toISODate() ?? '';
    const periods = window.restrictedPeriods?.restrictedPeriodList ?? [];
    if (periods.some(({ startDate, endDate }) => startDate <= date && date < endDate)) continue;
    for (const range of window.openHours.dailyHours?.[defined(DAYS_OF_WEEK[day.weekday - 1], 'day')] ?? []) {
      const [opensAt, closesAt] = [range.startTime, range.endTime].map((clock) => {
        const [hour = 0, minute = 0] = clock.slice(1).split(':').map(Number);
        return day.set({ hour, minute }).toMillis();
      });
      if (opensAt === undefined || closesAt === undefined || closesAt <= instant) continue;
      return instant >= opensAt ? { kind: 'open', closesAt } : { kind: 'opens', opensAt };
    }
  }
  return { kind: 'never' };
}

/** Evaluations per second of processor time, the median of some rounds over all cases. */
function measure(cases: readonly Case[], evaluate: (one: Case) => NextOpen): number {
  const rates = Array.from({ length: ROUNDS }, () => {
    const before = process.cpuUsage();
    let open = 0;
    for (const one of cases) if (evaluate(one).kind === 'open') open += 1;
    const { user, system } = process.cpuUsage(before);
    if (open === 0) throw new Error('no case was open, so the cases are wrong');
    return (cases.length * 1_000_000) / (user + system);
  });
  return median(rates);
}

const random = createSeededRandom(2026);
const windows = Array.from({ length: 100 }, () => campaignWindow(random));
const compiled = windows.map(compileWindow);
const zones = createZones();
const places = new Map(ZONE_NAMES.map((name) => [name, [defined(zones.find(name), name)]]));
const cases = Array.from({ length: CASES }, (): Case => {
  const zone = defined(ZONE_NAMES[below(random, ZONE_NAMES.length)], 'zone');
  return { window: below(random, windows.length), zone, instant: FROM + Math.floor(random.next() * DAYS * DAY_MS) };
});
const ours = (one: Case): NextOpen =>
  nextOpen(defined(compiled[one.window], 'window'), defined(places.get(one.zone), 'zone'), one.instant);
const theirs = (one: Case): NextOpen => nextOpenByLuxon(defined(windows[one.window], 'window'), one.zone, one.instant);

const report = createReport('windows');
const few = cases.slice(0, LUXON_CASES);
const differences = few.filter((one) => JSON.stringify(ours(one)) !== JSON.stringify(theirs(one))).length;
const rate = measure(cases, ours);
const luxonRate = measure(few, theirs);
report.add({
  measure: 'next-open evaluations',
  value: Math.round(rate),
  unit: '/s',
  goal: `>= ${GOAL_PER_SECOND / 1e6} M`,
  met: rate >= GOAL_PER_SECOND,
  cases: CASES,
});
report.add({ measure: 'the same by luxon', value: Math.round(luxonRate), unit: '/s', cases: LUXON_CASES });
report.add({ measure: 'ratio', value: Math.round(rate / luxonRate), unit: 'x' });
report.add({ measure: 'different answers', value: differences, unit: '', goal: '0', met: differences === 0 });
report.print();
process.exitCode = rate >= GOAL_PER_SECOND && differences === 0 ? 0 : 1;
