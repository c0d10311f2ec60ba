/** What a carrier would have received: the last attempts that were handed over, whatever became of them. */
import type { CampaignId } from '../../domain/campaign.ts';
import type { ChannelSubtype } from '../../domain/channel-subtype.ts';
import type { RequestId } from '../../domain/request-id.ts';
import type { Instant } from '../../lib/clock.ts';
import type { RenderedMessage } from '../rendering.ts';

export interface ReceivedAttempt {
  readonly at: Instant;
  readonly channelSubtype: ChannelSubtype;
  readonly requestId: RequestId;
  readonly campaignId: CampaignId;
  readonly to: string;
  readonly from?: string;
  /** The template of a message, or the flow of a call. */
  readonly content: string;
  /** The parameters as JSON. */
  readonly body: string;
  /** The words of a message whose template there is. */
  readonly message?: RenderedMessage;
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

/** Enough to look at every attempt of a demo or a test; about 25 MB where messages have no templates. */
export const RECEIVED_MAX = 50_000;
/** Of bodies and words together: 64 MB at two bytes each. */
const RECEIVED_CHARACTERS_MAX = 32 * 1024 * 1024;

/** Nothing received; keeps the last `most`, or fewer when their words take too much room. */
export function createReceived(most = RECEIVED_MAX): Received {
  // In the order of their arrival.
  const kept = new Set<ReceivedAttempt>();
  let characters = 0;

  function dropOldest(): void {
    const [oldest] = kept;
    if (oldest === undefined) return;
    kept.delete(oldest);
    characters -= lengthOf(oldest);
  }

  return {
    add(attempt) {
      kept.add(attempt);
      characters += lengthOf(attempt);
      while (kept.size > most || characters > RECEIVED_CHARACTERS_MAX) dropOldest();
    },
    find({ to, campaign }) {
      return [...kept].filter(
        (attempt) =>
          (to === undefined || attempt.to === to) && (campaign === undefined || attempt.campaignId === campaign),
      );
    },
    clear() {
      kept.clear();
      characters = 0;
    },
  };
}

function lengthOf({ body, message }: ReceivedAttempt): number {
  switch (message?.kind) {
    case undefined:
      return body.length;
    case 'text':
      return body.length + message.text.length;
    case 'whatsApp':
      return body.length + message.data.length;
    case 'email':
      return body.length + message.subject.length + (message.text?.length ?? 0) + (message.html?.length ?? 0);
  }
}
