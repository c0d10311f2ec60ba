import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CampaignDefinition } from '../../../src/domain/campaign.ts';
import type { CommunicationTimeConfig } from '../../../src/domain/communication-time/config.ts';
import type { RecipientZoneFinder } from '../../../src/domain/communication-time/recipient-zones.ts';
import { type Candidate, createEligibilityCheck, dispatchPeriod } from '../../../src/domain/eligibility.ts';
import { createZones } from '../../../src/domain/zones/zone.ts';

/** A Monday. */
const NOON = Date.parse('2026-03-02T12:00:00Z');
const HOUR = 3_600_000;

const zones = createZones();
const findZones: RecipientZoneFinder = (_config, { phones: [phone] }) => {
  const zone = zones.find(phone?.startsWith('+44') ? 'Europe/London' : 'America/New_York');
  return phone === undefined || zone === undefined
    ? { kind: 'missing' }
    : { kind: 'known', zones: [zone], isDetected: true };
};

const definition: CampaignDefinition = {
  type: 'MANAGED',
  channelSubtypeConfig: {
    sms: {
      outboundMode: { agentless: {} },
      defaultOutboundConfig: { connectSourcePhoneNumberArn: 'arn', wisdomTemplateArn: 'arn' },
    },
    email: {
      outboundMode: { agentless: {} },
      defaultOutboundConfig: { connectSourceEmailAddress: 'us@example.com', wisdomTemplateArn: 'arn' },
    },
  },
};

const hours = (startTime: string, endTime: string): CommunicationTimeConfig => ({
  localTimeZoneConfig: { localTimeZoneDetection: ['AREA_CODE'] },
  sms: { openHours: { dailyHours: { MONDAY: [{ startTime, endTime }] } } },
  email: { openHours: { dailyHours: { MONDAY: [{ startTime, endTime }] } } },
});

function smsTo(destinationPhoneNumber: string, expiresAt = NOON + 24 * HOUR): Candidate {
  return { channelSubtype: 'SMS', expiresAt, content: { sms: { destinationPhoneNumber, templateParameters: {} } } };
}

const mail: Candidate = {
  channelSubtype: 'EMAIL',
  expiresAt: NOON + 24 * HOUR,
  content: { email: { destinationEmailAddress: 'a@example.com', templateParameters: {} } },
};

test('without a communication time it may go until just before it expires', () => {
  const check = createEligibilityCheck({ definition }, findZones);
  assert.deepEqual(check(smsTo('+442079460000', NOON + HOUR), NOON), { kind: 'go', notAfter: NOON + HOUR - 1 });
});

test('at its expiration time it is expired, whatever else holds', () => {
  const check = createEligibilityCheck({ definition }, findZones);
  assert.deepEqual(check(smsTo('+442079460000', NOON), NOON), { kind: 'expire' });
  assert.equal(check(smsTo('+442079460000', NOON), NOON - 1).kind, 'go');
});

test('it may go until just before the window closes', () => {
  const check = createEligibilityCheck(
    { definition: { ...definition, communicationTimeConfig: hours('T09:00', 'T13:00') } },
    findZones,
  );
  assert.deepEqual(check(smsTo('+442079460000'), NOON), { kind: 'go', notAfter: NOON + HOUR - 1 });
});

test('before the window opens it waits for exactly that, in the zone of the recipient', () => {
  const check = createEligibilityCheck(
    { definition: { ...definition, communicationTimeConfig: hours('T09:00', 'T13:00') } },
    findZones,
  );
  assert.deepEqual(check(smsTo('+12125550100'), NOON), { kind: 'defer', dueAt: NOON + 2 * HOUR });
});

test('it may go until just before the schedule ends', () => {
  const schedule = { startTime: NOON - HOUR, endTime: NOON + 60_000 };
  const check = createEligibilityCheck({ definition: { ...definition, schedule } }, findZones);
  assert.deepEqual(check(smsTo('+442079460000'), NOON), { kind: 'go', notAfter: NOON + 59_999 });
  assert.deepEqual(dispatchPeriod({ schedule }), { from: NOON - HOUR, until: NOON + 60_000 });
});

test('before the schedule starts it waits for the start, also when a clock that was set back finds it due', () => {
  const schedule = { startTime: NOON + HOUR, endTime: NOON + 2 * HOUR };
  const check = createEligibilityCheck({ definition: { ...definition, schedule } }, findZones);
  assert.deepEqual(check(smsTo('+442079460000'), NOON), { kind: 'defer', dueAt: NOON + HOUR });
});

test('a recipient without a zone is suppressed, but only on a channel that has a communication time', () => {
  const communicationTimeConfig = hours('T09:00', 'T13:00');
  const check = createEligibilityCheck({ definition: { ...definition, communicationTimeConfig } }, findZones);
  assert.deepEqual(check(mail, NOON), { kind: 'exclude', state: 'Suppressed', reason: 'MISSING_TIMEZONE' });
  const { email: _, ...smsOnly } = communicationTimeConfig;
  const without = createEligibilityCheck(
    { definition: { ...definition, communicationTimeConfig: smsOnly } },
    findZones,
  );
  assert.equal(without(mail, NOON).kind, 'go');
});

test('a window that never opens suppresses', () => {
  const communicationTimeConfig = { ...hours('T09:00', 'T13:00'), sms: { openHours: { dailyHours: {} } } };
  const check = createEligibilityCheck({ definition: { ...definition, communicationTimeConfig } }, findZones);
  assert.deepEqual(check(smsTo('+442079460000'), NOON), {
    kind: 'exclude',
    state: 'Suppressed',
    reason: 'OUTSIDE_COMMUNICATION_TIME',
  });
});

test('a request without a channel, or with one that the campaign does not have, is suppressed', () => {
  const check = createEligibilityCheck({ definition }, findZones);
  const missing = { kind: 'exclude', state: 'Suppressed', reason: 'MISSING_CHANNEL' };
  assert.deepEqual(check({ expiresAt: NOON + 1, content: {} }, NOON), missing);
  const whatsApp = { whatsApp: { destinationPhoneNumber: '+442079460000', templateParameters: {} } };
  assert.deepEqual(check({ channelSubtype: 'WHATSAPP', expiresAt: NOON + 1, content: whatsApp }, NOON), missing);
});
