/**
 * Forgets what has been kept long enough: requests with their events and entries, and the evidence about live answers.
 * Once a day, in steps of the store's maintenance lane, so that nobody waits for it.
 */
import type { Clock, Timer } from '../lib/clock.ts';
import type { Service } from '../lib/service.ts';
import type { Store } from '../store/store.ts';

export interface RetentionOptions {
  /** At least the 30 days over which abandonment is judged. */
  readonly evidenceDays: number;
  /** 0 keeps requests for ever. */
  readonly requestDays: number;
}

export interface PrunerDeps {
  readonly store: {
    readonly requests: Pick<Store['requests'], 'purge' | 'purgeEntries'>;
    readonly evidence: Pick<Store['evidence'], 'prune'>;
  };
  readonly clock: Clock;
  /** The store refused; the next day tries again. */
  readonly onError: (error: unknown) => void;
}

const DAY_MS = 86_400_000;
/** Rows of one call: some hundredths of a second of maintenance, after which a stop is noticed. */
const ROWS_AT_ONCE = 1_000;

/** A pruner that looks at once when it is started, and then every day. */
export function createPruner({ store, clock, onError }: PrunerDeps, options: RetentionOptions): Service {
  const { requests, evidence } = store;
  let isStopped = false;
  let timer: Timer | undefined;
  let looking: Promise<void> = Promise.resolve();

  async function repeat(prune: (limit: number) => Promise<number>): Promise<void> {
    while (!isStopped && (await prune(ROWS_AT_ONCE)) >= ROWS_AT_ONCE) {}
  }

  async function prune(): Promise<void> {
    const now = clock.now();
    await repeat((limit) => evidence.prune(now - options.evidenceDays * DAY_MS, limit));
    if (options.requestDays === 0) return;
    const before = now - options.requestDays * DAY_MS;
    await repeat((limit) => requests.purge(before, limit));
    await repeat((limit) => requests.purgeEntries(before, limit));
  }

  function look(): void {
    looking = clock.track(prune().catch(onError));
    timer = clock.at(clock.now() + DAY_MS, look);
  }

  return {
    name: 'pruner',
    async start() {
      look();
    },
    async stop() {
      isStopped = true;
      timer?.cancel();
      await looking;
    },
  };
}
