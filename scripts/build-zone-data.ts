/**
 * Makes data/phone-zones.json and data/us-postal-code-zones.json from two pinned Python packages, which it installs into a
 * temporary folder with pip. Run by hand when one of them has news; the result is committed:
 * `npm exec node scripts/build-zone-data.ts`.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The port of Google's libphonenumber with the same version number; it carries the map of prefixes to time zones. */
const PHONE_PACKAGE = { name: 'phonenumbers', version: '9.0.43' };
/** ZIP code centroids (Census, GeoNames) laid over time zone boundaries (OpenStreetMap). */
const POSTAL_PACKAGE = { name: 'zip2info', version: '1.1.0' };

/**
 * Prefixes that only mobile, toll-free and other numbers without a place have, in countries with several zones. The map
 * gives many of them the capital's zone; libphonenumber itself answers the zones of the whole country for such numbers
 * (PhoneNumberToTimeZonesMapper), but has to parse the number for it. Checked against its metadata: none of these has a
 * fixed line, save a few under 642 (Scott Base).
 */
const PREFIXES_WITHOUT_PLACE = [
  ...['79', '7800', '7803', '7804', '7808', '7809'], // Russia and Kazakhstan
  ...['611', '614'], // Australia
  ...['346', '347', '3480', '3490'], // Spain
  ...['52300', '52500', '52800', '52900'], // Mexico
  ...['5530', '5540', '5550', '5580', '5590'], // Brazil
  ...['6280'], // Indonesia
  ...['642', '6470', '64508', '64800', '64900'], // New Zealand
  ...['5939'], // Ecuador
  ...['2992', '2994', '2995', '29980'], // Greenland
  ...['6898'], // French Polynesia
  ...['9766', '9768', '9769'], // Mongolia
];

/**
 * Younger area codes by the older ones on whose area they lie (NANPA, planning letters). Their exchanges are not in the map,
 * which gives each of them the zone of its state's larger part.
 */
const OVERLAYS: Readonly<Record<string, string>> = {
  ...{ 1236: '1250', 1672: '1250', 1778: '1250' }, // British Columbia
  ...{ 1364: '1270', 1367: '1418', 1448: '1850', 1458: '1541', 1581: '1418', 1729: '1423', 1879: '1709', 1930: '1812' },
  ...{ 1986: '1208' },
};

/** Military mail (AE, AA, AP): the code says how it is routed, not where the reader is. */
const MILITARY_POSTAL_CODES = /^(?:09\d|340|96[2-6])/;

const PHONE_SCRIPT = `import json; from phonenumbers.tzdata import data0; print(json.dumps(data0.data))`;
const PLACE_SCRIPT = `import json; from phonenumbers.geodata import GEOCODE_DATA
print(json.dumps({prefix: names['en'] for prefix, names in GEOCODE_DATA.items() if prefix[0] == '1' and 'en' in names}))`;
const POSTAL_SCRIPT = `import json; from zip2info._data import TIMEZONES, ZIP_INFO
print(json.dumps({f'{code:05d}': TIMEZONES[row[0]] for code, row in ZIP_INFO.items()}))`;

function inPython<Answer>(folder: string, script: string): Answer {
  const output = execFileSync('python3', ['-c', script], {
    env: { ...process.env, PYTHONPATH: folder },
    maxBuffer: 64 * 1024 * 1024,
    encoding: 'utf8',
  });
  return JSON.parse(output);
}

/** The zones of each prefix, with the numbers without a place widened to their whole country. */
function widenedPhoneZones(zonesByPrefix: Record<string, string[]>): Map<string, string[]> {
  const widened = new Map(Object.entries(zonesByPrefix));
  for (const placeless of PREFIXES_WITHOUT_PLACE) {
    for (const prefix of [...widened.keys()]) if (prefix.startsWith(placeless)) widened.delete(prefix);
    widened.set(placeless, zonesOfCountry(zonesByPrefix, placeless));
  }
  return widened;
}

/**
 * Lets what nobody has listed in an area code with several zones be in any of them. The map is folded: an exchange whose
 * zone is that of most others in its area code is not in it, and looks like one that is not listed at all. Those are told
 * apart by libphonenumber's places: an exchange with a known place was listed, and is believed where most exchanges of
 * its place agree.
 */
