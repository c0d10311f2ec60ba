/**
 * One channel as the dispatcher uses it: how many attempts it would take, counting those that are claimed and not handed
 * over yet, and a pause when it takes nothing. All instances share a channel.
 */
import type { MessageChannel, SubmitResult } from '../channels/channel.ts';
import { notSentBecauseOf } from '../channels/not-sent.ts';
import type { VoiceChannel } from '../channels/voice.ts';
import type { ChannelSubtype } from '../domain/channel-subtype.ts';
import type { Clock, Instant } from '../lib/clock.ts';
import type { Random } from '../lib/random.ts';
import type { Attempt, MessageSubtype } from './attempt.ts';
import { backoffMs } from './backoff.ts';
import type { Report } from './report.ts';

export interface Channels {
  readonly voice: VoiceChannel;
  readonly messages: Readonly<Record<MessageSubtype, MessageChannel>>;
}

export interface Carrier {
  readonly channelSubtype: ChannelSubtype;
  /** How many more may be claimed now. */
  room(): number;
  /** Claims are on their way to be handed over. */
  reserve(count: number): void;
  /** Reserved ones that will not be handed over. */
  unreserve(count: number): void;
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
  const lanes = new Set<() => boolean>();
  let reserved = 0;
  let refusalsInARow = 0;
  let heldUntil: Instant = Number.NEGATIVE_INFINITY;

  function capacity(): number {
    return channelSubtype === 'TELEPHONY' ? channels.voice.capacity() : channels.messages[channelSubtype].capacity();
  }

  function handOver(attempt: Attempt, notAfter: Instant, signal: AbortSignal): Promise<SubmitResult> {
    return attempt.channelSubtype === 'TELEPHONY'
      ? channels.voice.place(attempt.call, notAfter, signal)
      : channels.messages[attempt.channelSubtype].submit(attempt.message, notAfter, signal);
  }

  function learnFrom(result: SubmitResult): void {
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
    room: () => Math.max(0, capacity() - reserved),
    reserve(count) {
      reserved += count;
    },
    unreserve(count) {
      reserved -= count;
    },
    heldUntil: () => heldUntil,
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
      reserved -= 1;
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
