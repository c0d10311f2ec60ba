/** Parts of the dispatcher that wait for a while, when the clock is set in the middle of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBackground } from '../../../src/dispatch/background.ts';
import { createGate } from '../../../src/dispatch/gate.ts';
import { createGroupCommit } from '../../../src/dispatch/group-commit.ts';
import { createLease } from '../../../src/dispatch/lease.ts';
import { createAlarms } from '../../../src/lib/alarms.ts';
import type { LeaseStore } from '../../../src/store/lease-store.ts';
import { settableClock } from './settable-clock.ts';

function open() {
  const time = settableClock();
  const alarms = createAlarms(time.clock);
  return {
    ...time,
    ...{ alarms, background: createBackground(time.clock, () => undefined) },
    /** Sets the clock, and somebody has noticed. */
    setBy(byMs: number): void {
      time.jump(byMs);
      alarms.rearm(byMs);
    },
  };
}

for (const byMs of [3_600_000, -3_600_000]) {
  test(`what is gathered is committed after the linger time, and after a failure a second later, also when the clock is set by ${byMs} ms`, async () => {
    const parts = open();
    let waiting = 0;
    let failuresLeft = 1;
    const commits = createGroupCommit(parts, {
      ...{ doing: 'test', lingerMs: 50, pending: () => waiting },
      async commit() {
        failuresLeft -= 1;
        if (failuresLeft >= 0) throw new Error('full');
        waiting = 0;
      },
    });
    waiting = 1;
    commits.gathered();
    parts.setBy(byMs);
    await parts.pass(50);
    assert.equal(failuresLeft, 0, 'tried after the linger time');
    parts.setBy(byMs);
    commits.gathered();
    await parts.pass(999);
    assert.equal(failuresLeft, 0, 'not again before the second is over');
    await parts.pass(1);
    assert.equal(waiting, 0);
  });

  test(`a lease that is ours stays ours when the clock is set by ${byMs} ms`, async () => {
    const parts = open();
    let renewals = 0;
    const leases: LeaseStore = {
      acquire: async () => ({ kind: 'acquired', epoch: 1 }),
      async renew() {
        renewals += 1;
        return { kind: 'renewed' };
      },
      release: async () => undefined,
    };
    const gate = createGate(['noLease'], () => undefined);
    const lease = createLease(
      { ...parts, leases, gate, report: () => undefined, onAcquired: async () => undefined },
      { leaseName: 'dispatch', holder: 'me', leaseMs: 30_000 },
    );
    await lease.take();
    await parts.pass(5_000);
    parts.setBy(byMs);
    await parts.pass(5_000);
    assert.equal(renewals, 1);
    assert.ok(lease.deadline() > parts.clock.now());
    await parts.pass(60_000);
    assert.equal(renewals, 7);
    assert.deepEqual(gate.reasons(), []);
  });
}
