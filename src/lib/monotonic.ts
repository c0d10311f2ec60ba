/** Real elapsed time, for durations, rates of this process and time-outs: never goes back, says nothing about the date. */
export interface Monotonic {
  /** Milliseconds since some fixed moment, with fractions. */
  nowMs(): number;
}

/** The monotonic clock of the platform. */
export function createMonotonic(): Monotonic {
  return { nowMs: () => performance.now() };
}
