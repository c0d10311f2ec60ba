/** Contact events of calls, through the public API: put on one side, read from the event stream on the other. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CHANNELS } from '../../support/channels.ts';
import { CLOSED, callTo, type House, openHouse, smsTo } from '../sinks/house.ts';
import { type Told, told } from './told.ts';

let house: House;
before(async () => {
  house = await openHouse();
});
after(() => house.stop());

/** The contact events of one call in a house of its own story. */
async function contact(number: string, channels: object = CHANNELS, more: object = {}): Promise<Told[]> {
  await house.post('/admin/v1/reset', {});
  const campaign = await house.campaign(channels, more);
  const id = await house.put(campaign, callTo(number));
  await house.advance('PT5M');
  // A second call that everybody answers shows that the first one has no more to tell.
  const last = await house.put(campaign, callTo('+12065550100'));
  await house.advance('PT5M');
  const all = await told(house, 'contact', EVENTS_OF[number] ?? 0);
  assert.ok(all.every(({ data }) => data.contactId === id || data.contactId === last));
  return all.filter(({ data }) => data.contactId === id);
}

/** How many events come in all, with those of the second call. */
const EVENTS_OF: Readonly<Record<string, number>> = {
  '+12065550100': 8,
  '+12065550101': 7,
  '+12065550102': 7,
  '+12065550103': 8,
  '+12065550104': 8,
  '+12065550105': 7,
  '+12065550106': 8,
  '+12065550107': 7,
  '+12065550109': 8,
};

test('a person who answers: initiated, connected, disconnected, completed, with every field that is known by then', async () => {
  const events = await contact('+12065550100', CHANNELS, { tags: { owner: 'clinic' } });
  assert.deepEqual(
    events.map(({ event }) => event),
    ['INITIATED', 'CONNECTED_TO_SYSTEM', 'DISCONNECTED', 'COMPLETED'],
  );
  const [initiated, connected, disconnected, completed] = events.map(({ data }) => data);
  const { campaign, contactId, initiationTimestamp } = initiated;
  const common = {
    contactId,
    initialContactId: contactId,
    channel: 'VOICE',
    instanceArn: 'arn:aws:connect:us-east-1:000000000000:instance/clinic',
    initiationMethod: 'API',
    initiationTimestamp,
    campaign,
    tags: { owner: 'clinic' },
    segmentAttributes: { 'connect:Subtype': { valueString: 'connect:Telephony' } },
  };
  assert.match(campaign.campaignId, /^[0-9a-f-]{36}$/);
  assert.match(initiationTimestamp, /^2026-12-01T09:\d\d:\d\d\.\d{3}Z$/);
  assert.deepEqual(initiated, { eventType: 'INITIATED', ...common });
  const answeredAt = Date.parse(initiationTimestamp) + 2_000;
  const withConnection = { ...common, connectedToSystemTimestamp: new Date(answeredAt).toISOString() };
  assert.deepEqual(connected, { eventType: 'CONNECTED_TO_SYSTEM', ...withConnection });
  const atTheEnd = {
    ...withConnection,
    disconnectTimestamp: new Date(answeredAt + 1_500 + 3_000).toISOString(),
    disconnectReason: 'CONTACT_FLOW_DISCONNECT',
    answeringMachineDetectionStatus: 'HUMAN_ANSWERED',
    customerVoiceActivity: {
      greetingStartTimestamp: new Date(answeredAt).toISOString(),
      greetingEndTimestamp: new Date(answeredAt + 1_500).toISOString(),
    },
  };
  assert.deepEqual(disconnected, { eventType: 'DISCONNECTED', ...atTheEnd });
  assert.deepEqual(completed, { eventType: 'COMPLETED', ...atTheEnd });
});

for (const [number, status, disconnectReason, isConnected] of [
  ['+12065550101', 'SIT_TONE_BUSY', 'OTHER', false],
  ['+12065550102', 'AMD_UNANSWERED', 'OTHER', false],
  ['+12065550103', 'VOICEMAIL_BEEP', 'CONTACT_FLOW_DISCONNECT', true],
  ['+12065550104', 'VOICEMAIL_NO_BEEP', 'CONTACT_FLOW_DISCONNECT', true],
  ['+12065550105', 'SIT_TONE_INVALID_NUMBER', 'OTHER', false],
  ['+12065550106', 'FAX_MACHINE_DETECTED', 'OTHER', true],
  ['+12065550107', 'AMD_NOT_APPLICABLE', 'TELECOM_PROBLEM', false],
  ['+12065550109', 'AMD_UNRESOLVED_SILENCE', 'OTHER', true],
] as const) {
  test(`${status} is told with ${disconnectReason}`, async () => {
    const events = await contact(number);
    assert.deepEqual(
      events.map(({ event }) => event),
      ['INITIATED', ...(isConnected ? ['CONNECTED_TO_SYSTEM'] : []), 'DISCONNECTED', 'COMPLETED'],
    );
    const end = events.at(-1)?.data;
    assert.equal(end.answeringMachineDetectionStatus, status);
    assert.equal(end.disconnectReason, disconnectReason);
    assert.equal('connectedToSystemTimestamp' in end, isConnected);
    assert.equal('customerVoiceActivity' in end, status.startsWith('VOICEMAIL'));
  });
}

