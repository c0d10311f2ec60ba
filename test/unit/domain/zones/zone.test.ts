import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IANAZone } from 'luxon';
import { formatLocalTime } from '../../../../src/domain/zones/local-time.ts';
import { createZone, createZones, isTimeZone } from '../../../../src/domain/zones/zone.ts';
import { createSeededRandom } from '../../../../src/lib/random.ts';

const DAY_MS = 86_400_000;

test('offsets of all zones are the ones that luxon reads, from 1970 to 2040', () => {
  const zones = createZones();
  const random = createSeededRandom(42);
  for (const name of Intl.supportedValuesOf('timeZone')) {
    const zone = zones.find(name)!;
    const expected = IANAZone.create(name);
    for (let round = 0; round < 20; round += 1) {
      const instant = Math.floor(random.next() * Date.UTC(2040, 0, 1));
      const { from, until, offsetMs } = zone.spanAt(instant);
      assert.ok(from <= instant && instant < until);
      // luxon reckons in minutes; Liberia's offset had seconds until 1972.
      assert.ok(Math.abs(offsetMs / 60_000 - expected.offset(instant)) < 1, `${name} ${instant}`);
    }
  }
});

test('spans follow one another without a gap, over the ends of chunks and backwards in time', () => {
  const zone = createZones().find('America/New_York')!;
  let changes = 0;
  for (let at = Date.UTC(2000, 0, 1); at < Date.UTC(2040, 0, 1); ) {
    const span = zone.spanAt(at);
    assert.ok(span.from <= at && at < span.until);
    assert.equal(zone.spanAt(span.from), span);
    const next = zone.spanAt(span.until);
    if (next.offsetMs !== span.offsetMs) changes += 1;
    assert.equal(next.from, span.until);
    at = span.until;
  }
  assert.equal(changes, 80);
  assert.equal(zone.spanAt(Date.UTC(1970, 0, 1)).offsetMs, -5 * 3_600_000);
});

test('every instant of the number line lies in a span', () => {
  const zone = createZones().find('Europe/Berlin')!;
  for (const instant of [-8.64e15, Date.UTC(1800, 0, 1), Date.UTC(2300, 6, 1), 8.64e15, 1e300]) {
    const { from, until } = zone.spanAt(instant);
    assert.ok(from <= instant && instant < until, String(instant));
  }
});

test('a chunk of time is asked for once, and only when needed', () => {
  let asked = 0;
  const zone = createZone('Test/Zone', () => {
    asked += 1;
    return 0;
  });
  assert.equal(asked, 0);
  zone.spanAt(Date.UTC(2026, 0, 1));
  const first = asked;
  assert.ok(first > 0 && first < 70, String(first));
  for (let day = 0; day < 100; day += 1) zone.spanAt(Date.UTC(2026, 0, 1) - day * DAY_MS);
  assert.ok(asked <= 2 * first);
});

test('aliases, old spellings and names in any case are zones; offsets and inventions are not', () => {
  for (const name of ['Asia/Kolkata', 'Asia/Calcutta', 'US/Pacific', 'europe/kyiv', 'UTC', 'America/Shiprock']) {
    assert.ok(isTimeZone(name), name);
    assert.ok(createZones().find(name) !== undefined, name);
  }
  for (const name of ['', '-05', '+05:00', 'Europe', 'Europe/Atlantis', '__proto__', 'constructor']) {
    assert.ok(!isTimeZone(name), name);
    assert.equal(createZones().find(name), undefined, name);
  }
});

test('a zone is found again as the same object', () => {
  const zones = createZones();
  assert.equal(zones.find('Europe/Berlin'), zones.find('Europe/Berlin'));
});

test('local time is written with its offset, on both sides of a change', () => {
  const zones = createZones();
  const at = (name: string, instant: string): string => formatLocalTime(zones.find(name)!, Date.parse(instant));
  assert.equal(at('Europe/Berlin', '2026-03-29T00:59:59Z'), '2026-03-29T01:59:59+01:00');
  assert.equal(at('Europe/Berlin', '2026-03-29T01:00:00Z'), '2026-03-29T03:00:00+02:00');
  assert.equal(at('America/St_Johns', '2026-01-01T00:00:00Z'), '2025-12-31T20:30:00-03:30');
  assert.equal(at('UTC', '2026-01-01T00:00:00Z'), '2026-01-01T00:00:00+00:00');
});
