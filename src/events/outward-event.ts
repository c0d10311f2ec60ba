/**
 * What leaves the house: a stored event is told in up to three families, each with its own readers.
 *   contact   Amazon Connect's contact events, of calls
 *   campaign  the Campaign-* objects that AWS writes to Customer Profiles, of every channel
 *   request   our own words, of every request
 */
import type { CampaignId, Owner } from '../domain/campaign.ts';
import type { RequestId } from '../domain/request-id.ts';
import type { Instant } from '../lib/clock.ts';

export const EVENT_FAMILIES = ['contact', 'campaign', 'request'] as const;

export type EventFamily = (typeof EVENT_FAMILIES)[number];

export interface OutwardEvent {
  /** The same at every delivery, so that a receiver can drop what it has already. */
  readonly id: string;
  /** Of the stored event; rises for each request. */
  readonly sequence: number;
  readonly family: EventFamily;
  /** Such as DISCONNECTED, Campaign-SMS or requestEnded. */
  readonly type: string;
  readonly at: Instant;
  readonly requestId: RequestId;
  readonly campaignId: CampaignId;
  readonly owner: Owner;
  readonly connectInstanceId: string;
  /** JSON, in the words of its family. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** ISO 8601 with milliseconds, as contact events print it. */
export function isoTime(at: Instant): string {
  return new Date(at).toISOString();
}
