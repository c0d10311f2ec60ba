import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LoopbackOptions, openLoopback } from '../../../../src/channels/loopback/open.ts';
import type { CallAttempt, CallEvent } from '../../../../src/channels/voice.ts';
import type { CampaignId } from '../../../../src/domain/campaign.ts';
import type { RequestId } from '../../../../src/domain/request-id.ts';
import { createSeededRandom } from '../../../../src/lib/random.ts';
import { createVirtualClock } from '../../../../src/lib/virtual-clock.ts';

const START = 1_000_000;
const NEVER = new AbortController().signal;

function open(options: Partial<LoopbackOptions> = {}) {
  const clock = createVirtualClock(START);
  const loopback = openLoopback({ clock, random: createSeededRandom(1), speed: 1, crash: () => undefined, ...options });
  const events: CallEvent[] = [];
  loopback.voice.onCallEvent((event) => events.push(event));
  const place = async (destination: string, change: Partial<CallAttempt> = {}): Promise<string> => {
    const result = await loopback.voice.place({ ...callTo(destination), ...change }, START + 1e9, NEVER);
    assert.equal(result.kind, 'submitted');
    return result.kind === 'submitted' ? result.reference : '';
  };
  const happened = (): string[] =>
    events.map((event) => `${event.at - START} ${event.kind}${event.kind === 'classified' ? ` ${event.status}` : ''}`);
  return {
    clock,
    loopback,
    voice: loopback.voice,
    events,
    place,
    happened,
    advance: (ms: number) => clock.advanceTo(clock.now() + ms),
  };
}

function callTo(destination: string): CallAttempt {
  return {
    requestId: destination as RequestId,
    campaignId: 'campaign' as CampaignId,
    destination,
    contactFlowId: 'flow',
    attributes: {},
    answerMachineDetection: { enableAnswerMachineDetection: true },
    ringTimeoutSeconds: 60,
  };
}

function endOf(events: readonly CallEvent[]) {
  const last = events.at(-1);
  assert.equal(last?.kind, 'ended');
  return last?.kind === 'ended'
    ? { ...last.disposition, sip: last.sip, q850: last.q850, afterMs: last.at - START }
    : undefined;
}

test('a call rings, is answered, classified, held by its flow for 3 s, and ends', async () => {
  const { place, happened, advance } = open();
  await place('+441632960000');
  await advance(60_000);
  assert.deepEqual(happened(), ['200 ringing', '2000 answered', '3500 classified HUMAN_ANSWERED', '6500 ended']);
});

test('who waits for the prompt of a voicemail hears of it when it ends, who does not at once', async () => {
  for (const [awaitAnswerMachinePrompt, classifiedAt] of [
    [false, 11_000],
    [true, 17_000],
  ] as const) {
    const { place, happened, advance } = open();
    await place('+441632960003', {
      answerMachineDetection: { enableAnswerMachineDetection: true, awaitAnswerMachinePrompt },
    });
    await advance(60_000);
    assert.equal(happened()[2], `${classifiedAt} classified VOICEMAIL_BEEP`);
  }
});

test('refused calls carry the codes of SIP and Q.850', async () => {
  for (const [digits, sip, q850] of [
    ['01', 486, 17],
    ['05', 404, 1],
    ['07', 503, 34],
    ['02', 487, 19],
  ] as const) {
    const { place, events, advance } = open();
    await place(`+4416329600${digits}`);
    await advance(61_000);
    const end = endOf(events);
    assert.deepEqual([end?.sip, end?.q850], [sip, q850]);
  }
});

test('it holds as many calls as it has lines, and a line is free again when its call has ended', async () => {
  const { voice, place, advance } = open({ concurrentCalls: 2 });
  await place('+441632960100');
  await place('+441632960200');
  assert.equal(voice.capacity(), 0);
  const refused = await voice.place(callTo('+441632960300'), START + 1e9, NEVER);
  assert.deepEqual(refused, { kind: 'notSent', reason: 'QUEUE_FULL' });
  await advance(7_000);
  assert.equal(voice.capacity(), 2);
});

test('a ringing call can be cancelled, an answered one cannot', async () => {
  const { voice, place, events, advance } = open();
  const reference = await place('+441632960000');
  await advance(1_000);
  voice.cancel(reference);
  assert.deepEqual([endOf(events)?.reason, endOf(events)?.sip, endOf(events)?.afterMs], ['NO_ANSWER', 487, 1_000]);
  const other = await place('+441632961000');
  await advance(3_000);
  voice.cancel(other);
  assert.equal(events.at(-1)?.kind, 'answered');
});

test('a hang-up ends an answered call, and nothing happens to it afterwards', async () => {
  const { voice, place, events, advance } = open();
  const reference = await place('+441632960000');
  await advance(4_000);
  voice.hangUp(reference);
  assert.equal(endOf(events)?.disconnectReason, 'CONTACT_FLOW_DISCONNECT');
  const count = events.length;
  voice.hangUp(reference);
  await advance(60_000);
  assert.equal(events.length, count);
});

test('a bridged call lasts until somebody hangs up: the agent, or the callee after a minute', async () => {
  for (const byAgent of [true, false]) {
    const { voice, place, events, advance } = open();
    const reference = await place('+441632960000');
    await advance(4_000);
    await voice.bridge(reference, 'leg');
    await advance(30_000);
    if (byAgent) voice.hangUp(reference);
    else await advance(60_000);
    const end = endOf(events);
    assert.equal(end?.disconnectReason, byAgent ? 'AGENT_DISCONNECT' : 'CUSTOMER_DISCONNECT');
    assert.equal(end?.afterMs, byAgent ? 34_000 : 64_000);
    assert.equal(end?.reason, 'HUMAN_ANSWERED');
  }
});

test('a call that is bridged in the moment of its verdict is not ended by its flow', async () => {
  const { voice, events, place, advance } = open();
  voice.onCallEvent((event) => {
    events.push(event);
    if (event.kind === 'classified') void voice.bridge(event.reference, 'leg');
  });
  await place('+441632960000');
  await advance(30_000);
  assert.equal(events.at(-1)?.kind, 'classified');
});

test('a prompt plays for 3 s, holds the call on, and ends with the call', async () => {
  const { voice, place, happened, advance } = open();
  const reference = await place('+441632960000');
  await advance(6_000);
  let ended = 0;
  void voice.play(reference, 'prompt').then(() => (ended += 1));
  await advance(2_999);
  assert.equal(ended, 0);
  await advance(1);
  assert.equal(ended, 1);
  await advance(3_000);
  assert.equal(happened().at(-1), '12000 ended');
  const other = await place('+441632961000');
  await advance(4_000);
  void voice.play(other, 'prompt').then(() => (ended += 1));
  voice.hangUp(other);
  await advance(0);
  assert.equal(ended, 2);
});

test('a lost answer holds a line until it is given up', async () => {
  const { loopback, voice, advance } = open({ concurrentCalls: 1 });
  loopback.injectFault({ channel: 'TELEPHONY', kind: 'timeout', count: 1 });
  const answer = voice.place(callTo('+441632960000'), START + 1e9, NEVER);
  assert.equal(voice.capacity(), 0);
  await advance(10_000);
  assert.deepEqual(await answer, { kind: 'unknown' });
  assert.equal(voice.capacity(), 1);
});
