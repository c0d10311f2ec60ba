/**
 * One message channel over several carriers: who the sender is decides which of them an attempt goes to. A sender without
 * carrier has no room, so that its requests wait; nothing falls through to another carrier.
 */
import type { CarrierFigures } from './carrier-figures.ts';
import type { MessageChannel, ReceiptListener } from './channel.ts';
import { NO_CARRIER } from './not-sent.ts';
import { createSourceFinder } from './sources.ts';

/** A carrier of the configuration, connected. */
export interface NamedCarrier extends MessageChannel {
  readonly name: string;
  readonly figures: () => CarrierFigures;
  /** Takes nothing more; resolves when nothing is under way: what had not begun to leave was answered `notSent`. */
  readonly drain: () => Promise<void>;
}

export interface Route {
  /** As in SourceOwner. */
  readonly sources: readonly string[];
  readonly carrier: MessageChannel & { readonly name: string };
}

/** Others who have news of what the carriers took, such as the intake of bounces. */
export type Reporter = (listener: ReceiptListener) => void;

/** The channel over these carriers; without any it takes nothing. */
export function createRouter(routes: readonly Route[], reporters: readonly Reporter[] = []): MessageChannel {
  const carriers = routes.map(({ carrier }) => carrier);
  const carrierOf = createSourceFinder(routes.map(({ sources, carrier }) => ({ sources, owner: carrier })));
  return {
    capacity(source) {
      if (source !== undefined) return carrierOf(source)?.capacity(source) ?? 0;
      return carriers.reduce((sum, carrier) => sum + carrier.capacity(), 0);
    },
    async submit(attempt, notAfter, signal) {
      const carrier = carrierOf(attempt.source);
      return carrier === undefined
        ? { kind: 'notSent', reason: NO_CARRIER }
        : carrier.submit(attempt, notAfter, signal);
    },
    onReceipt(listener) {
      for (const carrier of carriers) carrier.onReceipt(listener);
      for (const report of reporters) report(listener);
    },
    onRoom(listener) {
      for (const carrier of carriers) carrier.onRoom?.(listener);
    },
    stateOf(source) {
      const carrier = carrierOf(source);
      return carrier?.stateOf?.(source) ?? { carrier: carrier?.name };
    },
  };
}
