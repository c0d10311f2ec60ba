/** Waiting, for time or for a hint, that ends at once when somebody closes. */
import type { Clock } from '../lib/clock.ts';

export interface Pauses {
  /** There is something to do: ends `untilWoken`, or makes the next one end at once. */
  wake(): void;
  untilWoken(): Promise<void>;
  wait(ms: number): Promise<void>;
}

/** Pauses on a clock, until the signal is aborted. */
export function createPauses(clock: Clock, closing: AbortSignal): Pauses {
  let isAwake = false;
  let onWake: (() => void) | undefined;

  function wake(): void {
    isAwake = true;
    onWake?.();
  }

  closing.addEventListener('abort', wake, { once: true });
  return {
    wake,
    async untilWoken() {
      if (!isAwake && !closing.aborted) {
        await new Promise<void>((resolve) => {
          onWake = resolve;
        });
        onWake = undefined;
      }
      isAwake = false;
    },
    wait(ms) {
      if (closing.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const end = (): void => {
          timer.cancel();
          closing.removeEventListener('abort', end);
          resolve();
        };
        const timer = clock.at(clock.now() + ms, end);
        closing.addEventListener('abort', end, { once: true });
      });
    },
  };
}
