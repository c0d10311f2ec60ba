/** What a command may touch of the process that it runs in. */
import type { Environment } from '../config/places.ts';
import type { SecretBytes } from '../keys/key-store.ts';
import type { Clock } from '../lib/clock.ts';
import type { Monotonic } from '../lib/monotonic.ts';

export interface Surroundings {
  readonly environment: Environment;
  /** Writes to stdout. */
  readonly out: (text: string) => void;
  /** Writes to stderr. */
  readonly err: (text: string) => void;
  /** Whether colours may be used on stdout: it is a terminal, and NO_COLOR (https://no-color.org) is not set. */
  readonly hasColours: boolean;
  /** Whether stderr is a terminal. */
  readonly isLogReadable: boolean;
  /** The real time. */
  readonly wall: Clock;
  readonly monotonic: Monotonic;
  readonly secretBytes: SecretBytes;
  /** Calls `stop` on SIGTERM and SIGINT, each time. */
  readonly onSignal: (stop: (signal: string) => void) => void;
  /** Kills the process at once, as a power failure would. */
  readonly crash: () => void;
  /** Ends the process at once. */
  readonly exit: (code: number) => never;
}
