/** Contact events of calls that reach an agent, from the receipts that the store keeps of them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TelephonyOutboundMode } from '../../../src/domain/campaign.ts';
import type { Disposition } from '../../../src/domain/disposition.ts';
import { createEventRenderer } from '../../../src/events/event-renderer.ts';
import type { OutwardEvent } from '../../../src/events/outward-event.ts';
import type { Receipt } from '../../../src/store/request-store.ts';
import { openSqliteStore } from '../../../src/store/sqlite/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { aCampaign, acceptTokens, anEpoch, changeCampaign, claimDue, NOW } from '../../conformance/fixtures.ts';

const REFERENCE = 'call-1';
const at = (seconds: number): number => NOW + seconds * 1_000;
const iso = (seconds: number): string => new Date(at(seconds)).toISOString();
const step = (seconds: number, status: string, more: Partial<Receipt> = {}): Receipt => ({
  at: at(seconds),
  status,
  ...more,
});

const HUNG_UP: Disposition = {
  state: 'Succeeded',
  reason: 'HUMAN_ANSWERED',
  disconnectReason: 'CUSTOMER_DISCONNECT',
  answeringMachineDetectionStatus: 'HUMAN_ANSWERED',
};

/** Plays a call of a queue with an outbound mode and tells its contact events and campaign objects. */
async function tell(outboundMode: TelephonyOutboundMode, receipts: readonly Receipt[]): Promise<OutwardEvent[]> {
  const store: Store = await openSqliteStore({
    folder: ':memory:',
    host: 'inline',
    onFatal: (error) => {
      throw error;
    },
  });
  const campaign = aCampaign(1, {
    definition: {
      type: 'MANAGED',
      channelSubtypeConfig: {
        telephony: { connectQueueId: 'q-1', outboundMode, defaultOutboundConfig: { connectContactFlowId: 'f-1' } },
      },
    },
  });
  await store.campaigns.create(campaign);
  await changeCampaign(store, campaign, { state: 'Running', startedAt: NOW });
  await acceptTokens(store, campaign.id, 'a');
  const [key] = await claimDue(store, campaign.id, await anEpoch(store));
  assert.ok(key !== undefined);
  await store.requests.submitted([{ key, reference: REFERENCE, outcomeBy: at(9_999), at: NOW }]);
  for (const receipt of receipts) {
    const [result] = await store.requests.receipts([{ channelSubtype: CHANNEL, reference: REFERENCE, receipt }]);
    assert.notEqual(result, 'unknownReference');
  }
  const events = (await store.events.read(0, 100)).map((event) => ({ ...event, channelSubtype: 'TELEPHONY' as const }));
  const options = { families: ['contact', 'campaign'], revealRecipients: false } as const;
  const entries = await createEventRenderer(store, options).render(events);
  await store.close();
  return entries.flatMap(({ outward }) => outward);
}

/** The rows of these fixtures are of this channel; the renderer is told that they are calls. */
const CHANNEL = 'SMS';

const contacts = (events: readonly OutwardEvent[]): OutwardEvent[] =>
  events.filter(({ family }) => family === 'contact');

