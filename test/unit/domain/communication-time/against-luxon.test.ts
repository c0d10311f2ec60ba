/**
 * nextOpen against luxon over seeded windows, zones and instants of 2024-2030, half of them near a change of the clocks.
 * CAMPANILE_WINDOW_CASES sets how many (20,000); 1,000,000 take three minutes of processor time.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextOpen, SEARCH_HORIZON_DAYS } from '../../../../src/domain/communication-time/next-open.ts';
import { compileWindow } from '../../../../src/domain/communication-time/window.ts';
import { createZones } from '../../../../src/domain/zones/zone.ts';
import { createSeededRandom } from '../../../../src/lib/random.ts';
import { createSpanFinder, nextOpenByLuxon } from './luxon-oracle.ts';
import { CASES_FROM, CASES_UNTIL, integerBelow, pick, randomWindow } from './random-cases.ts';

const CASES = Number(process.env['CAMPANILE_WINDOW_CASES'] ?? 20_000);
const SEED = Number(process.env['CAMPANILE_WINDOW_SEED'] ?? 1);
/** Finding a zone's changes by luxon takes 0.1 s; more cases draw from more zones, up to all. */
const ZONES = Math.max(30, Math.floor(CASES / 1_000));
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

test(`${CASES} random next openings are the ones that luxon finds`, () => {
  const random = createSeededRandom(SEED);
  const zones = createZones();
  const spansOf = createSpanFinder(CASES_FROM - 2 * DAY_MS, CASES_UNTIL + (SEARCH_HORIZON_DAYS + 3) * DAY_MS);
  const all = Intl.supportedValuesOf('timeZone');
  const drawn = ZONES >= all.length ? all : Array.from({ length: ZONES }, () => pick(random, all));
  const kinds = { open: 0, opens: 0, never: 0 };

  for (let round = 0; round < CASES; round += 1) {
    const names = Array.from({ length: random.next() < 0.9 ? 1 : 2 + integerBelow(random, 2) }, () =>
      pick(random, drawn),
    );
    const changes = spansOf(names[0]!).filter(({ from }) => from > CASES_FROM && from < CASES_UNTIL);
    const instant =
      changes.length > 0 && random.next() < 0.5
        ? pick(random, changes).from + integerBelow(random, 12 * HOUR_MS) - 6 * HOUR_MS
        : CASES_FROM + integerBelow(random, CASES_UNTIL - CASES_FROM);
    const window = randomWindow(random);
    const found = nextOpen(
      compileWindow(window),
      names.map((name) => zones.find(name)!),
      instant,
    );
    kinds[found.kind] += 1;
    const expected = nextOpenByLuxon(window, names, instant, spansOf);
    assert.deepEqual(found, expected, `seed ${SEED}, round ${round}: ${names} ${instant} ${JSON.stringify(window)}`);
  }
  assert.ok(kinds.open > 0 && kinds.opens > 0 && kinds.never > 0, JSON.stringify(kinds));
});
