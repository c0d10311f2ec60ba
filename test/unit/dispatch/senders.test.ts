/** Several carriers behind one channel: whose sender has room, whose waits, and that nobody is burnt meanwhile. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LoopbackOptions, openLoopback } from '../../../src/channels/loopback/open.ts';
import { createRouter } from '../../../src/channels/router.ts';
import type { Channels } from '../../../src/dispatch/dispatcher.ts';
import type { ChannelSubtypeParameters } from '../../../src/domain/request-content.ts';
import { createExplainer } from '../../../src/explain/explainer.ts';
import type { Instant } from '../../../src/lib/clock.ts';
import { createSeededRandom } from '../../../src/lib/random.ts';
import { createVirtualClock } from '../../../src/lib/virtual-clock.ts';
import type { RequestStore } from '../../../src/store/request-store.ts';
import {
  CHANNELS,
  countBy,
  type DispatchWorld,
  endWorld,
  findZones,
  HOUR,
  inWorld,
  MINUTE,
  SECOND,
  START,
  startWorld,
} from './dispatch-world.ts';

/** A second carrier, for the senders of far.example, beside the world's own for those of example.com. */
function farCarrier(options: Partial<LoopbackOptions> = {}) {
  const clock = createVirtualClock(START);
  const random = createSeededRandom(2);
  const { EMAIL: far } = openLoopback({ clock, random, speed: 1, crash: () => undefined, ...options }).messages;
  const room = new Set<() => void>();
  let restsUntil: Instant | undefined;
  let underWay = 0;
  let most = 0;
  const wrap = (channels: Channels): Channels => {
    const routes = [
      { sources: ['us@example.com'], carrier: { ...channels.messages.EMAIL, name: 'near' } },
      {
        sources: ['@far.example'],
        carrier: {
          ...far,
          name: 'far',
          capacity: () => (restsUntil === undefined ? far.capacity() : 0),
          onRoom: (listener: () => void) => void room.add(listener),
          stateOf: () => ({ carrier: 'far', ...(restsUntil !== undefined && { restsUntil }) }),
          async submit(...given: Parameters<typeof far.submit>) {
            underWay += 1;
            most = Math.max(most, underWay);
            const answer = await far.submit(...given);
            underWay -= 1;
            return answer;
          },
        },
      },
    ];
    return { ...channels, messages: { ...channels.messages, EMAIL: createRouter(routes) } };
  };
  return {
    clock,
    wrap,
    most: () => most,
    rest(until: Instant) {
      restsUntil = until;
    },
    comeBack() {
      restsUntil = undefined;
      for (const tell of room) tell();
    },
  };
}

const mails = (count: number, from?: string): ChannelSubtypeParameters[] =>
  Array.from({ length: count }, (_, index) => ({
    email: {
      destinationEmailAddress: `p${index}@example.net`,
      templateParameters: {},
      ...(from !== undefined && { connectSourceEmailAddress: from }),
    },
  }));

const sendingFrom = (connectSourceEmailAddress: string) => ({
  channelSubtypeConfig: {
    email: {
      outboundMode: { agentless: {} },
      defaultOutboundConfig: { connectSourceEmailAddress, wisdomTemplateArn: 'arn:template' },
    },
  },
});

async function attemptsOf(world: DispatchWorld, ids: readonly Awaited<ReturnType<DispatchWorld['put']>>[number][]) {
  return (await Promise.all(ids.map((id) => world.request(id)))).flatMap(({ attempts }) => attempts);
}

async function standingOf(world: DispatchWorld, id: Awaited<ReturnType<DispatchWorld['put']>>[number] | undefined) {
  const explainer = createExplainer({ ...world, findZones: findZones() });
  const explanation = await explainer.explain(id!);
  return explanation!.findings.filter(({ kind }) => kind === 'standing');
}

