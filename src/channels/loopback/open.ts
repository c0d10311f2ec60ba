/**
 * The loopback world: carriers for all four channels without a network. It is a product feature, not a mock: what it is told
 * it keeps for inspection, whom it is to reach chooses what happens, and it proves nothing about a real carrier.
 */
import { CHANNEL_SUBTYPES, type ChannelSubtype } from '../../domain/channel-subtype.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Random } from '../../lib/random.ts';
import type { MessageChannel } from '../channel.ts';
import type { RenderMessage } from '../rendering.ts';
import type { CallAttempt, VoiceChannel } from '../voice.ts';
import { CALL_SCRIPTS, type CallScript } from './call-outcomes.ts';
import { createFaults, type FaultOrder } from './faults.ts';
import { createLoopbackMessages } from './messages.ts';
import { createReceived, type ReceivedAttempt, type ReceivedQuery } from './received.ts';
import { callFate, DEFAULT_MIX, type LoopbackMix } from './script.ts';
import { createLoopbackVoice } from './voice.ts';
import { createWorld } from './world.ts';

export interface LoopbackOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Every duration of this world is divided by it. */
  readonly speed: number;
  readonly mix?: LoopbackMix;
  /** How each call goes; when absent, as its number says or the mix draws. */
  readonly callScript?: (attempt: CallAttempt) => CallScript;
  readonly concurrentCalls?: number;
  /** Submissions of each message channel that may be unanswered at once. */
  readonly messageWindow?: number;
  /** The words of messages; when absent, this world knows no templates. */
  readonly render?: RenderMessage;
  /** Kills the process at once, for the fault crashBeforeAnswer. */
  readonly crash: () => void;
}

export interface Loopback {
  readonly voice: VoiceChannel;
  readonly messages: Readonly<Record<'SMS' | 'EMAIL' | 'WHATSAPP', MessageChannel>>;
  /** What the carriers were handed over, calls included; the last RECEIVED_MAX. */
  received(query: ReceivedQuery): ReceivedAttempt[];
  injectFault(order: FaultOrder): void;
  /** Forgets what was received and ordered; calls and messages under way go on. */
  reset(): void;
}

export const LOOPBACK_SPEED = { real: 10, virtual: 1 } as const;

/** This world ends with its process, and with it the outcomes of all that it took. */
export const LOOPBACK_DYING_CHANNELS: readonly ChannelSubtype[] = CHANNEL_SUBTYPES;

const CONCURRENT_CALLS = 500;
const MESSAGE_WINDOW = 500;

/** Opens a world in which nothing has happened. */
export function openLoopback(options: LoopbackOptions): Loopback {
  const { clock, random, speed, mix = DEFAULT_MIX, render, crash } = options;
  const faults = createFaults();
  const received = createReceived();
  const callScript =
    options.callScript ?? (({ destination }: CallAttempt) => CALL_SCRIPTS[callFate(destination, mix, random)]);
  const world = createWorld({ clock, random, mix, callScript, faults, received, crash }, speed);
  const messageWindow = options.messageWindow ?? MESSAGE_WINDOW;
  const messages = {
    SMS: createLoopbackMessages('SMS', world, messageWindow, render),
    EMAIL: createLoopbackMessages('EMAIL', world, messageWindow, render),
    WHATSAPP: createLoopbackMessages('WHATSAPP', world, messageWindow, render),
  };
  return {
    voice: createLoopbackVoice(world, options.concurrentCalls ?? CONCURRENT_CALLS),
    messages,
    received: received.find,
    injectFault: faults.order,
    reset() {
      faults.clear();
      received.clear();
      for (const channel of Object.values(messages)) channel.reset();
    },
  };
}
