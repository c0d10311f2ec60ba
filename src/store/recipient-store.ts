/**
 * Whom we may not contact, and whom we have contacted how often. Both are looked up in the commit of the claim, which also
 * counts the communication (ClaimGuard in request-store.ts): what comes back or ends as if it had never reached anybody is
 * taken out of the count in its own commit, so nothing has to be reserved, released or repaired.
 */
import type { CampaignId } from '../domain/campaign.ts';
import type { ChannelSubtype } from '../domain/channel-subtype.ts';
import type { Instant } from '../lib/clock.ts';

export interface RecipientStore {
  /** ONE commit: puts entries on the list of a Connect instance; answers how many are new. At most SUPPRESSION_ROWS_MAX. */
  suppress(change: SuppressionChange & { readonly at: Instant }): Promise<number>;
  /** ONE commit: takes entries off; answers how many there were. At most SUPPRESSION_ROWS_MAX. */
  unsuppress(change: SuppressionChange): Promise<number>;
  /** Entries in the order of their recipients, after `after`. */
  suppressed(query: SuppressionQuery): Promise<SuppressionEntry[]>;
  /** The entries of one recipient, since when each. */
  suppressionsOf(query: { connectInstanceId: string; recipient: string }): Promise<DatedSuppression[]>;
  suppressionCounts(connectInstanceId: string): Promise<SuppressionCounts>;
  /** Communications with a recipient that the limits of a campaign may count, since `since`, oldest first. */
  hits(query: { campaignId: CampaignId; recipient: string; since: Instant }): Promise<RecipientHit[]>;
}

/** Rows of one commit, some 3 ms: claims wait behind no more than that (bench/suppression.ts). */
export const SUPPRESSION_ROWS_MAX = 500;

/** A normalised number or address, on one channel or (without one) on every channel. */
export interface SuppressionEntry {
  readonly recipient: string;
  readonly channelSubtype?: ChannelSubtype;
}

export interface DatedSuppression {
  /** Absent: on every channel. */
  readonly channelSubtype?: ChannelSubtype;
  readonly since: Instant;
}

/** The list belongs to the id of the instance alone, which AWS makes unique over all accounts. */
export interface SuppressionChange {
  readonly connectInstanceId: string;
  readonly entries: readonly SuppressionEntry[];
}

export interface SuppressionQuery {
  readonly connectInstanceId: string;
  /** Only entries for this channel alone. */
  readonly channelSubtype?: ChannelSubtype;
  readonly after?: SuppressionEntry;
  readonly limit: number;
}

export interface SuppressionCounts {
  readonly total: number;
  /** Entries for every channel. */
  readonly everyChannel: number;
  readonly byChannel: Readonly<Partial<Record<ChannelSubtype, number>>>;
}

export interface RecipientHit {
  readonly at: Instant;
  readonly campaignId: CampaignId;
  /** Counted towards the limits of the instance: not by an OPT_OUT campaign, and not once its campaign is over. */
  readonly isShared: boolean;
}
