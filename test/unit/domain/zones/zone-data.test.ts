import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPhoneZones } from '../../../../src/domain/zones/phone-zones.ts';
import { createPostalCodeZones } from '../../../../src/domain/zones/postal-code-zones.ts';
import { isTimeZone } from '../../../../src/domain/zones/zone.ts';
import { readZoneData } from '../../../../src/domain/zones/zone-data.ts';

const data = readZoneData();
const phoneZones = createPhoneZones(data.phone);
const postalCodeZones = createPostalCodeZones(data.postalCodes);
const zip = (postalCode: string, country = 'US'): string => postalCodeZones({ country, postalCode }).join(' ');

test('the tables name only zones that this runtime knows, and say where they come from', () => {
  const names = new Set([
    ...data.phone.sets.flatMap(({ zones }) => zones),
    ...data.postalCodes.ranges.map(([, , zone]) => zone),
  ]);
  assert.deepEqual(
    [...names].filter((name) => !isTimeZone(name)),
    [],
  );
  for (const table of [data.phone, data.postalCodes]) {
    const { source, licence } = table as unknown as Record<string, string>;
    assert.ok(/\d+\.\d+\.\d+/.test(source ?? '') && licence !== undefined);
  }
});

test('every prefix is listed once and finds its own zones', () => {
  const prefixes = data.phone.sets.flatMap((set) => set.prefixes.split(' ').map((prefix) => ({ prefix, set })));
  assert.equal(new Set(prefixes.map(({ prefix }) => prefix)).size, prefixes.length);
  assert.ok(prefixes.length > 3_000);
  for (const { prefix, set } of prefixes) assert.deepEqual(phoneZones(`+${prefix}`), set.zones);
});

test('postal ranges are in order and do not overlap', () => {
  let previous = '';
  for (const [first, last] of data.postalCodes.ranges) {
    assert.match(`${first}${last}`, /^\d{10}$/);
    assert.ok(previous < first && first <= last, `${previous} ${first} ${last}`);
    previous = last;
  }
});

test('the longest prefix decides', () => {
  assert.deepEqual(phoneZones('+12125550100'), ['America/New_York']);
  assert.deepEqual(phoneZones('12125550100'), ['America/New_York']);
  assert.deepEqual(phoneZones('+4930123456'), ['Europe/Berlin']);
  assert.deepEqual(phoneZones('+12083345555'), ['America/Denver']);
  // Area code 850 has two zones, told apart by the exchange: Pensacola and Tallahassee.
  assert.deepEqual(phoneZones('+18504325555'), ['America/Chicago']);
  assert.deepEqual(phoneZones('+18502225555'), ['America/New_York']);
});

test('an exchange that is not listed may be in any zone of its area code', () => {
  assert.deepEqual(phoneZones('+18509995555'), ['America/Chicago', 'America/New_York']);
  assert.deepEqual(phoneZones('+12085550100'), ['America/Boise', 'America/Denver', 'America/Los_Angeles']);
  assert.deepEqual(phoneZones('+14235550100'), ['America/Chicago', 'America/New_York']);
  assert.deepEqual(phoneZones('+19075550100'), [
    'America/Adak',
    'America/Anchorage',
    'America/Juneau',
    'Pacific/Honolulu',
  ]);
});

test('every area code in which exchanges have different zones has all of them', () => {
  const entries = data.phone.sets.flatMap(({ zones, prefixes }) =>
    prefixes.split(' ').map((prefix) => ({ prefix, zones })),
  );
  const areaCodes = new Set(entries.flatMap(({ prefix }) => /^1\d{3}/.exec(prefix)?.[0] ?? []));
  const split = [...areaCodes].filter((areaCode) => {
    const within = entries.filter(({ prefix }) => prefix.startsWith(areaCode)).map(({ zones }) => zones.join(' '));
    return new Set(within).size > 1;
  });
  assert.ok(split.length > 20, `only ${split.length}`);
  for (const areaCode of split) {
    const zones = entries.filter(({ prefix }) => prefix.startsWith(areaCode)).flatMap((entry) => entry.zones);
    assert.deepEqual(new Set(phoneZones(`+${areaCode}`)), new Set(zones), areaCode);
  }
});