test('a call without detection says so once it is connected, and carries no status', async () => {
  await house.post('/admin/v1/reset', {});
  const { telephony } = CHANNELS;
  const answerMachineDetectionConfig = { enableAnswerMachineDetection: false };
  const campaign = await house.campaign({
    telephony: {
      ...telephony,
      defaultOutboundConfig: { ...telephony.defaultOutboundConfig, answerMachineDetectionConfig },
    },
  });
  await house.put(campaign, callTo('+12065550100'));
  await house.advance('PT1M');
  const events = await told(house, 'contact', 5);
  assert.deepEqual(
    events.map(({ event }) => event),
    ['INITIATED', 'CONNECTED_TO_SYSTEM', 'AMD_DISABLED', 'DISCONNECTED', 'COMPLETED'],
  );
  assert.ok(events.every(({ data }) => !('answeringMachineDetectionStatus' in data)));
});

test('a call that expires before it is placed is only disconnected, with EXPIRED', async () => {
  await house.post('/admin/v1/reset', {});
  const campaign = await house.campaign(CHANNELS, CLOSED);
  const { now } = await house.get('/admin/v1/clock');
  const id = await house.put(campaign, callTo('+12065550100'), new Date(Date.parse(now) + 60_000).toISOString());
  await house.advance('PT2M');
  const [event] = await told(house, 'contact', 1);
  assert.equal(event?.event, 'DISCONNECTED');
  assert.equal(event?.data.contactId, id);
  assert.equal(event?.data.disconnectReason, 'EXPIRED');
  assert.equal(event?.data.initiationTimestamp, new Date(now).toISOString());
});

test('who is cancelled is no contact, and neither is a message', async () => {
  await house.post('/admin/v1/reset', {});
  const campaign = await house.campaign();
  await house.put(campaign, smsTo('+12065550100'));
  await house.advance('PT1M');
  const closed = await house.campaign(CHANNELS, CLOSED);
  await house.put(closed, callTo('+12065550100'));
  await house.post(`/v2/campaigns/${closed}/stop`, {});
  await house.advance('PT1M');
  const other = await house.campaign();
  const id = await house.put(other, callTo('+12065550101'));
  await house.advance('PT1M');
  const events = await told(house, 'contact', 3);
  assert.deepEqual(
    events.map(({ event, data }) => [event, data.contactId]),
    ['INITIATED', 'DISCONNECTED', 'COMPLETED'].map((event) => [event, id]),
  );
});

for (const [fault, count, disconnectReason] of [
  ['reject', 1, 'TELECOM_PROBLEM'],
  ['timeout', 1, 'OUTBOUND_ATTEMPT_FAILED'],
  ['throttle', 6, 'OUTBOUND_ATTEMPT_FAILED'],
] as const) {
  test(`a call that the carrier meets with ${fault} begins and ends once, with ${disconnectReason}`, async () => {
    await house.post('/admin/v1/reset', {});
    await house.post('/admin/v1/faults', { channel: 'TELEPHONY', kind: fault, count });
    const id = await house.put(await house.campaign(), callTo('+12065550100'));
    await house.advance('PT1H');
    const events = await told(house, 'contact', 3);
    assert.deepEqual(
      events.map(({ event, data }) => [event, data.contactId]),
      ['INITIATED', 'DISCONNECTED', 'COMPLETED'].map((event) => [event, id]),
    );
    assert.equal(events.at(-1)?.data.disconnectReason, disconnectReason);
  });
}

test('a family that does not exist is refused', async () => {
  const { status } = await fetch(`${house.url}/admin/v1/events/stream?family=gossip`);
  assert.equal(status, 400);
});

test('a contact event tells no number', async () => {
  await house.post('/admin/v1/reset', {});
  await house.put(await house.campaign(), callTo('+12065550103'));
  await house.advance('PT1M');
  assert.doesNotMatch(JSON.stringify(await told(house, 'contact', 4)), /2065550103/);
});
