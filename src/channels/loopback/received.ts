/** What a carrier would have received: the last attempts that were handed over, whatever became of them. */
import type { CampaignId } from '../../domain/campaign.ts';
import type { ChannelSubtype } from '../../domain/channel-subtype.ts';
import type { RequestId } from '../../domain/request-id.ts';
import type { Instant } from '../../lib/clock.ts';

export interface ReceivedAttempt {
  readonly at: Instant;
  readonly channelSubtype: ChannelSubtype;
  readonly requestId: RequestId;
  readonly campaignId: CampaignId;
  readonly to: string;
  readonly from?: string;
  /** The template of a message, or the flow of a call. */
  readonly content: string;
  /** The parameters as JSON: this world knows no templates. */
  readonly body: string;
}

export interface ReceivedQuery {
  readonly to?: string;
  readonly campaign?: string;
}

export interface Received {
  add(attempt: ReceivedAttempt): void;
  /** In the order of their arrival. */
  find(query: ReceivedQuery): ReceivedAttempt[];
  clear(): void;
}

/** About 25 MB at the most: enough to look at every attempt of a demo or a test. */
export const RECEIVED_MAX = 50_000;

/** Nothing received; keeps the last `most`. */
export function createReceived(most = RECEIVED_MAX): Received {
  let ring: ReceivedAttempt[] = [];
  /** The place of the oldest, once the ring is full. */
  let oldest = 0;

  return {
    add(attempt) {
      if (ring.length < most) {
        ring.push(attempt);
      } else {
        ring[oldest] = attempt;
        oldest = (oldest + 1) % most;
      }
    },
    find({ to, campaign }) {
      return [...ring.slice(oldest), ...ring.slice(0, oldest)].filter(
        (attempt) =>
          (to === undefined || attempt.to === to) && (campaign === undefined || attempt.campaignId === campaign),
      );
    },
    clear() {
      ring = [];
      oldest = 0;
    },
  };
}
