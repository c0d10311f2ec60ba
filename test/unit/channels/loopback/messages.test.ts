import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChannelReceipt, MessageAttempt } from '../../../../src/channels/channel.ts';
import { type LoopbackOptions, openLoopback } from '../../../../src/channels/loopback/open.ts';
import type { Rendering } from '../../../../src/channels/rendering.ts';
import type { CampaignId } from '../../../../src/domain/campaign.ts';
import type { RequestId } from '../../../../src/domain/request-id.ts';
import { createSeededRandom } from '../../../../src/lib/random.ts';
import { createVirtualClock } from '../../../../src/lib/virtual-clock.ts';

const START = 1_000_000;
const NEVER = new AbortController().signal;

function open(options: Partial<LoopbackOptions> = {}) {
  const clock = createVirtualClock(START);
  const loopback = openLoopback({ clock, random: createSeededRandom(1), speed: 1, crash: () => undefined, ...options });
  const receipts: ChannelReceipt[] = [];
  for (const channel of Object.values(loopback.messages)) {
    channel.onReceipt(async (receipt) => void receipts.push(receipt));
  }
  return { clock, loopback, receipts, advance: (ms: number) => clock.advanceTo(clock.now() + ms) };
}

function message(destination: string, requestId = destination, campaignId = 'campaign'): MessageAttempt {
  return {
    requestId: requestId as RequestId,
    campaignId: campaignId as CampaignId,
    channelSubtype: 'SMS',
    destination,
    source: 'arn:number',
    templateArn: 'arn:template',
    templateParameters: { name: 'Ada' },
  };
}

test('what is handed over too late, or after an abort, never left', async () => {
  const { loopback } = open();
  const late = await loopback.messages.SMS.submit(message('+441632960042'), START - 1, NEVER);
  assert.deepEqual(late, { kind: 'notSent', reason: 'TOO_LATE' });
  const aborted = await loopback.messages.SMS.submit(message('+441632960042'), START, AbortSignal.abort());
  assert.deepEqual(aborted, { kind: 'notSent', reason: 'ABORTED' });
  assert.deepEqual(loopback.received({}), []);
});

test('it takes as many unanswered messages as its window has, and says so', async () => {
  const { loopback, advance } = open({ messageWindow: 2 });
  const { SMS } = loopback.messages;
  assert.equal(SMS.capacity(), 2);
  const answers = [
    SMS.submit(message('+441632960042'), START, NEVER),
    SMS.submit(message('+441632960043'), START, NEVER),
  ];
  assert.equal(SMS.capacity(), 0);
  assert.deepEqual(await SMS.submit(message('+441632960044'), START, NEVER), { kind: 'notSent', reason: 'QUEUE_FULL' });
  await advance(20);
  assert.equal(SMS.capacity(), 2);
  assert.deepEqual(
    (await Promise.all(answers)).map(({ kind }) => kind),
    ['submitted', 'submitted'],
  );
});

test('what a carrier would have received can be looked up by recipient and by campaign, parameters as JSON', async () => {
  const { loopback } = open();
  void loopback.messages.SMS.submit(message('+441632960042', 'r1', 'c1'), START, NEVER);
  void loopback.messages.SMS.submit(message('+441632960043', 'r2', 'c2'), START, NEVER);
  const [first] = loopback.received({ to: '+441632960042' });
  assert.deepEqual(first, {
    at: START,
    channelSubtype: 'SMS',
    requestId: 'r1',
    campaignId: 'c1',
    to: '+441632960042',
    from: 'arn:number',
    content: 'arn:template',
    body: '{"name":"Ada"}',
  });
  assert.deepEqual(
    loopback.received({ campaign: 'c2' }).map(({ requestId }) => requestId),
    ['r2'],
  );
  assert.equal(loopback.received({ to: '+441632960042', campaign: 'c2' }).length, 0);
  loopback.reset();
  assert.equal(loopback.received({}).length, 0);
});

test('durations are divided by the speed of the world', async () => {
  const { loopback, receipts, advance } = open({ speed: 10 });
  void loopback.messages.SMS.submit(message('+441632960042'), START, NEVER);
  await advance(51);
  assert.equal(receipts.length, 0);
  await advance(1);
  assert.deepEqual(
    receipts.map(({ status, at }) => [status, at]),
    [['DELIVERED', START + 52]],
  );
});

