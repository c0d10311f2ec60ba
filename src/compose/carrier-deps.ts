/** What a real carrier works with. */
import type { RenderMessage } from '../channels/rendering.ts';
import type { Clock } from '../lib/clock.ts';
import type { Monotonic } from '../lib/monotonic.ts';
import type { Random } from '../lib/random.ts';
import type { Log } from '../telemetry/log.ts';
import type { Mail } from './mail.ts';

export interface CarrierDeps {
  /** Business time. */
  readonly clock: Clock;
  readonly monotonic: Monotonic;
  readonly random: Random;
  readonly render: RenderMessage;
  readonly mail: Mail;
  readonly log: Log;
}
