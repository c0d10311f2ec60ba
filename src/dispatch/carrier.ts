/**
 * One channel as the dispatcher uses it: how many attempts it would take, counting those that are claimed and not handed
 * over yet, and a pause when it takes nothing. All instances share a channel. Several carriers may lie behind it, by the
 * sender; each of those rests by itself.
 */
import type { CarrierState, MessageChannel, SubmitResult } from '../channels/channel.ts';
import { notSentBecauseOf } from '../channels/not-sent.ts';
import type { VoiceChannel } from '../channels/voice.ts';
import type { ChannelSubtype } from '../domain/channel-subtype.ts';
import type { Clock, Instant } from '../lib/clock.ts';
import type { Random } from '../lib/random.ts';
import { type Attempt, type MessageSubtype, sourceOf } from './attempt.ts';
import { backoffMs } from './backoff.ts';
import type { Report } from './report.ts';

export interface Channels {
  readonly voice: VoiceChannel;
  readonly messages: Readonly<Record<MessageSubtype, MessageChannel>>;
}

export interface Carrier {
  readonly channelSubtype: ChannelSubtype;
  /** How many more may be claimed now: from one source, or from all of them together. */
  room(source?: string): number;
  /** A claim is on its way to be handed over; false, and nothing is reserved, when there is no room from its source. */
  reserve(attempt: Attempt): boolean;
  /** A reserved one will not be handed over. */
  unreserve(attempt: Attempt): void;
  /** Whether the sender of an attempt decides which carrier takes it. */
  readonly differsBySender: boolean;
  /** Who sends from a source; undefined where one carrier takes everything. */
  stateOf(source: string): CarrierState | undefined;
  /** Hands over one that was reserved; never rejects: a channel that throws has answered `unknown`. */
  submit(attempt: Attempt, notAfter: Instant, signal: AbortSignal): Promise<SubmitResult>;
  /** Nothing is claimed before this. */
  heldUntil(): Instant;
  /** A lane that uses this carrier; `run` answers whether it has begun anything. */
  serve(run: () => boolean): void;
  /** There may be room again: every lane may run, and who took something is last the next time. */
  roomFreed(): void;
}

/** So many refusals in a row mean that the carrier is meant, and not one recipient. */
const REFUSALS_BEFORE_HOLD = 5;
const FIRST_HOLD_MS = 250;
const LONGEST_HOLD_MS = 30_000;

/** The carrier of one channel. */
export function createCarrier(
  channelSubtype: ChannelSubtype,
  channels: Channels,
  deps: { readonly clock: Clock; readonly random: Random; readonly report: Report },
): Carrier {
  const { clock, random, report } = deps;
  const channel = channelSubtype === 'TELEPHONY' ? undefined : channels.messages[channelSubtype];
  const lanes = new Set<() => boolean>();
  /** Claims that are not handed over yet, by the carrier that they go to. */
  const reservedBy = new Map<string | undefined, number>();
  let reserved = 0;
  let refusalsInARow = 0;
  let heldUntil: Instant = Number.NEGATIVE_INFINITY;

  function room(source?: string): number {
    if (channel === undefined) return channels.voice.capacity() - reserved;
    if (source === undefined || channel.stateOf === undefined) return channel.capacity(source) - reserved;
    return channel.capacity(source) - (reservedBy.get(nameOf(source)) ?? 0);
  }

  function nameOf(source: string | undefined): string | undefined {
    return source === undefined ? undefined : channel?.stateOf?.(source).carrier;
  }

  function count(attempt: Attempt, step: 1 | -1): void {
    const name = nameOf(sourceOf(attempt));
    reservedBy.set(name, (reservedBy.get(name) ?? 0) + step);
    reserved += step;
  }

  function handOver(attempt: Attempt, notAfter: Instant, signal: AbortSignal): Promise<SubmitResult> {
    return attempt.channelSubtype === 'TELEPHONY'
      ? channels.voice.place(attempt.call, notAfter, signal)
      : channels.messages[attempt.channelSubtype].submit(attempt.message, notAfter, signal);
  }

  function learnFrom(result: SubmitResult): void {
    // Carriers by the sender know by themselves when to rest, and one of them says nothing about the others.
    if (channel?.stateOf !== undefined) return;
    if (result.kind !== 'notSent') {
      refusalsInARow = 0;
    } else if (notSentBecauseOf(result.reason) === 'carrier') {
      refusalsInARow += 1;
      if (refusalsInARow >= REFUSALS_BEFORE_HOLD && clock.now() >= heldUntil) hold();
    }
  }

  function hold(): void {
    const holds = Math.floor(refusalsInARow / REFUSALS_BEFORE_HOLD) - 1;
    const forMs = backoffMs(holds, random, FIRST_HOLD_MS, LONGEST_HOLD_MS);
    heldUntil = clock.now() + forMs;
    report({ kind: 'channelHeld', channelSubtype, forMs });
  }

  return {
    channelSubtype,
    room: (source) => Math.max(0, room(source)),
    reserve(attempt) {
      if (room(sourceOf(attempt)) <= 0) return false;
      count(attempt, 1);
      return true;
    },
    unreserve: (attempt) => count(attempt, -1),
    differsBySender: channel?.stateOf !== undefined,
    stateOf: (source) => (channel === undefined ? channels.voice.stateOf?.() : channel.stateOf?.(source)),
    heldUntil() {
      // A clock that was set back does not make the hold longer.
      heldUntil = Math.min(heldUntil, clock.now() + LONGEST_HOLD_MS);
      return heldUntil;
    },
    serve: (run) => void lanes.add(run),
    roomFreed() {
      for (const run of [...lanes]) {
        if (!run()) continue;
        lanes.delete(run);
        lanes.add(run);
      }
    },
    async submit(attempt, notAfter, signal) {
      let result: SubmitResult;
      count(attempt, -1);
      try {
        result = await handOver(attempt, notAfter, signal);
      } catch (error) {
        report({ kind: 'channelThrew', channelSubtype, error });
        result = { kind: 'unknown' };
      }
      learnFrom(result);
      return result;
    },
  };
}
