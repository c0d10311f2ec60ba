/** How the service is killed: by a signal at a random moment, or by itself at a named place. */
import type { Random } from '../../src/lib/random.ts';
import { FAILPOINTS, type FailpointName } from '../../src/store/sqlite/options.ts';
import { plainCall } from '../support/plain-call.ts';
import type { RunningService } from '../support/running-service.ts';
import { type Alterations, CARRIER_PLACES } from './alterations.ts';

export type Death =
  /** From outside, so long after it was ready. */
  | { readonly kind: 'signal'; readonly afterMs: number }
  /** From outside, so long after the process began; it may be ready by then. */
  | { readonly kind: 'start'; readonly afterMs: number }
  | { readonly kind: 'commit'; readonly name: FailpointName; readonly nth: number }
  | { readonly kind: 'attempt'; readonly place: (typeof CARRIER_PLACES)[number]; readonly nth: number }
  /** A carrier has the attempt and its answer is lost with the process: the fault crashBeforeAnswer. */
  | { readonly kind: 'answer' };

/** One of each; signals come between the others, since they find what nobody has named. */
const KINDS = [
  ...FAILPOINTS.flatMap((name) => ['signal', name] as const),
  ...CARRIER_PLACES,
  'answer',
  'start',
] as const;

/** A round commits some hundred times and attempts some hundred requests. */
const NTH_COMMIT_MAX = 80;
const NTH_ATTEMPT_MAX = 200;
const SIGNAL_WITHIN_MS = 1_200;
const START_WITHIN_MS = 500;

/** The death of a round; every kind has had its turn after as many rounds as there are kinds. */
export function deathOf(round: number, random: Random): Death {
  const below = (limit: number): number => Math.floor(random.next() * limit);
  const kind = KINDS[round % KINDS.length] ?? 'signal';
  switch (kind) {
    case 'signal':
      return { kind, afterMs: below(SIGNAL_WITHIN_MS) };
    case 'start':
      return { kind, afterMs: below(START_WITHIN_MS) };
    case 'answer':
      return { kind };
    case 'before-carrier':
    case 'after-carrier':
      return { kind: 'attempt', place: kind, nth: 1 + below(NTH_ATTEMPT_MAX) };
    case 'before-checkpoint':
    case 'after-checkpoint':
      return { kind: 'commit', name: kind, nth: 1 };
    default:
      return { kind: 'commit', name: kind, nth: 1 + below(NTH_COMMIT_MAX) };
  }
}

/** What the service must be started with to die like that. */
export function alterationsFor(death: Death): Partial<Alterations> {
  if (death.kind === 'commit') return { dieAtCommit: { name: death.name, nth: death.nth } };
  if (death.kind === 'attempt') return { dieAtAttempt: { place: death.place, nth: death.nth } };
  return {};
}

/** Kills a process that is starting, if that is its death. */
export function killWhileStarting(death: Death, pid: number): void {
  if (death.kind === 'start') setTimeout(() => killed(pid), death.afterMs);
}

/** Arranges for the death of a service that is ready. */
export async function arrange(death: Death, service: RunningService): Promise<void> {
  if (death.kind === 'signal') setTimeout(() => killed(service.pid), death.afterMs);
  if (death.kind === 'answer') {
    for (const channel of ['TELEPHONY', 'SMS', 'EMAIL', 'WHATSAPP'])
      await plainCall(service.url, 'POST', '/admin/v1/faults', { channel, kind: 'crashBeforeAnswer', count: 1 });
  }
}

function killed(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is dead already.
  }
}

/** For the record of a run. */
export function nameOf(death: Death): string {
  if (death.kind === 'commit') return death.name;
  return death.kind === 'attempt' ? death.place : death.kind;
}
