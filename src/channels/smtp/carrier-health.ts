/**
 * Whether the MTA may be given mail. After failures in a row it rests; then a connection without a mail finds out whether it
 * is back, so that no request is used up by asking; then one mail is the trial.
 */
import type { Clock, Instant, Timer } from '../../lib/clock.ts';
import type { Random } from '../../lib/random.ts';
import type { Log } from '../../telemetry/log.ts';
import { createCircuitBreaker } from '../circuit-breaker.ts';

export interface CarrierHealth {
  /** trial: one mail at a time. */
  state(): 'well' | 'resting' | 'trial';
  /** Undefined unless it rests; may be past while a connection is being tried. */
  restsUntil(): Instant | undefined;
  /** A connection was opened. */
  reached(): void;
  /** A mail was dealt with as it should be, taken or not. */
  praise(): void;
  /** The carrier failed; the words are codes. */
  blame(reason: string): void;
  /** Tries nothing more. */
  stop(): void;
}

export interface HealthDeps {
  readonly carrier: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** A rest begins. */
  readonly onRest: () => void;
  /** A rest is over, or a trial was passed. */
  readonly onRoom: () => void;
  /** Opens a connection; `reached` or `blame` tells what came of it. */
  readonly tryToConnect: () => void;
}

/** A carrier of which nothing is known is well. */
export function createCarrierHealth(deps: HealthDeps): CarrierHealth {
  const { carrier, clock, log } = deps;
  const breaker = createCircuitBreaker(deps.random);
  let isReachable = true;
  let probe: Timer | undefined;

  function state(): 'well' | 'resting' | 'trial' {
    const at = breaker.state(clock.now());
    if (at === 'closed') return 'well';
    return at === 'halfOpen' && isReachable ? 'trial' : 'resting';
  }

  return {
    state,
    restsUntil: () => (state() === 'resting' ? breaker.restsUntil() : undefined),
    reached() {
      if (isReachable || breaker.state(clock.now()) === 'open') return;
      isReachable = true;
      deps.onRoom();
    },
    praise() {
      const wasWell = breaker.state(clock.now()) === 'closed';
      breaker.succeeded();
      isReachable = true;
      probe?.cancel();
      if (wasWell) return;
      log.info('the carrier takes messages again', { carrier });
      deps.onRoom();
    },
    blame(reason) {
      const now = clock.now();
      if (!breaker.failed(now)) return;
      isReachable = false;
      const until = breaker.restsUntil() ?? now;
      log.warn('the carrier rests after failures in a row', { carrier, reason, durationMs: until - now });
      probe?.cancel();
      probe = clock.at(until, deps.tryToConnect);
      deps.onRest();
    },
    stop: () => probe?.cancel(),
  };
}