test('an area code that overlays a split one has its zones: most of western Kentucky is not on New York time', () => {
  for (const [younger, older] of [
    ['1364', '1270'],
    ['1448', '1850'],
    ['1930', '1812'],
    ['1458', '1541'],
    ['1986', '1208'],
  ] as const) {
    assert.deepEqual(phoneZones(`+${younger}5550100`), phoneZones(`+${older}5550100`), younger);
  }
});

test('a toll-free number may be anywhere in its country, not in New York', () => {
  for (const code of ['800', '833', '844', '855', '866', '877', '888']) {
    const zones = phoneZones(`+1${code}5550100`);
    assert.ok(zones.length > 40 && zones.includes('America/Los_Angeles') && zones.includes('Pacific/Honolulu'), code);
  }
});

test('a mobile number of a country with several zones may be in any of them, not in the capital', () => {
  assert.ok(phoneZones('+79161234567').includes('Asia/Vladivostok'));
  assert.ok(phoneZones('+61412345678').includes('Australia/Perth'));
  assert.ok(phoneZones('+34612345678').includes('Atlantic/Canary'));
  assert.ok(phoneZones('+61800123456').length > 0);
  assert.ok(phoneZones('+611800123456').includes('Australia/Perth'));
});

test('numbers that belong to no country have no zone, and neither has what is no number', () => {
  for (const number of ['+80012345678', '+87012345678', '+88212345678', '+97912345678', '+', '', '+0', 'x']) {
    assert.deepEqual(phoneZones(number), [], number);
  }
});

test('ZIP codes have their zone, with or without the last four digits', () => {
  assert.equal(zip('10001'), 'America/New_York');
  assert.equal(zip('90210-1234'), 'America/Los_Angeles');
  assert.equal(zip(' 60601 '), 'America/Chicago');
  assert.equal(zip('967971234'), 'Pacific/Honolulu');
  assert.equal(zip('46320'), 'America/Chicago');
  assert.equal(zip('42101'), 'America/Chicago');
});

test('Puerto Rico and the islands are found under both of their country codes', () => {
  assert.equal(zip('00901'), 'America/Puerto_Rico');
  assert.equal(zip('00601', 'PR'), 'America/Puerto_Rico');
  assert.equal(zip('00802', 'vi'), 'America/St_Thomas');
  assert.equal(zip('96910', 'GU'), 'Pacific/Guam');
  assert.equal(zip('96799', 'AS'), 'Pacific/Pago_Pago');
});

test('the Navajo Nation has summer time and the rest of Arizona has not', () => {
  assert.equal(zip('86515'), 'America/Denver');
  assert.equal(zip('85001'), 'America/Phoenix');
});

test('a code between two listed ranges has the zones of its neighbours in the same sectional centre', () => {
  const ranges = [
    ['10001', '10010', 'America/New_York'],
    ['10020', '10030', 'America/Chicago'],
    ['20001', '20010', 'America/Denver'],
  ] as const;
  const zonesOf = createPostalCodeZones({ ranges });
  const lookUp = (postalCode: string) => zonesOf({ country: 'US', postalCode });
  assert.deepEqual(lookUp('10005'), ['America/New_York']);
  assert.deepEqual(lookUp('10015'), ['America/New_York', 'America/Chicago']);
  assert.deepEqual(lookUp('10031'), ['America/Chicago']);
  assert.deepEqual(lookUp('20000'), ['America/Denver']);
  for (const code of ['00501', '15000', '20110', '99999']) assert.deepEqual(lookUp(code), [], code);
});

test('military mail, other countries and what is no ZIP code have no zone', () => {
  for (const code of ['09012', '34002', '96201', '00000', '1234', '123456', '1000A', '', '10001-', '1'.repeat(1_000)]) {
    assert.equal(zip(code), '', code);
  }
  assert.equal(zip('10115', 'DE'), '');
  assert.equal(zip('10001', ''), '');
});
