/** Campaign-* objects, through the public API: put on one side, read from the event stream on the other. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CHANNELS } from '../../support/channels.ts';
import { CLOSED, callTo, type House, mailTo, openHouse, smsTo, whatsAppTo } from '../sinks/house.ts';
import { type Told, told } from './told.ts';

let house: House;
before(async () => {
  house = await openHouse();
});
after(() => house.stop());

/** The objects of one request; `count` with the one that says that it was targeted. */
async function objects(parameters: object, count: number): Promise<Told[]> {
  await house.post('/admin/v1/reset', {});
  await house.put(await house.campaign(), parameters);
  await house.advance('P4D');
  return told(house, 'campaign', count);
}

const types = (events: readonly Told[]): string[] => events.map(({ event }) => event);

test('a mail: targeted, sent, delivered, opened and clicked, each with what all objects have', async () => {
  const events = await objects(mailTo('click@example.com'), 5);
  assert.deepEqual(types(events), ['TARGET', 'Send', 'Delivery', 'Open', 'Click']);
  const [target, send, , open, click] = events.map(({ data }) => data);
  const { campaign, campaign_event_id, campaign_event_timestamp, outbound_request_id } = send;
  assert.deepEqual(send, {
    campaign_event_id,
    campaign_event_timestamp,
    campaign_event_type: 'Send',
    campaign_message_id: outbound_request_id,
    outbound_request_id,
    outbound_request_creation_timestamp: send.outbound_request_creation_timestamp,
    endpoint: { endpoint_type: 'EMAIL_ADDRESS' },
    instance_arn: 'arn:aws:connect:us-east-1:000000000000:instance/clinic',
    channel: { name: 'EMAIL', subtype: 'connect:Email' },
    campaign,
    email: { eventType: 'Send' },
  });
  assert.match(outbound_request_id, /^[0-9a-f-]{36}$/);
  assert.match(campaign_event_timestamp, /^2026-12-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.match(send.outbound_request_creation_timestamp, /^2026-12-\d\dT/);
  assert.match(campaign.campaign_name, /^campaign \d+$/);
  assert.match(campaign.campaign_id, /^[0-9a-f-]{36}$/);
  assert.equal(campaign.campaign_run_id, campaign.campaign_id);
  assert.deepEqual(open.email, { eventType: 'Open', open: {} });
  assert.deepEqual(click.email, { eventType: 'Click', click: {} });
  assert.equal('outbound_request_id' in target || 'endpoint' in target || 'campaign_message_id' in target, false);
  assert.equal(new Set(events.map(({ data }) => data.campaign_event_id)).size, 5);
});

for (const [localPart, expected, member, value] of [
  ['bounce', ['Send', 'Delivery', 'Bounce'], 'bounce', { bounceType: 'Undetermined', bounceSubType: 'Undetermined' }],
  ['complaint', ['Send', 'Delivery', 'Complaint'], 'complaint', {}],
  ['delay', ['Send', 'Delivery', 'DeliveryDelay'], 'deliveryDelay', { delayType: 'Undetermined' }],
  ['reject', ['Reject'], 'reject', {}],
] as const) {
  test(`a mail to ${localPart}@ is told as ${expected.join(', ')}`, async () => {
    const events = await objects(mailTo(`${localPart}@example.com`), expected.length + 1);
    assert.deepEqual(types(events), ['TARGET', ...expected]);
    assert.deepEqual(events.at(-1)?.data.email, { eventType: expected.at(-1), [member]: value });
  });
}

for (const [number, expected, status] of [
  ['+12065550100', ['TEXT_SENT', 'TEXT_DELIVERED'], 'DELIVERED'],
  ['+12065550101', ['TEXT_BLOCKED'], 'BLOCKED'],
  ['+12065550102', ['TEXT_SENT', 'TEXT_UNKNOWN'], 'UNKNOWN'],
  ['+12065550105', ['TEXT_INVALID'], 'INVALID'],
] as const) {
  test(`an SMS to a number that ends in ${number.slice(-2)} is told as ${expected.join(', ')}`, async () => {
    const events = await objects(smsTo(number), expected.length + 1);
    assert.deepEqual(types(events), ['TARGET', ...expected]);
    const { sms, channel, endpoint } = events.at(-1)?.data ?? {};
    assert.equal(sms.messageType, 'TRANSACTIONAL');
    assert.equal(sms.messageStatus, status);
    assert.match(sms.messageStatusDescription, /\w+ \w+/);
    assert.deepEqual(channel, { name: 'CHAT', subtype: 'connect:SMS' });
    assert.deepEqual(endpoint, { endpoint_type: 'PHONE_NUMBER' });
  });
}

test('WhatsApp messages nest under engagement, with the errors of a failure', async () => {
  const delivered = await objects(whatsAppTo('+12065550100'), 3);
  assert.deepEqual(types(delivered), ['TARGET', 'sent', 'delivered']);
  assert.deepEqual(delivered.at(-1)?.data.engagement.engagement_details, { whatsapp: { errors: [] } });
  const failed = await objects(whatsAppTo('+12065550101'), 2);
  assert.deepEqual(types(failed), ['TARGET', 'failed']);
  const { engagement } = failed.at(-1)?.data ?? {};
  assert.deepEqual(engagement.channel, { name: 'CHAT', subtype: 'connect:WhatsApp' });
  assert.deepEqual(engagement.engagement_details.whatsapp.errors, [
    { code: 'REJECTED', message: 'The carrier refused the message.' },
  ]);
});

test('a call is told once, when it is over, by the status of the classifier', async () => {
  const events = await objects(callTo('+12065550103'), 2);
  assert.deepEqual(types(events), ['TARGET', 'VOICEMAIL_BEEP']);
  const { voice, channel } = events.at(-1)?.data ?? {};
  assert.deepEqual(channel, { name: 'VOICE', subtype: 'connect:Telephony' });
  assert.equal(voice.answeringMachineDetectionStatus, 'VOICEMAIL_BEEP');
  assert.match(voice.customerVoiceActivity.greetingEndTimestamp, /^\d{4}-\d\d-\d\dT/);
});

test('who is never attempted is told by orchestration, with the reason', async () => {
  await house.post('/admin/v1/reset', {});
  const campaign = await house.campaign(CHANNELS, CLOSED);
  const { now } = await house.get('/admin/v1/clock');
  await house.put(campaign, smsTo('+12065550100'), new Date(Date.parse(now) + 60_000).toISOString());
  await house.advance('PT2M');
  await house.put(campaign, smsTo('+12065550100'));
  await house.post(`/v2/campaigns/${campaign}/stop`, {});
  await house.advance('PT2M');
  const events = await told(house, 'campaign', 2);
  assert.deepEqual(types(events), ['EXPIRED', 'CAMPAIGN_STOPPED']);
  assert.ok(events.every(({ data }) => !('outbound_request_id' in data)));
});
