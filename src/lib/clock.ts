/**
 * Business time. Everything that decides about people (due, expiry, windows, limits, receipts) asks a Clock; sockets,
 * signatures, logs and durations use the real time of `monotonic.ts` and of the platform. The two never mix, so that a
 * virtual clock can play two weeks in a second while the HTTP server goes on as always.
 */

/** Milliseconds since 1970-01-01T00:00:00Z, of the business clock unless said otherwise. */
export type Instant = number;

export interface Timer {
  /** Never fires after this; harmless when it has fired already. */
  cancel(): void;
}

export interface Clock {
  now(): Instant;
  /** Runs `run` once, at `at` or as soon as possible after it. Errors of `run` reach the process as unhandled. */
  at(at: Instant, run: () => void | Promise<void>): Timer;
  /** Says that work caused by a timer or a request is under way until the promise settles; a virtual clock waits for it. */
  track<T>(work: Promise<T>): Promise<T>;
}

/** The longest delay that setTimeout keeps (2^31 - 1 ms, 24.8 days); a later timer is set again on the way. */
const MAX_TIMEOUT_MS = 2_147_483_647;

/** The wall clock of the machine. */
export function createRealClock(): Clock {
  return {
    now: () => Date.now(),
    at(at, run) {
      let handle: NodeJS.Timeout;
      const arm = (): void => {
        const delayMs = Math.max(0, at - Date.now());
        handle = setTimeout(() => (delayMs > MAX_TIMEOUT_MS ? arm() : void run()), Math.min(delayMs, MAX_TIMEOUT_MS));
      };
      arm();
      return { cancel: () => clearTimeout(handle) };
    },
    track: (work) => work,
  };
}
