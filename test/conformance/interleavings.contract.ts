/**
 * Random interleavings of calls against a model that knows nothing of databases: a map of requests. Whatever the order,
 * store and model answer alike, and the counters are a recount.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { REQUEST_STATES, type RequestState, WITHDRAWALS_MAX } from '../../src/domain/request-states.ts';
import type { RequestKey } from '../../src/store/request-store.ts';
import type { Store } from '../../src/store/store.ts';
import {
  aBatch,
  aClaim,
  anEpoch,
  aRow,
  aRunningCampaign,
  changeCampaign,
  dueKeys,
  NOW,
  requestId,
} from './fixtures.ts';
import { countersOf, type StoreUnderTest } from './store.contract.ts';

/** Few, so that they meet. */
const TOKENS = ['a', 'b', 'c', 'd', 'e', 'f'];
const CONTENTS = ['x', 'y'];
const BUFFER_LIMIT = 4;
/** On a disk a run costs a sync for every call. */
const RUNS_IN_MEMORY = 150;
const RUNS_ON_DISK = 15;

interface ModelRequest {
  readonly token: string;
  readonly content: string;
  readonly expiresAt: number;
  state: RequestState;
  dueAt: number;
  withdrawals: number;
  endedAt?: number;
  purged?: true;
}

type Step =
  | { kind: 'accept'; rows: { token: string; content: string; dueIn: number; expiresIn: number }[] }
  | { kind: 'claim' | 'finish' | 'withdraw' | 'takeBack' | 'exclude' | 'submit' | 'defer'; pick: number }
  | { kind: 'toggle' | 'expire' | 'purge' | 'closeOrphans' | 'reopen' }
  | { kind: 'advance'; by: number };

const offset = fc.integer({ min: 0, max: 180_000 });
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('accept' as const),
        rows: fc.array(
          fc.record({
            token: fc.constantFrom(...TOKENS),
            content: fc.constantFrom(...CONTENTS),
            dueIn: offset,
            expiresIn: offset,
          }),
          { minLength: 1, maxLength: 4 },
        ),
      }),
    },
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constantFrom('claim', 'finish', 'withdraw', 'takeBack', 'exclude', 'submit', 'defer'),
        pick: fc.nat({ max: 5 }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constantFrom('toggle', 'expire', 'purge', 'closeOrphans', 'reopen') }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('advance' as const), by: offset }) },
  ),
  { minLength: 15, maxLength: 60, size: 'max' },
) as fc.Arbitrary<Step[]>;

export function describeInterleavings(create: () => StoreUnderTest): void {
  test('random interleavings of calls agree with the model', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const underTest = create();
        const player = await createPlayer(underTest);
        try {
          for (const step of sequence) {
            await player.play(step);
            await player.compare();
          }
        } finally {
          await player.store().close();
          underTest.dispose();
        }
      }),
      { numRuns: create().isDurable ? RUNS_ON_DISK : RUNS_IN_MEMORY },
    );
  });
}

