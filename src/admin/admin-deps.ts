/** What the admin API needs of the rest of the house. */
import type { Roster } from '../agents/roster.ts';
import type { SimulatedPool } from '../agents/simulated-pool.ts';
import type { CarrierFigures } from '../channels/carrier-figures.ts';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import type { ChannelSubtype } from '../domain/channel-subtype.ts';
import type { RejectionLog } from '../domain/rejection-log.ts';
import type { Explainer } from '../explain/explainer.ts';
import type { Clock, Instant } from '../lib/clock.ts';
import type { VirtualClock } from '../lib/virtual-clock.ts';
import type { Store } from '../store/store.ts';
import type { Log } from '../telemetry/log.ts';

export interface AdminDeps {
  readonly store: {
    readonly campaigns: Pick<Store['campaigns'], 'get' | 'list'>;
    readonly requests: Pick<Store['requests'], 'counters' | 'request' | 'requests'>;
    readonly events: Store['events'];
    readonly directory: Pick<
      Store['directory'],
      'putProfiles' | 'putSegment' | 'segment' | 'segments' | 'deleteSegment'
    >;
    readonly recipients: Store['recipients'];
    readonly dispatch: Store['dispatch'];
    readonly evidence: Pick<Store['evidence'], 'history' | 'answers'>;
  };
  readonly rejections: Pick<RejectionLog, 'recent'>;
  readonly explainer: Explainer;
  /** Told after a segment was deleted; resolves when what follows is done. */
  readonly segmentDeleted: (account: string, name: string) => Promise<void>;
  readonly agents: Roster;
  /** Present when loopback is connected. */
  readonly simulatedAgents?: SimulatedPool;
  readonly diallingMode: Dispatcher['diallingMode'];
  /** Told after the red button was pressed or lifted. */
  readonly dispatchSwitched: () => void;
  /** Business time. */
  readonly clock: Pick<Clock, 'now'>;
  /** Present when the business clock is one. */
  readonly virtualClock?: Pick<VirtualClock, 'advanceTo'>;
  /** Present when loopback is connected. */
  readonly loopback?: LoopbackWorld;
  /** The real ones; none where loopback carries everything. */
  readonly carriers: { figures(): readonly CarrierFigures[] };
  readonly sinks: SinkRoom;
  /** Forgets everything; present when nothing but loopback is connected. */
  readonly reset?: () => Promise<void>;
  readonly log: Log;
}

/** The sinks of events, as an admin looks at them. */
export interface SinkRoom {
  figures(): Promise<readonly SinkFigures[]>;
  /** Delivers dead letters once more, at most `limit`; undefined when there is no such sink. */
  replay(
    sink: string,
    limit: number,
  ): Promise<{ readonly delivered: number; readonly gone: number; readonly stoppedBecause?: string } | undefined>;
}

export interface SinkFigures {
  readonly sink: string;
  readonly kind: 'file' | 'webhook' | 'eventbridge';
  readonly cursor: number;
  readonly lagEvents: number;
  readonly waitingSince?: Instant;
  readonly deadLetters: number;
  readonly failing?: { readonly reason: string; readonly since: Instant; readonly tries: number };
}

/** What a developer may look at and do in the scripted world of the loopback channels. */
export interface LoopbackWorld {
  /** The last `limit` messages and calls that fit, the newest last. */
  messages(query: LoopbackQuery): readonly LoopbackMessage[];
  /** False when too many faults wait already. */
  addFault(fault: Fault): boolean;
}

export interface LoopbackQuery {
  readonly to?: string;
  readonly campaignId?: string;
  readonly limit: number;
}

export interface LoopbackMessage {
  readonly at: Instant;
  readonly requestId: string;
  readonly campaignId: string;
  readonly channelSubtype: ChannelSubtype;
  readonly to: string;
  readonly from?: string;
  readonly templateArn?: string;
  readonly contactFlowId?: string;
  /** Of a message. */
  readonly templateParameters?: Readonly<Record<string, string>>;
  /** Of a message whose template there is, filled in. */
  readonly message?: {
    /** Of a mail, as its bodies and headers. */
    readonly subject?: string;
    /** Of a mail or an SMS. */
    readonly text?: string;
    readonly html?: string;
    readonly headers?: readonly { readonly name: string; readonly value: string }[];
    /** Of a WhatsApp message. */
    readonly data?: string;
  };
  /** Of a call. */
  readonly attributes?: Readonly<Record<string, string>>;
}

export interface Fault {
  readonly channel: ChannelSubtype;
  readonly kind: 'timeout' | 'reject' | 'throttle' | 'crashBeforeAnswer';
  readonly count: number;
}
