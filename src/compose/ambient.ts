/** What a running Campanile takes from the process that it runs in; a test hands in its own. */
import type { SecretBytes } from '../keys/key-store.ts';
import type { Clock } from '../lib/clock.ts';
import type { IdSource } from '../lib/ids.ts';
import type { Monotonic } from '../lib/monotonic.ts';
import type { Random } from '../lib/random.ts';
import type { Log } from '../telemetry/log.ts';

export interface Ambient {
  /** The real time, also where the business clock is virtual. */
  readonly wall: Clock;
  readonly monotonic: Monotonic;
  readonly random: Random;
  readonly ids: IdSource;
  readonly secretBytes: SecretBytes;
  readonly log: Log;
  /** Kills the process at once, as a power failure would: for tests of what is left then. */
  readonly crash: () => void;
  /** Told once when the store can never answer again: the process should end with code 74. */
  readonly onFatal: (error: Error) => void;
}
