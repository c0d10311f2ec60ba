/**
 * Simulated carriers of all channels. They outlive the process that uses them, take, refuse and throttle as a fate says,
 * and tell what became of an attempt early, late, twice, in contradiction, or never.
 */
import type { ChannelReceipt, MessageAttempt, MessageChannel, SubmitResult } from '../../../src/channels/channel.ts';
import type { Loopback } from '../../../src/channels/loopback/open.ts';
import type { CallAttempt, CallEvent, VoiceChannel } from '../../../src/channels/voice.ts';
import type { ChannelSubtype } from '../../../src/domain/channel-subtype.ts';
import type { Disposition } from '../../../src/domain/disposition.ts';
import { type Callee, createCallees, type FloorWatch } from './callees.ts';
import type { Time } from './time.ts';

type MessageSubtype = 'SMS' | 'EMAIL' | 'WHATSAPP';

/** What a carrier does with an attempt; instants count from the moment at which it is handed over. */
export interface Fate {
  readonly take: 'throttled' | 'refused' | 'silent' | 'taken';
  readonly answerAfterMs: number;
  readonly news: readonly { readonly afterMs: number; readonly disposition?: Disposition }[];
  /** The process ends while the carrier holds the attempt and has not answered. */
  readonly endsProcess?: boolean;
}

/** What a carrier sees. */
export interface Seen {
  readonly requestId: string;
  readonly campaignId: string;
  readonly channelSubtype: ChannelSubtype;
  readonly to: string;
  /** What the sender has written into the content, so that nobody must be asked whose it is. */
  readonly token: string;
}

/** Who watches the carriers, and what they need of the process that uses them. */
export interface CarrierWatch {
  handedOver(seen: Seen): void;
  /** The carrier has said for good that nobody was reached. */
  refused(seen: Seen): void;
  told(seen: Seen, disposition: Disposition): void;
  endProcess(): void;
}

export interface Carriers {
  /** The ports for one process, deaf when it is dead. */
  connect(isDead: () => boolean): Loopback;
}

const REFUSED: Disposition = { state: 'Failed', reason: 'REJECTED' };
const ROOM = 200;
const NO_ANSWER_AFTER_MS = 10_000;
const OUTCOME_WITHIN_MS = {
  SMS: 72 * 3_600_000,
  WHATSAPP: 24 * 3_600_000,
  EMAIL: 3_600_000,
  TELEPHONY: 4 * 3_600_000,
} as const satisfies Record<ChannelSubtype, number>;

/** The end of a call for an agent is told by then, or never. */
export const CALL_WITHIN_MS = 600_000;

/** Who is called for agents, and who watches their telephones. */
export interface Floor {
  readonly calleeOf: (attempt: CallAttempt) => Callee;
  readonly watch: FloorWatch;
}

/** Carriers that act by `fateOf`; without a floor nobody calls for agents. */
export function createCarriers(time: Time, fateOf: (seen: Seen) => Fate, watch: CarrierWatch, floor?: Floor): Carriers {
  const { elapsed } = time;
  let hearReceipt: Partial<Record<MessageSubtype, (receipt: ChannelReceipt) => void>> = {};
  let hearCall: (event: CallEvent) => void = () => undefined;

  const after = (ms: number, run: () => void): void => void elapsed.at(elapsed.now() + ms, run);

  /** The answer of a carrier, which takes its time. */
  function answer(afterMs: number, result: SubmitResult): Promise<SubmitResult> {
    return new Promise((resolve) => after(afterMs, () => resolve(result)));
  }

  function take(
    seen: Seen,
    isDead: boolean,
    notAfter: number,
    signal: AbortSignal,
    ring?: (reference: string) => void,
  ): Promise<SubmitResult> {
    // What a dead process thinks that it does, happens nowhere.
    if (isDead) return Promise.resolve({ kind: 'unknown' });
    if (signal.aborted) return Promise.resolve({ kind: 'notSent', reason: 'ABORTED' });
    if (time.now() > notAfter) return Promise.resolve({ kind: 'notSent', reason: 'TOO_LATE' });
    const fate = fateOf(seen);
    if (fate.take === 'throttled') return answer(fate.answerAfterMs, { kind: 'notSent', reason: 'THROTTLED' });
    watch.handedOver(seen);
    if (fate.endsProcess) watch.endProcess();
    if (fate.take === 'silent') return answer(NO_ANSWER_AFTER_MS, { kind: 'unknown' });
    if (fate.take === 'refused') {
      watch.refused(seen);
      return answer(fate.answerAfterMs, { kind: 'ended', disposition: REFUSED });
    }
    const reference = `carrier-${seen.requestId}`;
    if (ring !== undefined) ring(reference);
    else for (const { afterMs, disposition } of fate.news) after(afterMs, () => tell(seen, disposition));
    const outcomeBy = time.now() + (ring === undefined ? OUTCOME_WITHIN_MS[seen.channelSubtype] : CALL_WITHIN_MS);
    return answer(fate.answerAfterMs, { kind: 'submitted', reference, outcomeBy });
  }

  function tell(seen: Seen, disposition: Disposition | undefined): void {
    const { channelSubtype, requestId } = seen;
    const news = { reference: `carrier-${requestId}`, at: time.now() };
    if (disposition !== undefined) {
      watch.told(seen, disposition);
      if (disposition.state === 'Failed') watch.refused(seen);
    }
    if (channelSubtype !== 'TELEPHONY') {
      const status = disposition?.state ?? 'QUEUED';
      hearReceipt[channelSubtype]?.({ ...news, channelSubtype, status, ...(disposition && { disposition }) });
    } else if (disposition === undefined) hearCall({ ...news, kind: 'ringing' });
    else hearCall({ ...news, kind: 'ended', disposition });
  }

  function messages(channelSubtype: MessageSubtype, isDead: () => boolean): MessageChannel {
    return {
      capacity: () => ROOM,
      submit({ requestId, campaignId, destination, templateParameters }: MessageAttempt, notAfter, signal) {
        const token = templateParameters['token'] ?? '';
        return take({ requestId, campaignId, channelSubtype, to: destination, token }, isDead(), notAfter, signal);
      },
      onReceipt(listener) {
        hearReceipt[channelSubtype] = (receipt) => void (isDead() || listener(receipt));
      },
    };
  }

  function voice(isDead: () => boolean): VoiceChannel {
    const callees = floor && createCallees(time, floor.calleeOf, floor.watch, isDead, (event) => hearCall(event));
    return {
      cancel: () => undefined,
      hangUp: () => undefined,
      play: () => Promise.resolve(),
      bridge: () => Promise.resolve(),
      ...callees?.port,
      capacity: () => ROOM,
      place(call: CallAttempt, notAfter, signal) {
        const { requestId, campaignId, destination, attributes, isForAgent } = call;
        const token = attributes['token'] ?? '';
        const seen = { requestId, campaignId, channelSubtype: 'TELEPHONY' as const, to: destination, token };
        const ring = isForAgent && callees && ((reference: string) => callees.ring(call, reference));
        return take(seen, isDead(), notAfter, signal, ring);
      },
      onCallEvent(listener) {
        hearCall = (event) => (isDead() ? undefined : listener(event));
      },
    };
  }

  return {
    connect(isDead) {
      hearReceipt = {};
      return {
        voice: voice(isDead),
        messages: {
          SMS: messages('SMS', isDead),
          EMAIL: messages('EMAIL', isDead),
          WHATSAPP: messages('WHATSAPP', isDead),
        },
        // Whoever wants to know asks the watch.
        received: () => [],
        injectFault: () => undefined,
        reset: () => undefined,
      };
    },
  };
}
