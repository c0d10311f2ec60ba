/** Contact events of calls that reach an agent, through the public API. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { CHANNELS } from '../../support/channels.ts';
import { callTo, type House, openHouse } from '../sinks/house.ts';
import { told } from './told.ts';

const QUEUE = 'reminders';
const AGENTS = `/admin/v1/queues/${QUEUE}/agents`;
const ARN = 'arn:aws:connect:us-east-1:000000000000:instance/clinic';

let house: House;
before(async () => {
  house = await openHouse();
});
after(() => house.stop());
beforeEach(() => house.post('/admin/v1/reset', {}));

const withMode = (outboundMode: object) => ({
  telephony: { ...CHANNELS.telephony, outboundMode, connectQueueId: QUEUE },
});

const act = (action: string) => house.post(`${AGENTS}/anna`, { action });

test('a call that an agent takes is queued, connected, and completed once the agent is done with it', async () => {
  await house.post(AGENTS, { agentId: 'anna', available: true });
  const campaign = await house.campaign(withMode({ progressive: { bandwidthAllocation: 1 } }));
  const id = await house.put(campaign, callTo('+12065550100'));
  await house.advance('PT5M');
  await act('afterContactWorkDone');
  await house.advance('PT1M');
  const events = await told(house, 'contact', 6);
  assert.deepEqual(
    events.map(({ event }) => event),
    ['INITIATED', 'CONNECTED_TO_SYSTEM', 'QUEUED', 'CONNECTED_TO_AGENT', 'DISCONNECTED', 'COMPLETED'],
  );
  assert.ok(events.every(({ data }) => data.contactId === id));
  const [, , queued, connected, disconnected, completed] = events.map(({ data }) => data);
  assert.equal(queued.queueInfo.queueArn, `${ARN}/queue/${QUEUE}`);
  assert.equal(queued.queueInfo.queueType, 'STANDARD');
  assert.match(queued.queueInfo.enqueueTimestamp, /^2026-12-01T/);
  assert.equal(queued.answeringMachineDetectionStatus, 'HUMAN_ANSWERED');
  assert.equal(connected.agentInfo.agentArn, `${ARN}/agent/anna`);
  assert.match(connected.agentInfo.connectedToAgentTimestamp, /^2026-12-01T/);
  assert.equal(disconnected.disconnectReason, 'CUSTOMER_DISCONNECT');
  assert.deepEqual(completed, { ...disconnected, eventType: 'COMPLETED' });
});

test('a preview that an agent accepts updates the contact and tells its strategy', async () => {
  await house.post(AGENTS, { agentId: 'anna', available: true });
  const preview = { bandwidthAllocation: 1, timeoutConfig: { durationInSeconds: 60 }, agentActions: ['DISCARD'] };
  const campaign = await house.campaign(withMode({ preview }));
  await house.put(campaign, callTo('+12065550100'));
  await house.advance('PT5S');
  await act('acceptPreview');
  await house.advance('PT5S');
  await act('callPreview');
  await house.advance('PT5M');
  const events = await told(house, 'contact', 5);
  const updated = events.find(({ event }) => event === 'CONTACT_DATA_UPDATED')?.data;
  assert.equal(updated?.agentInfo.agentArn, `${ARN}/agent/anna`);
  const { acceptedByAgentTimestamp, previewEndTimestamp } = updated.agentInfo;
  assert.equal(Date.parse(previewEndTimestamp) - Date.parse(acceptedByAgentTimestamp), 5_000);
  assert.deepEqual(updated.outboundStrategy.config.agentFirst.preview, {
    postAcceptTimeoutConfig: { durationInSeconds: 60 },
    allowedUserActions: ['CALL', 'DISCARD'],
  });
});

test('a preview that is discarded ends the contact with its own reason', async () => {
  await house.post(AGENTS, { agentId: 'anna', available: true });
  const preview = { bandwidthAllocation: 1, timeoutConfig: { durationInSeconds: 60 }, agentActions: ['DISCARD'] };
  const campaign = await house.campaign(withMode({ preview }));
  await house.put(campaign, callTo('+12065550100'));
  await house.advance('PT5S');
  await act('discardPreview');
  await house.advance('PT1M');
  const events = await told(house, 'contact', 3);
  assert.deepEqual(
    events.map(({ event }) => event),
    ['INITIATED', 'DISCONNECTED', 'COMPLETED'],
  );
  assert.equal(events[1]?.data.disconnectReason, 'OUTBOUND_PREVIEW_DISCARDED');
  assert.equal('connectedToSystemTimestamp' in (events[1]?.data ?? {}), false);
});
