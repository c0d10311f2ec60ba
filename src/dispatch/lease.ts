/** Our right to dispatch: taken at the start, renewed three times in its life, and never used after its deadline. */

import type { Alarms } from '../lib/alarms.ts';
import type { Clock, Instant } from '../lib/clock.ts';
import type { LeaseStore } from '../store/lease-store.ts';
import type { Background } from './background.ts';
import type { Gate } from './gate.ts';
import type { DispatchOptions } from './options.ts';
import type { Report } from './report.ts';

export interface Lease {
  /** Takes the lease, or arranges to try again when another holder has it. */
  take(): Promise<void>;
  readonly name: string;
  /** Of the current holding; claims name it. */
  epoch(): number;
  /** Nothing may be handed over after this. */
  deadline(): Instant;
  /** A claim was refused, for another holder has begun an epoch. */
  lost(): void;
  release(): Promise<void>;
}

/** A lost or held lease is asked for again so much later. */
const ASK_AGAIN_MS = 1_000;

export interface LeaseDeps {
  readonly leases: LeaseStore;
  readonly clock: Clock;
  readonly alarms: Alarms;
  readonly background: Background;
  readonly gate: Gate;
  readonly report: Report;
  /** Called with each new epoch, before the gate opens: what the epochs before it left open must be closed first. */
  readonly onAcquired: (epoch: number) => Promise<void>;
}

/** The lease of `options.leaseName`, not taken yet; the gate stays closed by 'noLease' while it is not ours. */
export function createLease(
  deps: LeaseDeps,
  options: Pick<DispatchOptions, 'leaseName' | 'holder' | 'leaseMs'>,
): Lease {
  const { leases, clock, alarms, background, gate, report, onAcquired } = deps;
  const { leaseName: name, holder, leaseMs } = options;
  let epoch: number | undefined;
  let until: Instant = Number.NEGATIVE_INFINITY;
  const askAgain = alarms.create(() => background.run('take the lease', take, lost));
  const renewal = alarms.create(() => background.run('renew the lease', renew, renewalFailed));

  async function take(): Promise<void> {
    const now = clock.now();
    const answer = await leases.acquire({ name, holder, now, until: now + leaseMs });
    if (answer.kind === 'held') {
      report({ kind: 'leaseHeld' });
      // Not later than a lease lasts, wherever the clocks of the two holders stand.
      askAgain.ringIn(Math.min(leaseMs, Math.max(answer.until - now, ASK_AGAIN_MS)));
      return;
    }
    epoch = answer.epoch;
    until = now + leaseMs;
    renewLater(leaseMs / 3);
    await onAcquired(answer.epoch);
    gate.open('noLease');
  }

  async function renew(): Promise<void> {
    if (epoch === undefined) return;
    const now = clock.now();
    const answer = await leases.renew({ name, holder, now, until: now + leaseMs, epoch });
    if (answer.kind === 'lost') return lost();
    until = now + leaseMs;
    renewLater(leaseMs / 3);
  }

  /** When so much has passed; at once when the clock is set beyond it, for the deadline is an instant. */
  function renewLater(inMs: number): void {
    renewal.ringIn(inMs);
    renewal.ringBy(clock.now() + inMs);
  }

  function renewalFailed(): void {
    if (clock.now() >= until) lost();
    else renewLater(ASK_AGAIN_MS);
  }

  function lost(): void {
    gate.close('noLease');
    epoch = undefined;
    until = Number.NEGATIVE_INFINITY;
    renewal.clear();
    report({ kind: 'leaseLost' });
    askAgain.ringIn(ASK_AGAIN_MS);
  }

  return {
    name,
    take,
    epoch: () => epoch ?? 0,
    deadline: () => until,
    lost,
    async release() {
      if (epoch === undefined) return;
      await leases.release(name, epoch);
      epoch = undefined;
    },
  };
}
