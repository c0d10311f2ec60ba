/**
 * Simulated carriers of all channels. They outlive the process that uses them, take, refuse and throttle as a fate says,
 * and tell what became of an attempt early, late, twice, in contradiction, or never.
 */
import type { ChannelReceipt, MessageAttempt, MessageChannel, SubmitResult } from '../../../src/channels/channel.ts';
import type { Loopback } from '../../../src/channels/loopback/open.ts';
import type { CallAttempt, CallEvent, VoiceChannel } from '../../../src/channels/voice.ts';
import type { ChannelSubtype } from '../../../src/domain/channel-subtype.ts';
import type { Disposition } from '../../../src/domain/disposition.ts';
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

/** Carriers that act by `fateOf`. */
export function createCarriers(time: Time, fateOf: (seen: Seen) => Fate, watch: CarrierWatch): Carriers {
  const { elapsed } = time;
  let hearReceipt: Partial<Record<MessageSubtype, (receipt: ChannelReceipt) => void>> = {};
  let hearCall: (event: CallEvent) => void = () => undefined;

  const after = (ms: number, run: () => void): void => void elapsed.at(elapsed.now() + ms, run);

  /** The answer of a carrier, which takes its time. */
  function answer(afterMs: number, result: SubmitResult): Promise<SubmitResult> {
    return new Promise((resolve) => after(afterMs, () => resolve(result)));
  }

  function take(seen: Seen, isDead: boolean, notAfter: number, signal: AbortSignal): Promise<SubmitResult> {
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
    for (const { afterMs, disposition } of fate.news) after(afterMs, () => tell(seen, disposition));
    const reference = `carrier-${seen.requestId}`;
    const outcomeBy = time.now() + OUTCOME_WITHIN_MS[seen.channelSubtype];
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
    return {
      capacity: () => ROOM,
      place({ requestId, campaignId, destination, attributes }: CallAttempt, notAfter, signal) {
        const token = attributes['token'] ?? '';
        const seen = { requestId, campaignId, channelSubtype: 'TELEPHONY' as const, to: destination, token };
        return take(seen, isDead(), notAfter, signal);
      },
      onCallEvent(listener) {
        hearCall = (event) => (isDead() ? undefined : listener(event));
      },
      cancel: () => undefined,
      hangUp: () => undefined,
      play: () => Promise.resolve(),
      bridge: () => Promise.resolve(),
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