test('faults hit the next attempts on their channel, in the order of the orders, and no other channel', async () => {
  const { loopback, advance } = open();
  loopback.injectFault({ channel: 'SMS', kind: 'throttle', count: 2 });
  loopback.injectFault({ channel: 'SMS', kind: 'reject', count: 1 });
  loopback.injectFault({ channel: 'SMS', kind: 'timeout', count: 1 });
  const kinds: string[] = [];
  const submit = (channel: 'SMS' | 'WHATSAPP', index: number): void => {
    void loopback.messages[channel]
      .submit(message(`+44163296${index}42`), START, NEVER)
      .then(({ kind }) => kinds.push(kind));
  };
  submit('WHATSAPP', 10);
  for (let index = 11; index < 16; index += 1) submit('SMS', index);
  await advance(9_999);
  assert.deepEqual(kinds, ['submitted', 'notSent', 'notSent', 'ended', 'submitted']);
  await advance(1);
  assert.equal(kinds.at(-1), 'unknown');
  assert.equal(loopback.received({}).length, 4, 'all but the throttled ones reached the carrier');
});

test('a crash before the answer happens after the carrier has the message', async () => {
  let receivedAtCrash = -1;
  const world = open({
    crash: () => {
      receivedAtCrash = world.loopback.received({}).length;
    },
  });
  world.loopback.injectFault({ channel: 'SMS', kind: 'crashBeforeAnswer', count: 1 });
  void world.loopback.messages.SMS.submit(message('+441632960042'), START, NEVER);
  assert.equal(receivedAtCrash, 1);
});

test('mail to nobody in particular is drawn from the mix, the same for the same seed', async () => {
  async function draw(seed: number): Promise<string> {
    const { loopback, receipts, advance } = open({ random: createSeededRandom(seed), messageWindow: 1_000 });
    let delivered = 0;
    for (let index = 0; index < 500; index += 1) {
      void loopback.messages.EMAIL.submit(message(`p${index}@example.com`), START, NEVER).then((result) => {
        if (result.kind === 'ended' && result.disposition.state === 'Succeeded') delivered += 1;
      });
    }
    await advance(120_000);
    const count = (status: string): number => receipts.filter((receipt) => receipt.status === status).length;
    assert.equal(delivered, 500);
    assert.ok(count('Open') > 80 && count('Open') < 190, `${count('Open')} opened`);
    return receipts.map(({ reference, status }) => `${reference} ${status}`).join();
  }
  assert.equal(await draw(1), await draw(1));
  assert.notEqual(await draw(1), await draw(2));
});

const RENDERED: Rendering = { kind: 'rendered', message: { kind: 'text', text: 'Hello Ada' } };

test('a message whose template there is goes out in its words', async () => {
  const { loopback, advance } = open({ render: async () => RENDERED });
  const submitted = loopback.messages.SMS.submit(message('+441632960042'), START, NEVER);
  await advance(20);
  assert.equal((await submitted).kind, 'submitted');
  assert.deepEqual(loopback.received({})[0]?.message, { kind: 'text', text: 'Hello Ada' });
});

test('a message whose template there is not goes out as its parameters', async () => {
  const { loopback, advance } = open({ render: async () => ({ kind: 'unknownTemplate' }) });
  const submitted = loopback.messages.SMS.submit(message('+441632960042'), START, NEVER);
  await advance(20);
  assert.equal((await submitted).kind, 'submitted');
  const [received] = loopback.received({});
  assert.equal(received?.message, undefined);
  assert.equal(received?.body, '{"name":"Ada"}');
});

test('what cannot be filled in ends before anything is handed over', async () => {
  const { loopback, advance } = open({ render: async () => ({ kind: 'unresolved', names: ['name'] }) });
  const { SMS } = loopback.messages;
  loopback.injectFault({ channel: 'SMS', kind: 'reject', count: 1 });
  const capacity = SMS.capacity();
  assert.deepEqual(await SMS.submit(message('+441632960042'), START, NEVER), {
    kind: 'ended',
    disposition: { state: 'Failed', reason: 'RENDERING_FAILURE', detail: 'name' },
  });
  assert.deepEqual(loopback.received({}), []);
  assert.equal(SMS.capacity(), capacity);
  await advance(20);
});

test('a message that is being rendered has its place in the window, and none when it is aborted meanwhile', async () => {
  const rendering = Promise.withResolvers<Rendering>();
  const { loopback } = open({ messageWindow: 1, render: () => rendering.promise });
  const { SMS } = loopback.messages;
  const abort = new AbortController();
  const submitted = SMS.submit(message('+441632960042'), START, abort.signal);
  assert.equal(SMS.capacity(), 0);
  abort.abort();
  rendering.resolve(RENDERED);
  assert.deepEqual(await submitted, { kind: 'notSent', reason: 'ABORTED' });
  assert.equal(SMS.capacity(), 1);
  assert.deepEqual(loopback.received({}), []);
});