function widenSplitAreaCodes(zonesByPrefix: Map<string, string[]>, placeByPrefix: Map<string, string>): void {
  const areaCodes = new Set(
    [...zonesByPrefix.keys(), ...Object.keys(OVERLAYS)]
      .filter((prefix) => /^1\d{3}/.test(prefix))
      .map((prefix) => prefix.slice(0, AREA_CODE_LENGTH)),
  );
  const zonesOfArea = new Map([...areaCodes].map((areaCode) => [areaCode, allZonesOf(zonesByPrefix, areaCode)]));
  for (const areaCode of areaCodes) {
    const candidates = new Set([
      ...(zonesOfArea.get(areaCode) ?? []),
      ...(zonesOfArea.get(OVERLAYS[areaCode] ?? '') ?? []),
    ]);
    if (candidates.size < 2) continue;
    const listed = listedExchanges(zonesByPrefix, placeByPrefix, areaCode);
    for (const prefix of [...zonesByPrefix.keys()]) if (prefix.startsWith(areaCode)) zonesByPrefix.delete(prefix);
    zonesByPrefix.set(areaCode, [...candidates].sort());
    for (const [prefix, zones] of folded(listed)) zonesByPrefix.set(prefix, zones);
  }
}

/** Such as 1850: the country calling code and the area code. */
const AREA_CODE_LENGTH = 4;
/** Such as 1850222; the map tells nothing apart by the digits after it. */
const EXCHANGE_LENGTH = 7;

function allZonesOf(zonesByPrefix: Map<string, string[]>, areaCode: string): string[] {
  return [...zonesByPrefix].filter(([prefix]) => prefix.startsWith(areaCode)).flatMap(([, zones]) => zones);
}

/** The exchanges of an area code of which the map says something, or whose silence means the zone of its fallback. */
function listedExchanges(
  zonesByPrefix: Map<string, string[]>,
  placeByPrefix: Map<string, string>,
  areaCode: string,
): Map<string, string[]> {
  const exchanges = Array.from({ length: 800 }, (_, index) => `${areaCode}${index + 200}`);
  const said = exchanges.map((exchange) => ({
    exchange,
    zones: longestMatch(zonesByPrefix, exchange, AREA_CODE_LENGTH) ?? [],
    place: longestMatch(placeByPrefix, exchange, AREA_CODE_LENGTH + 1),
  }));
  const zonesOfPlace = new Map(
    [...Map.groupBy(said, ({ place }) => place)].map(([place, at]) => [place, commonest(at.map(({ zones }) => zones))]),
  );
  const listed = said.filter(
    ({ exchange, zones, place }) =>
      zonesByPrefix.has(exchange) ||
      (place !== undefined && zones.length > 0 && zonesOfPlace.get(place) === zones.join(' ')),
  );
  return new Map(listed.map(({ exchange, zones }) => [exchange, zones]));
}

function commonest(zoneSets: readonly string[][]): string | undefined {
  const bySet = Map.groupBy(zoneSets, (zones) => zones.join(' '));
  return [...bySet].sort(([, a], [, b]) => b.length - a.length)[0]?.[0];
}

