/** What happened, in the order of the commits, stored compact; src/events renders it for readers. */
import type { CampaignId } from '../domain/campaign.ts';
import type { ChannelSubtype } from '../domain/channel-subtype.ts';
import type { Disposition } from '../domain/disposition.ts';
import type { EndReason } from '../domain/end-reasons.ts';
import type { RequestId } from '../domain/request-id.ts';
import type { TerminalState } from '../domain/request-states.ts';
import type { Instant } from '../lib/clock.ts';
import type { Receipt } from './request-store.ts';

export interface EventStore {
  /** Events after the sequence number `after`, in order; 0 begins at the oldest that is kept. */
  read(after: number, limit: number): Promise<StoredEvent[]>;
  /** The sequence number of the last event, 0 when there is none. */
  last(): Promise<number>;
  /** Calls `wake` after every commit that wrote events. Answers the unsubscription. */
  onAppend(wake: () => void): () => void;
}

/** Written in the transaction of the change that it tells of. Each belongs to one request. */
export interface StoredEvent {
  /** Rises by at least one; never used twice. */
  readonly sequence: number;
  readonly at: Instant;
  readonly campaignId: CampaignId;
  readonly requestId: RequestId;
  readonly channelSubtype?: ChannelSubtype;
  readonly fact: EventFact;
}

export type EventFact =
  /** `isAgain`: an attempt before it was withdrawn. */
  | { readonly kind: 'attemptStarted'; readonly isAgain?: true }
  | { readonly kind: 'attemptSubmitted' }
  | { readonly kind: 'attemptWithdrawn'; readonly because: string }
  | { readonly kind: 'receiptArrived'; readonly receipt: Receipt }
  | {
      readonly kind: 'requestEnded';
      readonly state: TerminalState;
      readonly reason: EndReason;
      readonly disposition?: Disposition;
    };
