/** The router, over carriers that are loopback channels: who sends through which, and what comes back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChannelReceipt, MessageAttempt } from '../../../src/channels/channel.ts';
import { type Loopback, openLoopback } from '../../../src/channels/loopback/open.ts';
import { NO_VOICE } from '../../../src/channels/no-voice.ts';
import { notSentBecauseOf } from '../../../src/channels/not-sent.ts';
import { createRouter, type Route } from '../../../src/channels/router.ts';
import type { CampaignId } from '../../../src/domain/campaign.ts';
import type { RequestId } from '../../../src/domain/request-id.ts';
import { createSeededRandom } from '../../../src/lib/random.ts';
import { createVirtualClock } from '../../../src/lib/virtual-clock.ts';

const clock = createVirtualClock(Date.parse('2026-03-02T09:00:00Z'));
const open = (window: number): Loopback =>
  openLoopback({ clock, random: createSeededRandom(1), speed: 1, messageWindow: window, crash: () => assert.fail() });

function route(name: string, sources: readonly string[], world: Loopback): Route {
  return { sources, carrier: { ...world.messages.EMAIL, name } };
}

let attempts = 0;
function attemptFrom(source: string): MessageAttempt {
  attempts += 1;
  return {
    requestId: `00000000-0000-4000-8000-${String(attempts).padStart(12, '0')}` as RequestId,
    campaignId: '77777777-7777-4777-8777-777777777777' as CampaignId,
    channelSubtype: 'EMAIL',
    destination: 'open@example.net',
    source,
    templateArn: 'arn',
    templateParameters: {},
  };
}

const never = new AbortController().signal;
const later = clock.now() + 3_600_000;

test('the exact address wins over its domain, the domain over everybody else', async () => {
  const worlds = { exact: open(10), domain: open(10), rest: open(10) };
  const router = createRouter([
    route('rest', ['*'], worlds.rest),
    route('exact', ['news@example.com'], worlds.exact),
    route('domain', ['@example.com'], worlds.domain),
  ]);
  router.onReceipt(async () => undefined);
  const senders = ['NEWS@Example.com', 'other@EXAMPLE.com', 'x@sub.example.com', 'arn:aws:connect:phone-number/1'];
  const answers = senders.map((source) => router.submit(attemptFrom(source), later, never));
  await clock.advanceTo(clock.now() + 60_000);
  await Promise.all(answers);
  const from = (world: Loopback) => world.received({}).map((attempt) => attempt.from);
  assert.deepEqual(from(worlds.exact), ['NEWS@Example.com']);
  assert.deepEqual(from(worlds.domain), ['other@EXAMPLE.com']);
  assert.deepEqual(from(worlds.rest), ['x@sub.example.com', 'arn:aws:connect:phone-number/1']);
  assert.deepEqual(
    senders.map((source) => router.stateOf?.(source).carrier),
    ['exact', 'domain', 'rest', 'rest'],
  );
});

test('a source has the room of its carrier, all together have the sum', async () => {
  const router = createRouter([route('a', ['a@example.com'], open(3)), route('b', ['b@example.com'], open(5))]);
  assert.equal(router.capacity('a@example.com'), 3);
  assert.equal(router.capacity('b@example.com'), 5);
  assert.equal(router.capacity(), 8);
  const answer = router.submit(attemptFrom('a@example.com'), later, never);
  assert.equal(router.capacity('a@example.com'), 2);
  assert.equal(router.capacity('b@example.com'), 5);
  assert.equal(router.capacity(), 7);
  await clock.advanceTo(clock.now() + 60_000);
  await answer;
});

test('a source without carrier has no room, and what is sent from it anyhow costs its request nothing', async () => {
  const router = createRouter([route('a', ['a@example.com'], open(3))]);
  assert.equal(router.capacity('b@example.com'), 0);
  assert.deepEqual(router.stateOf?.('b@example.com'), { carrier: undefined });
  const answer = await router.submit(attemptFrom('b@example.com'), later, never);
  assert.ok(answer.kind === 'notSent');
  assert.equal(answer.reason, 'NO_CARRIER');
  assert.equal(notSentBecauseOf(answer.reason), 'us');
});

test('without any carrier nothing is taken, by voice neither', async () => {
  const router = createRouter([]);
  assert.equal(router.capacity(), 0);
  assert.equal(router.capacity('a@example.com'), 0);
  assert.equal(NO_VOICE.capacity(), 0);
});

test('receipts of every carrier and of the other reporters come to the one listener', async () => {
  const reported: ((receipt: ChannelReceipt) => Promise<void>)[] = [];
  const router = createRouter(
    [route('a', ['a@example.com'], open(3)), route('b', ['b@example.com'], open(3))],
    [(listener) => void reported.push(listener)],
  );
  const heard: string[] = [];
  router.onReceipt(async ({ reference }) => void heard.push(reference));
  const sent = ['a@example.com', 'b@example.com'].map(attemptFrom);
  const answers = sent.map((attempt) => router.submit(attempt, later, never));
  await clock.advanceTo(clock.now() + 60_000);
  await Promise.all(answers);
  const [bounced] = reported;
  await bounced?.({ channelSubtype: 'EMAIL', reference: 'bounced', at: clock.now(), status: 'Bounce' });
  for (const { requestId } of sent) assert.ok(heard.some((reference) => reference.includes(requestId)));
  assert.ok(heard.includes('bounced'));
});

test('room at any carrier is told, and the state of a carrier that rests is its own', () => {
  const told: (() => void)[] = [];
  const resting: Route = {
    sources: ['*'],
    carrier: {
      ...open(1).messages.EMAIL,
      name: 'main',
      onRoom: (listener) => void told.push(listener),
      stateOf: () => ({ carrier: 'main', restsUntil: 1_000 }),
    },
  };
  const router = createRouter([resting]);
  let times = 0;
  router.onRoom?.(() => {
    times += 1;
  });
  for (const tell of told) tell();
  assert.equal(times, 1);
  assert.deepEqual(router.stateOf?.('a@example.com'), { carrier: 'main', restsUntil: 1_000 });
});