function longestMatch<Value>(table: Map<string, Value>, number: string, shortest: number): Value | undefined {
  for (let length = number.length; length >= shortest; length -= 1) {
    const value = table.get(number.slice(0, length));
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Ten prefixes of the same zones that differ in their last digit are one, down to the area code. */
function folded(exchanges: Map<string, string[]>): Map<string, string[]> {
  const prefixes = new Map(exchanges);
  for (let length = EXCHANGE_LENGTH - 1; length > AREA_CODE_LENGTH; length -= 1) {
    const longer = [...prefixes.keys()].filter((prefix) => prefix.length > length);
    for (const stem of new Set(longer.map((prefix) => prefix.slice(0, length)))) {
      const ten = Array.from({ length: 10 }, (_, digit) => `${stem}${digit}`);
      const zones = prefixes.get(ten[0] ?? '');
      if (zones === undefined || !ten.every((prefix) => prefixes.get(prefix)?.join() === zones.join())) continue;
      for (const prefix of ten) prefixes.delete(prefix);
      prefixes.set(stem, zones);
    }
  }
  return prefixes;
}

/** The zones of the shortest prefix in the map that `prefix` begins with: its country calling code. */
function zonesOfCountry(zonesByPrefix: Record<string, string[]>, prefix: string): string[] {
  for (let length = 1; length <= 3; length += 1) {
    const zones = zonesByPrefix[prefix.slice(0, length)];
    if (zones !== undefined) return zones;
  }
  throw new Error(`no country calling code for ${prefix}`);
}

/** One entry per set of zones, with all its prefixes, so that a change upstream is a small diff. */
function phoneSets(zonesByPrefix: Map<string, string[]>): { zones: string[]; prefixes: string }[] {
  const prefixesByZones = new Map<string, string[]>();
  for (const [prefix, zones] of [...zonesByPrefix].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const key = [...zones].sort().join(' ');
    prefixesByZones.set(key, [...(prefixesByZones.get(key) ?? []), prefix]);
  }
  return [...prefixesByZones].map(([zones, prefixes]) => ({ zones: zones.split(' '), prefixes: prefixes.join(' ') }));
}

/** Runs of neighbouring codes with the same zone; a sectional centre (the first three digits) without a code ends a run. */
function postalRuns(zoneByCode: Record<string, string>): [first: string, last: string, zone: string][] {
  const runs: [string, string, string][] = [];
  for (const code of Object.keys(zoneByCode).sort()) {
    if (MILITARY_POSTAL_CODES.test(code)) continue;
    const zone = zoneByCode[code] ?? '';
    const current = runs.at(-1);
    if (current?.[2] === zone && sectionalCentre(code) - sectionalCentre(current[1]) <= 1) current[1] = code;
    else runs.push([code, code, zone]);
  }
  return runs;
}

function sectionalCentre(code: string): number {
  return Number(code.slice(0, 3));
}

/** JSON with one entry of the list `rows` per line. */
function writeRows(file: string, head: Record<string, unknown>, name: string, rows: readonly unknown[]): void {
  const lines = Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`);
  const entries = rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n');
  writeFileSync(file, `{\n${lines.join('')}  ${JSON.stringify(name)}: [\n${entries}\n  ]\n}\n`);
}

const folder = mkdtempSync(join(tmpdir(), 'zone-data-'));
try {
  const packages = [PHONE_PACKAGE, POSTAL_PACKAGE].map(({ name, version }) => `${name}==${version}`);
  execFileSync('python3', ['-m', 'pip', 'install', '--quiet', '--no-deps', '--target', folder, ...packages], {
    stdio: 'inherit',
  });
  const phoneZones = widenedPhoneZones(inPython(folder, PHONE_SCRIPT));
  widenSplitAreaCodes(phoneZones, new Map(Object.entries(inPython<Record<string, string>>(folder, PLACE_SCRIPT))));
  writeRows(
    'data/phone-zones.json',
    {
      about: 'Time zones by the digits that an E.164 number begins with; the longest prefix decides.',
      source: `Google libphonenumber v${PHONE_PACKAGE.version}, resources/timezones/map_data.txt, by way of the Python package ${PHONE_PACKAGE.name} ${PHONE_PACKAGE.version}`,
      licence: 'Apache-2.0, Copyright (C) 2011-2026 The Libphonenumber Authors',
      changes: `Numbers without a place have the zones of their whole country: ${PREFIXES_WITHOUT_PLACE.join(' ')}; exchanges of North America that are not listed have all zones of their area code, and of the one that it overlays: ${Object.keys(OVERLAYS).join(' ')}`,
    },
    'sets',
    phoneSets(phoneZones),
  );
  writeRows(
    'data/us-postal-code-zones.json',
    {
      about: 'Time zones by ranges of US ZIP codes: first, last, zone.',
      source: `Python package ${POSTAL_PACKAGE.name} ${POSTAL_PACKAGE.version}: centroids of the U.S. Census Bureau and GeoNames within time zone boundaries from OpenStreetMap`,
      licence: 'MIT (package), CC BY 4.0 (GeoNames), ODbL 1.0 (OpenStreetMap contributors), public domain (Census)',
      changes: 'Codes of military mail are left out; neighbouring codes with the same zone are one range.',
    },
    'ranges',
    postalRuns(inPython(folder, POSTAL_SCRIPT)),
  );
} finally {
  rmSync(folder, { recursive: true });
}
