import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Channels } from '../../../src/dispatch/dispatcher.ts';
import { REAL_CLOCK_OPTIONS } from '../../../src/dispatch/options.ts';
import { createRealClock } from '../../../src/lib/clock.ts';
import { createMonotonic } from '../../../src/lib/monotonic.ts';
import { call, type DispatchWorld, numbers, sms, startWorld } from './dispatch-world.ts';

/** A started dispatcher on the wall clock, in a loopback world that runs a hundred times as fast as ours. */
function startOnRealClock(wrap?: (channels: Channels) => Channels): Promise<DispatchWorld> {
  return startWorld({
    realClock: { clock: createRealClock(), monotonic: createMonotonic() },
    dispatch: { ...REAL_CLOCK_OPTIONS, drainMs: 5_000 },
    loopback: { speed: 100 },
    ...(wrap !== undefined && { wrap }),
  });
}

test('a stop lets calls and answers under way come to their end, and leaves nothing half done', async () => {
  const world = await startOnRealClock();
  const campaign = await world.campaign();
  await world.put(campaign.id, [...numbers(5, '00').map(call), ...numbers(200).map(sms)]);
  while (world.dispatcher.figures().liveCalls < 5) await new Promise((resolve) => setImmediate(resolve));
  await world.dispatcher.stop();
  assert.deepEqual(world.dispatcher.figures(), {
    runningCampaigns: 1,
    openAttempts: 0,
    liveCalls: 0,
    uncommittedOutcomes: 0,
    closedBecause: ['stopping'],
  });
  const records = await world.all(campaign.id);
  for (const { attempts, channelSubtype } of records) {
    for (const { phase } of attempts) assert.notEqual(phase, 'open');
    if (channelSubtype === 'TELEPHONY') assert.equal(attempts.at(-1)?.disposition?.reason, 'HUMAN_ANSWERED');
  }
  await world.store.close();
});

test('a stop gives up waiting for a carrier that never answers, after the drain time', async () => {
  const world = await startWorld({
    realClock: { clock: createRealClock(), monotonic: createMonotonic() },
    dispatch: { ...REAL_CLOCK_OPTIONS, drainMs: 50 },
    loopback: { speed: 20 },
  });
  const campaign = await world.campaign();
  world.loopback.injectFault({ channel: 'SMS', kind: 'timeout', count: 1 });
  const [id] = await world.put(campaign.id, [sms('+441632960042')]);
  while (world.loopback.received({}).length === 0) await new Promise((resolve) => setImmediate(resolve));
  await world.dispatcher.stop();
  assert.equal(world.dispatcher.figures().openAttempts, 1);
  assert.equal((await world.request(id!)).state, 'Attempting');
  await world.store.close();
});