test('while a carrier rests, the campaigns that send from it wait and the others go on; none is burnt', async () => {
  const far = farCarrier();
  await inWorld(
    async (world) => {
      far.rest(START + 10 * MINUTE);
      const resting = await world.campaign(sendingFrom('us@far.example'));
      const other = await world.campaign(sendingFrom('us@example.com'));
      const waiting = await world.put(resting.id, mails(50));
      await world.put(other.id, mails(50));
      await world.advance(5 * MINUTE);
      assert.deepEqual(countBy(await world.all(resting.id)), { Buffered: 50 });
      assert.deepEqual(countBy(await world.all(other.id)), { 'Succeeded DELIVERED': 50 });
      const [finding] = await standingOf(world, waiting[0]);
      assert.equal(finding?.code, 'CARRIER_RESTS');
      assert.match(finding.sentence, /^The carrier far of the campaign's source has failed several times in a row/);
      assert.equal(finding.until, START + 10 * MINUTE);
      far.comeBack();
      await world.advance(SECOND);
      assert.deepEqual(countBy(await world.all(resting.id)), { 'Succeeded DELIVERED': 50 });
      assert.equal((await attemptsOf(world, waiting)).length, 50);
      assert.deepEqual(world.reports, []);
    },
    { clock: far.clock, wrap: far.wrap },
  );
});

test('a request that names another sender does not wait for that of its campaign, nor its campaign for it', async () => {
  const far = farCarrier();
  await inWorld(
    async (world) => {
      const campaign = await world.campaign(sendingFrom('us@example.com'));
      far.rest(START + 10 * MINUTE);
      const ownFirst = await world.put(campaign.id, mails(5, 'them@far.example'));
      await world.put(campaign.id, mails(50));
      await world.advance(MINUTE);
      assert.deepEqual(countBy(await world.all(campaign.id)), { Buffered: 5, 'Succeeded DELIVERED': 50 });
      const codes = (await standingOf(world, ownFirst[0])).map(({ code }) => code);
      assert.deepEqual(codes, ['CARRIER_RESTS']);
      far.comeBack();
      await world.advance(MINUTE);
      assert.deepEqual(countBy(await world.all(campaign.id)), { 'Succeeded DELIVERED': 55 });
      assert.equal((await attemptsOf(world, ownFirst)).length, 5);
    },
    { clock: far.clock, wrap: far.wrap },
  );
});

test('requests with a sender of their own go on while the carrier of their campaign rests', async () => {
  const far = farCarrier();
  await inWorld(
    async (world) => {
      const campaign = await world.campaign(sendingFrom('us@far.example'));
      far.rest(START + 10 * MINUTE);
      await world.put(campaign.id, mails(20, 'us@example.com'));
      await world.put(campaign.id, mails(20));
      await world.advance(MINUTE);
      assert.deepEqual(countBy(await world.all(campaign.id)), { Buffered: 20, 'Succeeded DELIVERED': 20 });
    },
    { clock: far.clock, wrap: far.wrap },
  );
});

test('where nobody sends from a source its requests wait, looked at seldom, and hold up nobody', async () => {
  const far = farCarrier();
  let deferred = 0;
  const wrapRequests = (requests: RequestStore): RequestStore => ({
    ...requests,
    defer(deferrals) {
      deferred += deferrals.length;
      return requests.defer(deferrals);
    },
  });
  await inWorld(
    async (world) => {
      const campaign = await world.campaign(sendingFrom('nobody@elsewhere.example'));
      const ids = await world.put(campaign.id, mails(400));
      await world.put(campaign.id, mails(50, 'us@example.com'));
      const other = await world.campaign(sendingFrom('us@example.com'));
      await world.put(other.id, mails(50));
      await world.advance(10 * MINUTE);
      assert.deepEqual(countBy(await world.all(campaign.id)), { Buffered: 400, 'Succeeded DELIVERED': 50 });
      assert.deepEqual(countBy(await world.all(other.id)), { 'Succeeded DELIVERED': 50 });
      assert.ok(deferred <= 400 * 11, `put aside ${deferred} times`);
      assert.deepEqual(await attemptsOf(world, ids), []);
      const codes = (await standingOf(world, ids[0])).map(({ code }) => code);
      assert.deepEqual(codes, ['NO_CARRIER', 'NOT_DUE']);
    },
    { clock: far.clock, wrap: far.wrap, wrapRequests },
  );
});

test('no carrier is given more than it takes, however much room another one has', async () => {
  const far = farCarrier({ messageWindow: 3 });
  await inWorld(
    async (world) => {
      const campaign = await world.campaign(sendingFrom('us@far.example'));
      const second = await world.campaign(sendingFrom('them@far.example'));
      const ids = [...(await world.put(campaign.id, mails(60))), ...(await world.put(second.id, mails(60)))];
      await world.put((await world.campaign({ channelSubtypeConfig: CHANNELS })).id, mails(200));
      await world.advance(MINUTE);
      const attempts = await attemptsOf(world, ids);
      assert.equal(attempts.length, 120);
      assert.ok(attempts.every(({ phase }) => phase === 'ended'));
      assert.equal(far.most(), 3);
    },
    { clock: far.clock, wrap: far.wrap },
  );
});

test('a carrier that goes to rest with claims on their way to it burns none of them', async () => {
  const far = farCarrier();
  const world = await startWorld({
    clock: far.clock,
    wrap(channels) {
      const wrapped = far.wrap(channels);
      const { EMAIL } = wrapped.messages;
      let isResting = true;
      far.rest(START + HOUR);
      return {
        ...wrapped,
        messages: {
          ...wrapped.messages,
          EMAIL: {
            ...EMAIL,
            // It has room when it is asked, and none any more when it is handed the attempt, seven times over.
            capacity: () => 100,
            async submit(attempt, notAfter, signal) {
              if (isResting) return { kind: 'notSent', reason: 'CARRIER_RESTS' };
              return EMAIL.submit(attempt, notAfter, signal);
            },
            onRoom: (listener) => {
              far.clock.at(START + 30 * SECOND, () => {
                isResting = false;
                far.comeBack();
                listener();
              });
            },
          },
        },
      };
    },
  });
  try {
    const campaign = await world.campaign(sendingFrom('us@far.example'));
    await world.put(campaign.id, mails(20));
    await world.advance(29 * SECOND);
    assert.deepEqual(countBy(await world.all(campaign.id)), { Buffered: 20 });
    await world.advance(10 * SECOND);
    assert.deepEqual(countBy(await world.all(campaign.id)), { 'Succeeded DELIVERED': 20 });
  } finally {
    await endWorld(world);
  }
});
