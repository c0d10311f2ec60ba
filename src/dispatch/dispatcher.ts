/**
 * The dispatcher: takes due requests of Running campaigns to the carriers, and their outcomes back into the store. It meets
 * the API only in the store; the hints that it gets from there make it quick, and none of them is needed to be right.
 */
import type { CallEvent } from '../channels/voice.ts';
import type { Campaign, CampaignId } from '../domain/campaign.ts';
import { CHANNEL_SUBTYPES, type ChannelSubtype } from '../domain/channel-subtype.ts';
import type { RecipientZoneFinder } from '../domain/communication-time/recipient-zones.ts';
import type { DispatchFacts } from '../domain/explain/facts.ts';
import { type LimitRules, limitRules } from '../domain/limits/limit-rules.ts';
import { createAlarms } from '../lib/alarms.ts';
import type { Clock } from '../lib/clock.ts';
import type { Monotonic } from '../lib/monotonic.ts';
import type { Random } from '../lib/random.ts';
import type { Service } from '../lib/service.ts';
import type { Store } from '../store/store.ts';
import { createBackground } from './background.ts';
import { callReceipt } from './call-receipts.ts';
import { createCampaignBoard } from './campaign-board.ts';
import { createCanceller } from './canceller.ts';
import { type Carrier, type Channels, createCarrier } from './carrier.ts';
import { createClockWatch } from './clock-watch.ts';
import { createCompleter } from './completer.ts';
import { createExpirer } from './expirer.ts';
import { type ClosedBecause, createGate } from './gate.ts';
import { createLauncher } from './launcher.ts';
import { createLease } from './lease.ts';
import { createLiveCalls } from './live-calls.ts';
import type { DispatchOptions } from './options.ts';
import { createRedButton } from './red-button.ts';
import type { Report } from './report.ts';
import { createRescuer } from './rescuer.ts';
import type { SenderStanding } from './sender-standing.ts';
import { type Agents, NO_AGENTS } from './with-agents/agents.ts';
import { createCallFloor, type FloorFigures } from './with-agents/call-floor.ts';
import type { DiallingMode } from './with-agents/dialler.ts';
import { createEvidenceLog } from './with-agents/evidence-log.ts';

export type { Channels } from './carrier.ts';

export interface DispatcherDeps {
  readonly store: Pick<Store, 'campaigns' | 'instances' | 'requests' | 'leases' | 'dispatch' | 'evidence'>;
  readonly channels: Channels;
  readonly findZones: RecipientZoneFinder;
  readonly clock: Clock;
  readonly random: Random;
  /** Beside a real clock, to notice when it is set; a virtual clock has none. */
  readonly monotonic?: Monotonic;
  readonly report: Report;
  /** The wall clock was set, by so much forward. */
  readonly onClockJump?: (byMs: number) => void;
  /** None when absent: campaigns that need agents wait for their requests' end. */
  readonly agents?: Agents;
}

export interface Dispatcher extends Service {
  /** The state or the definition of a campaign has changed in the store. */
  campaignChanged(campaignId: CampaignId): void;
  /** Requests of a campaign were accepted. */
  wake(campaignId: CampaignId): void;
  /** The red button was pressed or lifted. */
  switched(): void;
  figures(): DispatchFigures;
  /** Queues, and campaigns that dial ahead of their agents. */
  floorFigures(): FloorFigures;
  /** How a campaign that needs agents dials now; undefined while it does not. */
  diallingMode(campaignId: CampaignId): DiallingMode | undefined;
  /** What a campaign waits for on a channel; undefined while it is not dispatched here, or does not use the channel. */
  standing(campaignId: CampaignId, channelSubtype: ChannelSubtype): DispatchFacts | undefined;
  /** Who sends from a source over a channel; undefined where one carrier takes everything. */
  sender(channelSubtype: ChannelSubtype, source: string): SenderStanding | undefined;
}

/** For metrics and status. */
export interface DispatchFigures {
  readonly runningCampaigns: number;
  /** Attempts that are claimed and that no carrier has answered. */
  readonly openAttempts: number;
  readonly liveCalls: number;
  readonly uncommittedOutcomes: number;
  /** Why nothing is claimed; empty when claims go on. */
  readonly closedBecause: readonly ClosedBecause[];
}

/** A drain looks so often whether everything is over. */
const DRAIN_LOOK_MS = 20;

