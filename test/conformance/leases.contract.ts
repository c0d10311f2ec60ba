/** Leases: one holder at a time, and no epoch twice. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MINUTE, NOW } from './fixtures.ts';
import type { Fixture } from './store.contract.ts';

export function describeLeases(fixture: Fixture): void {
  const request = (holder: string, now = NOW) => ({ name: 'dispatch', holder, now, until: now + MINUTE });

  test('a lease is held by one until it ends or is released, and each holding has its own epoch', async () => {
    const { leases } = fixture.store;
    assert.deepEqual(await leases.acquire(request('one')), { kind: 'acquired', epoch: 1 });
    assert.deepEqual(await leases.acquire(request('two')), { kind: 'held', until: NOW + MINUTE });
    assert.deepEqual(await leases.acquire(request('one')), { kind: 'acquired', epoch: 2 });
    assert.deepEqual(await leases.acquire(request('two', NOW + MINUTE)), { kind: 'acquired', epoch: 3 });
    await leases.release('dispatch', 2);
    assert.equal((await leases.acquire(request('one', NOW + MINUTE))).kind, 'held', 'an old epoch releases nothing');
    await leases.release('dispatch', 3);
    assert.deepEqual(await leases.acquire(request('one', NOW + MINUTE)), { kind: 'acquired', epoch: 4 });
    assert.deepEqual(await leases.acquire({ ...request('one'), name: 'other' }), { kind: 'acquired', epoch: 1 });
  });

  test('only the holder of the current epoch renews', async () => {
    const { leases } = fixture.store;
    await leases.acquire(request('one'));
    const later = NOW + 30_000;
    assert.deepEqual(await leases.renew({ ...request('one', later), epoch: 1 }), { kind: 'renewed' });
    assert.deepEqual(await leases.acquire(request('two', NOW + MINUTE)), { kind: 'held', until: later + MINUTE });
    assert.deepEqual(await leases.renew({ ...request('two'), epoch: 1 }), { kind: 'lost' });
    await leases.acquire(request('two', later + MINUTE));
    assert.deepEqual(await leases.renew({ ...request('one'), epoch: 1 }), { kind: 'lost' });
  });

  test('of many that want a free lease at once one gets it', async () => {
    const { leases } = fixture.store;
    const results = await Promise.all(['a', 'b', 'c', 'd'].map((holder) => leases.acquire(request(holder))));
    assert.equal(results.filter((result) => result.kind === 'acquired').length, 1);
  });
}
