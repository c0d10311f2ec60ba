/** A process that dies or stops and the one after it, two that want the same work, and a run that is played again. */
import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { test } from 'node:test';
import { call, email, endWorld, HOUR, inWorld, MINUTE, numbers, SECOND, sms, startWorld } from './dispatch-world.ts';

test('attempts that a crash cut off are Unknown at the next start and never made again', async () => {
  const first = await startWorld();
  const campaign = await first.campaign();
  await first.put(campaign.id, [...numbers(10).map(sms), ...numbers(10, '00').map(call)]);
  // 10 ms later the messages are claimed and not answered, and the calls have been taken.
  await first.clock.advanceTo(first.clock.now() + 10);
  const dead = first.loopback.received({}).map(({ requestId }) => requestId);
  assert.ok(dead.length >= 15);
  // The first process is gone: its timers find a store that has a new epoch.
  await inWorld(
    async (world) => {
      for (const requestId of dead) {
        const { state, reason } = await world.request(requestId);
        assert.deepEqual([state, reason], ['Unknown', 'INTERRUPTED']);
      }
      assert.ok(world.reports.some((report) => report.kind === 'orphansClosed' && report.count === dead.length));
      await world.advance(MINUTE);
      const again = new Set(world.loopback.received({}).map(({ requestId }) => requestId));
      assert.ok(dead.every((requestId) => !again.has(requestId)));
    },
    { after: first, seed: 2 },
  );
});

test('an outcome that an earlier process waited for is given up at its time, by a process that was never told of it', async () => {
  const first = await startWorld();
  const campaign = await first.campaign();
  const [id] = await first.put(campaign.id, [sms('+441632960002')]);
  await first.advance(SECOND);
  const { phase, outcomeBy } = (await first.request(id!)).attempts[0]!;
  assert.equal(phase, 'submitted');
  first.kill();
  // A carrier that goes on without us: its attempts do not end with the process.
  const second = await startWorld({ after: first, dispatch: { dyingChannels: [], safetyVisitMs: 365 * 24 * HOUR } });
  try {
    await second.advance(outcomeBy! - second.clock.now() - 1);
    assert.equal((await second.request(id!)).state, 'Attempting');
    await second.advance(MINUTE + 1);
    const { state, reason } = await second.request(id!);
    assert.deepEqual([state, reason], ['Unknown', 'NO_RECEIPT']);
  } finally {
    await endWorld(second);
  }
});

test('a stop commits what is known and claims nothing more', () =>
  inWorld(async (world) => {
    const campaign = await world.campaign();
    await world.put(campaign.id, numbers(400).map(sms));
    await world.advance(600);
    await world.dispatcher.stop();
    assert.equal(world.dispatcher.figures().uncommittedOutcomes, 0);
    const received = world.loopback.received({}).length;
    await world.advance(MINUTE);
    assert.equal(world.loopback.received({}).length, received);
    const { buffered } = await world.store.requests.counters(campaign.id);
    assert.equal(buffered, 400 - received);
  }));

test('nothing is dispatched while another holder has the lease', async () => {
  const first = await startWorld({ dispatch: { holder: 'one', leaseMs: 30 * SECOND } });
  const second = await startWorld({ after: first, dispatch: { holder: 'two', leaseMs: 30 * SECOND } });
  try {
    assert.deepEqual(second.dispatcher.figures().closedBecause, ['noLease']);
    assert.deepEqual(
      second.reports.map(({ kind }) => kind),
      ['leaseHeld'],
    );
    await first.dispatcher.stop();
    await first.clock.advanceTo(first.clock.now() + MINUTE);
    assert.deepEqual(second.dispatcher.figures().closedBecause, []);
  } finally {
    await endWorld(second);
  }
});

test('the same seed plays the same world, event by event, and another seed another one', async () => {
  async function play(seed: number): Promise<string> {
    let trace = '';
    await inWorld(
      async (world) => {
        const campaigns = [await world.campaign(), await world.campaign()];
        for (const { id } of campaigns) {
          await world.put(
            id,
            numbers(150, '77').flatMap((number, index) => [call(number), sms(number), email(`p${index}@example.com`)]),
          );
        }
        await world.advance(3 * SECOND);
        await world.act(campaigns[0]!.id, 'pause');
        await world.advance(3 * SECOND);
        await world.act(campaigns[0]!.id, 'resume');
        world.loopback.injectFault({ channel: 'SMS', kind: 'throttle', count: 10 });
        await world.advance(5 * MINUTE);
        trace = JSON.stringify(await world.store.events.read(0, 100_000));
        assert.ok(trace.length > 10_000);
      },
      { seed, loopback: { messageWindow: 20 } },
    );
    return hash('sha256', trace);
  }
  const first = await play(7);
  assert.equal(await play(7), first);
  assert.notEqual(await play(8), first);
});