async function createPlayer(underTest: StoreUnderTest): Promise<{
  play(step: Step): Promise<void>;
  compare(): Promise<void>;
  store(): Store;
}> {
  let store = await underTest.open();
  let campaign = await aRunningCampaign(store);
  let epoch = await anEpoch(store);
  let now = NOW;
  const { id } = campaign;
  /** In the order of acceptance. */
  const model = new Map<string, ModelRequest>();
  const keys = new Map<string, RequestKey>();

  const inState = (state: RequestState): ModelRequest[] => [...model.values()].filter((each) => each.state === state);
  const isRunning = (): boolean => campaign.state === 'Running';
  const keyOf = (request: ModelRequest): RequestKey => keys.get(request.token)!;
  const end = (request: ModelRequest, state: RequestState): void => {
    request.state = state;
    request.endedAt = now;
  };
  /** One of the requests, in any state, so that calls in the wrong state are tried too. */
  const picked = (pick: number): ModelRequest | undefined =>
    [...model.values()].filter((request) => request.purged === undefined)[pick];

  async function accept(rows: Extract<Step, { kind: 'accept' }>['rows']): Promise<void> {
    const expected = rows.map(({ token, content, dueIn, expiresIn }) => {
      const first = model.get(token);
      if (first !== undefined) return first.content === content ? 'replayed' : 'conflicting';
      if (inState('Buffered').length >= BUFFER_LIMIT) return 'bufferFull';
      if (!isRunning()) return 'refused';
      model.set(token, {
        token,
        content,
        state: 'Buffered',
        dueAt: now + dueIn,
        expiresAt: now + expiresIn,
        withdrawals: 0,
      });
      return 'created';
    });
    const batch = rows.map(({ token, content, dueIn, expiresIn }) =>
      aRow(id, token, { content, dueAt: now + dueIn, expiresAt: now + expiresIn }),
    );
    const result = await store.requests.accept(aBatch(id, batch, { bufferLimit: BUFFER_LIMIT, now }));
    if (isRunning()) assert.deepEqual(result, { kind: 'accepted', rows: expected });
    else assert.deepEqual(result, { kind: 'notAccepting', state: campaign.state });
    for (const token of TOKENS) {
      const request = await store.requests.request(requestId(id, token));
      if (request !== undefined) keys.set(token, request.key);
    }
  }

  const onOne: Record<Extract<Step, { pick: number }>['kind'], (request: ModelRequest) => Promise<void>> = {
    async claim(request) {
      const result = await store.requests.claim(aClaim(id, epoch, [keyOf(request)], now));
      if (!isRunning()) {
        assert.deepEqual(result, { kind: 'notRunning' });
        return;
      }
      const isTaken = request.state === 'Buffered' && request.expiresAt > now;
      assert.deepEqual(result, { kind: 'claimed', keys: isTaken ? [keyOf(request)] : [] });
      if (isTaken) request.state = 'Attempting';
    },
    async finish(request) {
      const disposition = { state: 'Succeeded', reason: 'DELIVERED' } as const;
      const result = await store.requests.finish([{ key: keyOf(request), disposition, at: now }]);
      assert.deepEqual(result, [request.state === 'Attempting' ? 'finished' : 'notAttempting']);
      if (request.state === 'Attempting') end(request, 'Succeeded');
    },
    async withdraw(request) {
      const before = await store.requests.request(requestId(id, request.token));
      const isOpen = before?.attempts.at(-1)?.phase === 'open';
      await store.requests.withdraw([{ key: keyOf(request), reason: 'THROTTLED', dueAt: now, at: now }]);
      if (request.state !== 'Attempting' || !isOpen) return;
      if (request.withdrawals === WITHDRAWALS_MAX) {
        end(request, 'Failed');
        return;
      }
      request.withdrawals += 1;
      request.dueAt = now;
      if (request.expiresAt <= now) end(request, 'Expired');
      else request.state = 'Buffered';
    },
    async takeBack(request) {
      const before = await store.requests.request(requestId(id, request.token));
      const isOpen = before?.attempts.at(-1)?.phase === 'open';
      await store.requests.withdraw([{ key: keyOf(request), reason: 'ABORTED', dueAt: now, at: now, isOurs: true }]);
      if (request.state !== 'Attempting' || !isOpen) return;
      request.dueAt = now;
      if (request.expiresAt <= now) end(request, 'Expired');
      else request.state = 'Buffered';
    },
    async exclude(request) {
      await store.requests.exclude([{ key: keyOf(request), state: 'Suppressed', reason: 'LIMIT_REACHED', at: now }]);
      if (request.state === 'Buffered') end(request, 'Suppressed');
    },
    async submit(request) {
      const attempt = { key: keyOf(request), reference: `r-${request.token}`, outcomeBy: now + 1, at: now };
      await store.requests.submitted([attempt]);
    },
    async defer(request) {
      await store.requests.defer([{ key: keyOf(request), dueAt: now + 1_000 }]);
      if (request.state === 'Buffered') request.dueAt = now + 1_000;
    },
  };

  const onAll: Record<'toggle' | 'expire' | 'purge' | 'closeOrphans' | 'reopen', () => Promise<void>> = {
    async toggle() {
      campaign = await changeCampaign(store, campaign, { state: isRunning() ? 'Paused' : 'Running' });
    },
    async expire() {
      const over = inState('Buffered').filter((request) => request.expiresAt <= now);
      assert.equal(await store.requests.expire(now, 100), over.length);
      for (const request of over) end(request, 'Expired');
      const next = await store.requests.nextExpiry();
      for (const request of inState('Buffered')) assert.ok(next !== undefined && next <= request.expiresAt);
    },
    async purge() {
      const old = [...model.values()].filter(
        (request) => request.purged === undefined && request.endedAt !== undefined && request.endedAt < now,
      );
      assert.equal(await store.requests.purge(now, 100), old.length);
      for (const request of old) request.purged = true;
    },
    async closeOrphans() {
      epoch = await anEpoch(store);
      const left = inState('Attempting');
      assert.equal(await store.requests.closeOrphans({ epoch, dyingChannels: ['SMS'], now, limit: 100 }), left.length);
      for (const request of left) end(request, 'Unknown');
    },
    async reopen() {
      if (!underTest.isDurable) return;
      await store.close();
      store = await underTest.open();
    },
  };

  return {
    store: () => store,
    async play(step) {
      if (step.kind === 'accept') await accept(step.rows);
      else if (step.kind === 'advance') now += step.by;
      else if ('pick' in step) {
        const request = picked(step.pick);
        if (request !== undefined) await onOne[step.kind](request);
      } else await onAll[step.kind]();
    },
    async compare() {
      const expected: Record<string, number> = {};
      if (model.size > 0) expected['accepted'] = model.size;
      for (const state of REQUEST_STATES) {
        const count = inState(state).length;
        if (count > 0) expected[state.toLowerCase()] = count;
      }
      assert.deepEqual(await countersOf(store, id), expected);
      const due = [...inState('Buffered')]
        .filter((request) => request.dueAt <= now)
        .sort((a, b) => a.dueAt - b.dueAt || keyOf(a) - keyOf(b));
      assert.deepEqual(await dueKeys(store, id, now), due.map(keyOf));
      const { requests } = await store.requests.requests({ campaignId: id, limit: 100 });
      assert.deepEqual(
        requests.map(({ clientToken, state, dueAt, endedAt }) => ({ clientToken, state, dueAt, endedAt })),
        [...model.values()]
          .filter((request) => request.purged === undefined)
          .map(({ token, state, dueAt, endedAt }) => ({ clientToken: token, state, dueAt, endedAt })),
      );
    },
  };
}