/** A dispatcher that begins when it is started. */
export function createDispatcher(deps: DispatcherDeps, options: DispatchOptions): Dispatcher {
  const { store, channels, clock, random, report } = deps;
  const { campaigns, instances, requests, leases } = store;
  const alarms = createAlarms(clock);
  const background = createBackground(clock, report);
  const gate = createGate(
    ['noLease'],
    () => board.pokeLanes(),
    () => clockWatch?.look(),
  );
  const completer = createCompleter({ requests, clock, alarms, background, gate, report }, options.outcomeLingerMs);
  const liveCalls = createLiveCalls();
  const timers = { clock, alarms, background };
  const rescuer = createRescuer({ requests, ...timers, onSweep: liveCalls.sweep }, options);
  const expirer = createExpirer({ requests, ...timers });
  const canceller = createCanceller({ requests, ...timers });
  const lease = createLease({ leases, ...timers, gate, report, onAcquired: takeOver }, options);
  const redButton = createRedButton(
    { dispatchSwitch: store.dispatch, ...timers, gate, onLifted: () => board.pokeLanes() },
    options,
  );
  const launcher = createLauncher({
    requests,
    clock,
    random,
    lease,
    completer,
    liveCalls,
    limitsOf,
    isStopped: redButton.isStopped,
    onOutcomeExpected: rescuer.expectBy,
    onWithdrawn: (campaignId, dueAt) => board.withdrawn(campaignId, dueAt),
  });
  const carriers = new Map<ChannelSubtype, Carrier>(
    CHANNEL_SUBTYPES.map((subtype) => [subtype, createCarrier(subtype, channels, { clock, random, report })]),
  );
  const evidenceLog = createEvidenceLog({ evidence: store.evidence, ...timers }, options.outcomeLingerMs);
  const floor = createCallFloor(
    {
      ...{ agents: deps.agents ?? NO_AGENTS, voice: channels.voice, evidence: store.evidence, evidenceLog, random },
      ...timers,
      onReceipt: completer.receipt,
    },
    { mayCancel: options.mayCancelRinging, amdFalsePositiveEstimate: options.amdFalsePositiveEstimate },
  );
  const board = createCampaignBoard(
    {
      ...{ campaigns, requests, ...timers, gate, random, launcher, canceller, lease, redButton, carriers },
      findZones: deps.findZones,
      floor,
    },
    options,
  );
  const clockWatch =
    deps.monotonic && createClockWatch({ clock, monotonic: deps.monotonic, alarms, gate, onJump: onClockJump });

  /** What AWS calls total limits are the instance's; they may change at any time, the campaign's own are frozen. */
  async function limitsOf({ connectInstanceId, definition, ...owner }: Campaign): Promise<LimitRules> {
    const instance = await instances.find(owner, connectInstanceId);
    return limitRules(instance?.communicationLimits?.allChannelSubtypes, definition.communicationLimitsOverride);
  }

  /** The lease is ours: what its former holders left is settled before anything of ours begins. */
  async function takeOver(epoch: number): Promise<void> {
    const count = await rescuer.closeOrphans(epoch);
    if (count > 0) report({ kind: 'orphansClosed', count });
    rescuer.start();
    await redButton.look();
    await board.load();
    expirer.reconsider();
  }

  function onClockJump(byMs: number): void {
    report({ kind: 'clockJumped', byMs });
    alarms.rearm(byMs);
    deps.onClockJump?.(byMs);
    expirer.reconsider();
    rescuer.start();
    board.rewind();
  }

  function onCallEvent(event: CallEvent): void {
    const receipt = callReceipt(floor.told(event));
    if (receipt !== undefined) void completer.receipt(receipt);
    floor.hear(event);
    if (event.kind === 'ended') liveCalls.end(event.reference);
  }

  function listen(): void {
    for (const channel of Object.values(channels.messages)) channel.onReceipt(completer.receipt);
    for (const [subtype, carrier] of carriers) {
      if (subtype !== 'TELEPHONY') channels.messages[subtype].onRoom?.(carrier.roomFreed);
    }
    channels.voice.onCallEvent(onCallEvent);
  }

  /** Resolves when no attempt is under way, or after the drain time. */
  function drained(): Promise<void> {
    const isOver = (): boolean => launcher.open() + liveCalls.count() === 0;
    return new Promise((resolve) => {
      const look = (leftMs: number): void => {
        if (isOver() || leftMs <= 0) resolve();
        else clock.at(clock.now() + DRAIN_LOOK_MS, () => look(leftMs - DRAIN_LOOK_MS));
      };
      look(options.drainMs);
    });
  }

  let stopping: Promise<void> | undefined;
  async function stop(): Promise<void> {
    gate.close('stopping');
    board.halt();
    await drained();
    alarms.close();
    await background.close();
    await completer.close();
    await evidenceLog.flush();
    await lease.release();
  }

  return {
    name: 'dispatcher',
    async start() {
      listen();
      clockWatch?.start();
      await clock.track(lease.take());
    },
    stop() {
      stopping ??= stop();
      return stopping;
    },
    campaignChanged: board.reload,
    switched: redButton.changed,
    wake(campaignId) {
      board.wake(campaignId);
      expirer.reconsider();
    },
    diallingMode: floor.diallingMode,
    floorFigures: floor.figures,
    figures: () => ({
      runningCampaigns: board.size(),
      openAttempts: launcher.open(),
      liveCalls: liveCalls.count(),
      uncommittedOutcomes: completer.pending(),
      closedBecause: gate.reasons(),
    }),
    standing: board.standing,
    sender(channelSubtype, source) {
      const carrier = carriers.get(channelSubtype);
      const state = carrier?.stateOf(source);
      return carrier && state && { ...state, room: carrier.room(source) };
    },
  };
}
