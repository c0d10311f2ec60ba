/**
 * Which requests of a campaign there is room for, where carriers differ by the sender. While the carrier of the campaign's
 * own sender is full or rests, its requests wait where they are. A request that names another sender must not wait for that
 * carrier, nor let others wait for its own: while its own has no room, it is put aside for a moment.
 */
import type { ChannelSubtype } from '../domain/channel-subtype.ts';
import type { Clock, Instant } from '../lib/clock.ts';
import { createTokenBucket } from '../lib/token-bucket.ts';
import { type Attempt, sourceOf } from './attempt.ts';
import type { Carrier } from './carrier.ts';

export type Admission =
  /** Its place at the carrier is reserved. */
  | { readonly kind: 'go' }
  /** Nothing goes from the campaign's sender, or too many were put aside lately. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'putAside'; readonly until: Instant };

export interface SenderRoom {
  /** How many requests may be admitted or put aside now; `first` is the sender of the one whose turn it is. */
  room(carrier: Carrier, first: () => string | undefined): number;
  admit(carrier: Carrier, attempt: Attempt): Admission;
}

/** Each is a commit now and a look at the request later. */
const PUT_ASIDE_PER_SECOND = 100;
/** Of a carrier that is full, or rests for longer. */
const ASIDE_MS = { least: 2_000, most: 30_000 } as const;
/** Somebody must add a carrier to the configuration, and that takes a restart. */
const ASIDE_WITHOUT_CARRIER_MS = 60_000;

export interface SenderRoomDeps {
  readonly clock: Clock;
  /** From where the campaign sends when a request does not say. */
  readonly defaultSource: (channelSubtype: ChannelSubtype) => string | undefined;
  /** Requests may be put aside again when so much has passed. */
  readonly onAsideAgain: (inMs: number) => void;
}

/** The room of one campaign. */
export function createSenderRoom({ clock, defaultSource, onAsideAgain }: SenderRoomDeps): SenderRoom {
  const aside = createTokenBucket(PUT_ASIDE_PER_SECOND);

  /** Whether requests from the source wait in line until there is room. */
  function waitsInLine(carrier: Carrier, source: string): boolean {
    return source === defaultSource(carrier.channelSubtype) && carrier.stateOf(source)?.carrier !== undefined;
  }

  function mayPutAside(): boolean {
    const now = clock.now();
    if (aside.available(now) >= 1) return true;
    onAsideAgain(aside.availableAt(aside.burst, now) - now);
    return false;
  }

  function asideUntil(carrier: Carrier, source: string): Instant {
    const now = clock.now();
    const state = carrier.stateOf(source);
    if (state?.carrier === undefined) return now + ASIDE_WITHOUT_CARRIER_MS;
    return Math.min(now + ASIDE_MS.most, Math.max(now + ASIDE_MS.least, state.restsUntil ?? 0));
  }

  return {
    room(carrier, first) {
      const room = carrier.room(defaultSource(carrier.channelSubtype));
      const source = carrier.differsBySender ? first() : undefined;
      if (source === undefined || waitsInLine(carrier, source)) return room;
      const own = carrier.room(source);
      return own > 0 || mayPutAside() ? Math.max(1, own, room) : 0;
    },
    admit(carrier, attempt) {
      if (carrier.reserve(attempt)) return { kind: 'go' };
      const source = sourceOf(attempt);
      if (source === undefined || !carrier.differsBySender) return { kind: 'wait' };
      if (waitsInLine(carrier, source) || !mayPutAside()) return { kind: 'wait' };
      aside.take(1, clock.now());
      return { kind: 'putAside', until: asideUntil(carrier, source) };
    },
  };
}
