import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LocalTimeZoneConfig } from '../../../../src/domain/communication-time/config.ts';
import {
  createRecipientZoneFinder,
  type Whereabouts,
} from '../../../../src/domain/communication-time/recipient-zones.ts';
import { createZones } from '../../../../src/domain/zones/zone.ts';
import { readZoneData } from '../../../../src/domain/zones/zone-data.ts';

const find = createRecipientZoneFinder(readZoneData(), createZones());

function zonesFor(config: LocalTimeZoneConfig, whereabouts: Partial<Whereabouts>): string {
  const found = find(config, { phones: [], addresses: [], ...whereabouts });
  if (found.kind === 'missing') return 'missing';
  return `${found.isDetected ? 'detected' : 'default'} ${found.zones.map(({ name }) => name).join(' ')}`;
}

const newYork = '+12125550100';
const losAngeles = '+12135550100';
const idaho = '+12085550100';
const home = (postalCode: string, country = 'US') => [{ country, postalCode }];

test('without detection everyone is in the default zone', () => {
  assert.equal(zonesFor({ defaultTimeZone: 'Europe/Berlin' }, { phones: [newYork] }), 'default Europe/Berlin');
});

test('with detection the default zone is for those of whom nothing is known', () => {
  const config: LocalTimeZoneConfig = { defaultTimeZone: 'Europe/Berlin', localTimeZoneDetection: ['AREA_CODE'] };
  assert.equal(zonesFor(config, { phones: [newYork] }), 'detected America/New_York');
  assert.equal(zonesFor(config, { phones: ['+80012345678'] }), 'default Europe/Berlin');
  assert.equal(zonesFor(config, {}), 'default Europe/Berlin');
});

test('whoever has no zone and no default has none', () => {
  const config: LocalTimeZoneConfig = { localTimeZoneDetection: ['AREA_CODE', 'ZIP_CODE'] };
  assert.equal(zonesFor(config, { phones: ['+80012345678'], addresses: home('10115', 'DE') }), 'missing');
  assert.equal(zonesFor({ localTimeZoneDetection: ['ZIP_CODE'] }, { phones: [newYork] }), 'missing');
});

test('PRIMARY_ONLY, also by default, looks at the first phone and the first address', () => {
  const both = { phones: [newYork, losAngeles], addresses: [...home('60601'), ...home('96801')] };
  assert.equal(zonesFor({ localTimeZoneDetection: ['AREA_CODE'] }, both), 'detected America/New_York');
  assert.equal(
    zonesFor({ localTimeZoneDetection: ['ZIP_CODE'], localTimeZoneDetectionScope: 'PRIMARY_ONLY' }, both),
    'detected America/Chicago',
  );
});

test('ALL_AVAILABLE takes every phone and every address', () => {
  const both = { phones: [newYork, losAngeles], addresses: [...home('60601'), ...home('10001')] };
  const config: LocalTimeZoneConfig = {
    localTimeZoneDetection: ['AREA_CODE', 'ZIP_CODE'],
    localTimeZoneDetectionScope: 'ALL_AVAILABLE',
  };
  assert.equal(zonesFor(config, both), 'detected America/Chicago America/New_York America/Los_Angeles');
});

test('an address narrows a number of several zones to the one that both can be in', () => {
  const config: LocalTimeZoneConfig = { localTimeZoneDetection: ['AREA_CODE', 'ZIP_CODE'] };
  assert.equal(zonesFor(config, { phones: [idaho] }), 'detected America/Boise America/Denver America/Los_Angeles');
  assert.equal(zonesFor(config, { phones: [idaho], addresses: home('83864') }), 'detected America/Los_Angeles');
});

test('an address that contradicts the number adds its zone', () => {
  const config: LocalTimeZoneConfig = { localTimeZoneDetection: ['AREA_CODE', 'ZIP_CODE'] };
  assert.equal(
    zonesFor(config, { phones: [idaho], addresses: home('96801') }),
    'detected Pacific/Honolulu America/Boise America/Denver America/Los_Angeles',
  );
});