test('the happy path of an agent call is told in its order, completed only after the after-contact work', async () => {
  const events = await tell({ progressive: { bandwidthAllocation: 1 } }, [
    step(2, 'CONNECTED_TO_SYSTEM'),
    step(3, 'HUMAN_ANSWERED', { contact: { greetingStartAt: at(2), greetingEndAt: at(3) } }),
    step(4, 'QUEUED', { contact: { queueId: 'q-9' } }),
    step(5, 'CONNECTED_TO_AGENT', { contact: { agentId: 'agent-7' } }),
    step(20, 'PAUSED'),
    step(25, 'RESUMED'),
    step(60, 'DISCONNECTED', { disposition: HUNG_UP }),
    step(90, 'AFTER_CONTACT_WORK_ENDED'),
  ]);
  const told = contacts(events);
  assert.deepEqual(
    told.map(({ type }) => type),
    [
      'INITIATED',
      'CONNECTED_TO_SYSTEM',
      'QUEUED',
      'CONNECTED_TO_AGENT',
      'PAUSED',
      'RESUMED',
      'DISCONNECTED',
      'COMPLETED',
    ],
  );
  const arn = 'arn:aws:connect:us-east-1:111122223333:instance/12345678-1234-4234-8234-123456789012';
  const queueInfo = { queueArn: `${arn}/queue/q-9`, queueType: 'STANDARD', enqueueTimestamp: iso(4) };
  const agentInfo = { agentArn: `${arn}/agent/agent-7`, connectedToAgentTimestamp: iso(5) };
  const [, connected, queued, withAgent, , , disconnected, completed] = told.map(({ body }) => body);
  assert.equal(connected?.['answeringMachineDetectionStatus'], undefined, 'nobody knew by then');
  assert.equal(queued?.['answeringMachineDetectionStatus'], 'HUMAN_ANSWERED');
  assert.deepEqual(queued?.['queueInfo'], queueInfo);
  assert.equal(queued?.['agentInfo'], undefined);
  assert.deepEqual(withAgent?.['agentInfo'], agentInfo);
  for (const end of [disconnected, completed]) {
    assert.equal(end?.['disconnectReason'], 'CUSTOMER_DISCONNECT');
    assert.equal(end?.['disconnectTimestamp'], iso(60));
    assert.deepEqual(end?.['queueInfo'], queueInfo);
    assert.deepEqual(end?.['agentInfo'], agentInfo);
    assert.deepEqual(end?.['customerVoiceActivity'], { greetingStartTimestamp: iso(2), greetingEndTimestamp: iso(3) });
  }
  const call = events.find(({ type }) => type === 'Campaign-Telephony')?.body;
  assert.deepEqual(call?.['voice'], {
    agentInfo: { connectedToAgentTimestamp: iso(5) },
    customerVoiceActivity: { greetingEndTimestamp: iso(3) },
    answeringMachineDetectionStatus: 'HUMAN_ANSWERED',
  });
});

test('an accepted preview updates the contact, which tells its strategy and when the preview was over', async () => {
  const preview = {
    bandwidthAllocation: 1,
    timeoutConfig: { durationInSeconds: 30 },
    agentActions: ['DISCARD'],
  } as const;
  const [initiated, updated, ...rest] = contacts(
    await tell({ preview }, [
      step(1, 'PREVIEW_ACCEPTED', { contact: { agentId: 'agent-7', previewEndAt: at(11) } }),
      step(14, 'CONNECTED_TO_SYSTEM'),
      step(15, 'CONNECTED_TO_AGENT', { contact: { agentId: 'agent-7' } }),
      step(60, 'DISCONNECTED', { disposition: HUNG_UP }),
    ]),
  );
  assert.equal(initiated?.type, 'INITIATED');
  assert.equal(updated?.type, 'CONTACT_DATA_UPDATED');
  const agentArn = 'arn:aws:connect:us-east-1:111122223333:instance/12345678-1234-4234-8234-123456789012/agent/agent-7';
  assert.deepEqual(updated?.body['agentInfo'], {
    agentArn,
    acceptedByAgentTimestamp: iso(1),
    previewEndTimestamp: iso(11),
  });
  assert.deepEqual(updated?.body['outboundStrategy'], {
    type: 'AGENT_FIRST',
    config: {
      agentFirst: {
        preview: { postAcceptTimeoutConfig: { durationInSeconds: 30 }, allowedUserActions: ['CALL', 'DISCARD'] },
      },
    },
  });
  assert.deepEqual(
    rest.map(({ type }) => type),
    ['CONNECTED_TO_SYSTEM', 'CONNECTED_TO_AGENT', 'DISCONNECTED'],
  );
});

test('news of a call that is over changes nothing that a contact event tells', async () => {
  const told = contacts(
    await tell({ agentless: {} }, [
      step(60, 'DISCONNECTED', { disposition: HUNG_UP }),
      step(61, 'CONNECTED_TO_SYSTEM'),
      step(62, 'DISCONNECTED'),
    ]),
  );
  assert.deepEqual(
    told.map(({ type }) => type),
    ['INITIATED', 'DISCONNECTED', 'COMPLETED'],
  );
  assert.equal(told.at(-1)?.body['connectedToSystemTimestamp'], undefined);
});

test('ids are of the request, its event and its place, and the same whenever they are rendered', async () => {
  const receipts = [step(2, 'CONNECTED_TO_SYSTEM'), step(60, 'DISCONNECTED', { disposition: HUNG_UP })];
  const once = await tell({ agentless: {} }, receipts);
  assert.deepEqual(await tell({ agentless: {} }, receipts), once);
  assert.equal(new Set(once.map(({ id }) => id)).size, once.length);
});
