/**
 * Seeded runs of the delivery: campaigns that are paused, resumed, stopped, edited and crash at random moments, carriers that
 * throttle and go silent. Whatever happens, the contract's lines 3 to 6 hold. SIMULATION_SEEDS=n plays more seeds.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReceivedAttempt } from '../../src/channels/loopback/received.ts';
import type { Campaign, CampaignId } from '../../src/domain/campaign.ts';
import type { CampaignAction } from '../../src/domain/campaign-states.ts';
import { isTerminal, WITHDRAWALS_MAX } from '../../src/domain/request-states.ts';
import { createSeededRandom } from '../../src/lib/random.ts';
import type { RequestRecord } from '../../src/store/request-store.ts';
import {
  CONTENTS,
  type DispatchWorld,
  endWorld,
  HOUR,
  MINUTE,
  SECOND,
  startWorld,
} from '../unit/dispatch/dispatch-world.ts';

const SEEDS = Number(process.env['SIMULATION_SEEDS'] ?? 20);
const STEPS = 40;
const LEGAL: Readonly<Record<string, readonly CampaignAction[]>> = {
  Running: ['pause', 'pause', 'stop'],
  Paused: ['resume', 'resume', 'resume', 'stop'],
};

/** What a run has seen so far and may never see changed. */
interface Ledger {
  readonly campaigns: Campaign[];
  readonly ended: Map<string, string>;
  /** Instants between which a campaign was not Running. */
  readonly closed: { readonly id: CampaignId; readonly from: number; until: number }[];
  readonly received: ReceivedAttempt[];
  accepted: number;
}

for (let seed = 1; seed <= SEEDS; seed += 1) {
  test(`the contract holds in world ${seed}`, () => play(seed));
}

async function play(seed: number): Promise<void> {
  const chance = createSeededRandom(seed * 7919);
  const pick = (below: number): number => Math.floor(chance.next() * below);
  const ledger: Ledger = { campaigns: [], ended: new Map(), closed: [], received: [], accepted: 0 };
  let world = await startWorld({ seed });
  for (let each = 0; each < 3; each += 1) ledger.campaigns.push(await world.campaign({}, `instance ${each % 2}`));

  for (let step = 0; step < STEPS; step += 1) {
    const { id } = ledger.campaigns[pick(3)]!;
    const action = pick(10);
    if (action < 4) await put(world, ledger, id, pick);
    else if (action < 6) await change(world, ledger, id, pick);
    else if (action === 6) orderFault(world, pick);
    else if (action === 7 && step % 3 === 0) world = await crash(world, ledger, seed + step);
    await world.advance(pick(3) === 0 ? pick(MINUTE) : pick(3 * SECOND));
    await check(world, ledger);
  }
  for (const { id } of ledger.campaigns) {
    if ((await world.store.campaigns.get(id))?.state === 'Paused') await act(world, ledger, id, 'resume');
  }
  await world.advance(80 * HOUR);
  await check(world, ledger);
  assert.equal(ledger.ended.size, ledger.accepted, 'every accepted request has ended');
  await endWorld(world);
}

async function put(
  world: DispatchWorld,
  ledger: Ledger,
  id: CampaignId,
  pick: (below: number) => number,
): Promise<void> {
  if ((await world.store.campaigns.get(id))?.state !== 'Running') return;
  const contents = Array.from({ length: pick(60) }, () => CONTENTS[pick(CONTENTS.length)]!(pick(100_000)));
  const ids = await world.put(id, contents, pick(4) === 0 ? 1 + pick(20 * SECOND) : HOUR);
  ledger.accepted += ids.length;
}

async function change(
  world: DispatchWorld,
  ledger: Ledger,
  id: CampaignId,
  pick: (below: number) => number,
): Promise<void> {
  const state = (await world.store.campaigns.get(id))?.state ?? '';
  const actions = LEGAL[state] ?? [];
  const action = actions[pick(actions.length)];
  // A stop ends a campaign for good, so it is left to chance twice.
  if (action !== undefined && (action !== 'stop' || pick(4) === 0)) await act(world, ledger, id, action);
}

async function act(world: DispatchWorld, ledger: Ledger, id: CampaignId, action: CampaignAction): Promise<void> {
  await world.act(id, action);
  const now = world.clock.now();
  if (action === 'resume') {
    const open = ledger.closed.find((period) => period.id === id && period.until === Number.POSITIVE_INFINITY);
    if (open !== undefined) open.until = now;
  } else if (!ledger.closed.some((period) => period.id === id && period.until === Number.POSITIVE_INFINITY)) {
    ledger.closed.push({ id, from: now, until: Number.POSITIVE_INFINITY });
  }
}

function orderFault(world: DispatchWorld, pick: (below: number) => number): void {
  const channel = (['TELEPHONY', 'SMS', 'EMAIL', 'WHATSAPP'] as const)[pick(4)]!;
  const kind = (['timeout', 'reject', 'throttle'] as const)[pick(3)]!;
  world.loopback.injectFault({ channel, kind, count: 1 + pick(20) });
}

/** The process is gone, and its world with it: nothing of it is heard any more. A new one starts on the same store. */
async function crash(dead: DispatchWorld, ledger: Ledger, seed: number): Promise<DispatchWorld> {
  ledger.received.push(...dead.loopback.received({}));
  dead.kill();
  return startWorld({ seed, after: dead });
}

async function check(world: DispatchWorld, ledger: Ledger): Promise<void> {
  const received = [...ledger.received, ...world.loopback.received({})];
  const byRequest = new Map<string, ReceivedAttempt>();
  for (const attempt of received) {
    assert.ok(!byRequest.has(attempt.requestId), 'at most one attempt per request reaches a carrier');
    byRequest.set(attempt.requestId, attempt);
    const { at, campaignId } = attempt;
    const closed = ledger.closed.find(({ id, from, until }) => id === campaignId && at > from && at < until);
    assert.equal(closed, undefined, 'nothing is handed over while the campaign is not Running');
  }
  for (const { id } of ledger.campaigns) {
    const records = await world.all(id);
    for (const record of records) checkRequest(record, byRequest.get(record.id), ledger);
    const { accepted, ...counters } = await world.store.requests.counters(id);
    assert.equal(accepted, records.length);
    for (const [state, count] of Object.entries(counters)) {
      const recounted = records.filter((record) => record.state.toLowerCase() === state).length;
      assert.equal(count, recounted, `the counter of ${state} equals a recount`);
    }
  }
}

function checkRequest(record: RequestRecord, handedOver: ReceivedAttempt | undefined, ledger: Ledger): void {
  const { id, state, reason, attempts, expiresAt } = record;
  const ending = `${state} ${reason}`;
  assert.equal(ledger.ended.get(id) ?? ending, ending, 'later news never changes a terminal state');
  if (isTerminal(state)) {
    assert.ok(reason, 'every terminal state has a reason');
    ledger.ended.set(id, ending);
  }
  if (handedOver !== undefined) assert.ok(handedOver.at < expiresAt, 'nothing is handed over after it expired');
  const withdrawn = attempts.filter(({ phase }) => phase === 'withdrawn').length;
  assert.ok(withdrawn <= WITHDRAWALS_MAX + 1);
  if (state === 'Succeeded') assert.ok(handedOver, 'who was reached was handed over');
  if (state === 'Buffered' || state === 'Expired' || state === 'Cancelled' || state === 'Suppressed') {
    assert.equal(handedOver, undefined, 'who was handed over does not end as if nobody had tried');
  }
}
