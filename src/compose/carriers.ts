/**
 * The channels of a configuration. Without carriers, loopback is all of them. With carriers, a channel that has any is real
 * and nothing else; one that has none takes nothing, unless loopback is asked to stand in beside: a request must never end
 * as delivered because somebody forgot a carrier.
 */
import type { CarrierFigures } from '../channels/carrier-figures.ts';
import type { MessageChannel } from '../channels/channel.ts';
import { LOOPBACK_SPEED, type Loopback } from '../channels/loopback/open.ts';
import { NO_VOICE } from '../channels/no-voice.ts';
import { createReceiptInbox, type ReceiptInbox } from '../channels/receipt-inbox.ts';
import { createRouter, type Route } from '../channels/router.ts';
import { CHANNEL_OF_KIND } from '../config/carriers.ts';
import type { Config } from '../config/settings.ts';
import type { Channels } from '../dispatch/dispatcher.ts';
import { CHANNEL_SUBTYPES, type ChannelSubtype } from '../domain/channel-subtype.ts';
import type { Clock } from '../lib/clock.ts';
import { createSeededRandom } from '../lib/random.ts';
import type { Log } from '../telemetry/log.ts';
import type { CarrierDeps } from './carrier-deps.ts';
import type { Parts } from './parts.ts';

export interface Carriers {
  readonly channels: Channels;
  /** Present where it stands in for a channel. */
  readonly loopback?: Loopback;
  /** Whether anybody real can be reached. */
  readonly isReal: boolean;
  /** Channels whose submitted attempts end with this process. */
  readonly dyingChannels: readonly ChannelSubtype[];
  /** For news of mails from elsewhere. */
  readonly mailInbox: ReceiptInbox;
  figures(): CarrierFigures[];
  /** Nothing more is taken; resolves when nothing is under way, or after the drain time. */
  drain(): Promise<void>;
}

export interface CarriersDeps extends CarrierDeps {
  readonly parts: Parts;
  readonly wall: Clock;
  readonly crash: () => void;
}

type MessageSubtype = keyof Channels['messages'];

/** Opens what is configured; nothing is sent before the channels are used. */
export async function openCarriers(config: Config, deps: CarriersDeps): Promise<Carriers> {
  const { carriers, drainSeconds } = config;
  const isReal = carriers.length > 0;
  const loopback = isReal && !config['channels.loopback.beside'] ? undefined : openLoopback(config, deps);
  const connected = await Promise.all(
    carriers.map(async (each) => ({ config: each, carrier: await deps.parts.connectCarrier(each, deps) })),
  );
  const realChannels = new Set<ChannelSubtype>(carriers.map(({ kind }) => CHANNEL_OF_KIND[kind]));
  const mailInbox = createReceiptInbox();

  function messages(subtype: MessageSubtype): MessageChannel {
    const reporters = subtype === 'EMAIL' ? [mailInbox.report] : [];
    const routes = connected.flatMap(({ config: { kind, sources }, carrier }): Route[] =>
      CHANNEL_OF_KIND[kind] === subtype ? [{ sources, carrier }] : [],
    );
    if (routes.length > 0 || loopback === undefined) return createRouter(routes, reporters);
    return alsoHeardBy(loopback.messages[subtype], reporters);
  }

  let draining: Promise<void> | undefined;
  function drain(): Promise<void> {
    const drained = Promise.all(connected.map(({ carrier }) => carrier.drain()));
    return within(drainSeconds * 1_000, drained, deps.wall);
  }

  tellChannels(deps.log, realChannels, { isReal, hasLoopback: loopback !== undefined });
  return {
    channels: {
      voice: loopback?.voice ?? NO_VOICE,
      messages: { SMS: messages('SMS'), EMAIL: messages('EMAIL'), WHATSAPP: messages('WHATSAPP') },
    },
    ...(loopback !== undefined && { loopback }),
    isReal,
    dyingChannels: CHANNEL_SUBTYPES.filter((subtype) => !realChannels.has(subtype)),
    mailInbox,
    figures: () => connected.map(({ carrier }) => carrier.figures()),
    drain() {
      draining ??= drain();
      return draining;
    },
  };
}

function openLoopback(config: Config, { parts, clock, render, crash }: CarriersDeps): Loopback {
  return parts.openCarriers({
    clock,
    random: createSeededRandom(config['channels.loopback.seed']),
    speed: loopbackSpeed(config),
    concurrentCalls: config['capacity.concurrentCalls'],
    render,
    crash,
  });
}

/** How fast the scripted world goes. */
export function loopbackSpeed(config: Config): number {
  return config['channels.loopback.speed'] ?? LOOPBACK_SPEED[config.clock];
}

/** The channel, whose listener the reporters are told of as well. */
function alsoHeardBy(channel: MessageChannel, reporters: readonly ReceiptInbox['report'][]): MessageChannel {
  return {
    ...channel,
    onReceipt(listener) {
      channel.onReceipt(listener);
      for (const report of reporters) report(listener);
    },
  };
}

/** An operator must not find out from waiting requests, or from ones that a script delivered. */
function tellChannels(
  log: Log,
  realChannels: ReadonlySet<ChannelSubtype>,
  { isReal, hasLoopback }: { readonly isReal: boolean; readonly hasLoopback: boolean },
): void {
  if (!isReal) return;
  const others = CHANNEL_SUBTYPES.filter((subtype) => !realChannels.has(subtype));
  for (const channelSubtype of others) {
    if (hasLoopback) log.warn('the loopback world stands in for a channel without carrier', { channelSubtype });
    else log.info('a channel has no carrier: its requests wait', { channelSubtype });
  }
}

/** Resolves when the work is done, or after the time; rejects as it does. */
async function within(ms: number, work: Promise<unknown>, clock: Clock): Promise<void> {
  let ring: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    ring = resolve;
  });
  const timer = clock.at(clock.now() + ms, ring);
  await Promise.race([work, over]).finally(() => timer.cancel());
}
