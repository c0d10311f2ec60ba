/** What an event is rendered with: the campaign and the request that it belongs to, and what was known at its moment. */
import type { Campaign } from '../domain/campaign.ts';
import { parseContent, type RequestContent } from '../domain/request-content.ts';
import type { StoredEvent } from '../store/event-store.ts';
import type { AttemptRecord, Receipt, RequestRecord } from '../store/request-store.ts';

export interface EventContext {
  readonly campaign: Campaign;
  readonly request: RequestRecord;
  readonly content: RequestContent;
  /** The last attempt; those before it were withdrawn, so nothing of them ever left the house. */
  readonly attempt?: AttemptRecord;
  /**
   * What the carrier had said by then. Later receipts are left out, so that an event says the same whenever it is rendered.
   */
  readonly receipts: readonly Receipt[];
}

/** The context of an event. */
export function eventContext(event: StoredEvent, campaign: Campaign, request: RequestRecord): EventContext {
  const attempt = request.attempts.at(-1);
  return {
    campaign,
    request,
    content: parseContent(request.payload),
    ...(attempt !== undefined && { attempt }),
    receipts: receiptsUpTo(event, attempt?.receipts ?? []),
  };
}

function receiptsUpTo({ at, fact }: StoredEvent, receipts: readonly Receipt[]): readonly Receipt[] {
  if (fact.kind !== 'receiptArrived') return receipts.filter((receipt) => receipt.at <= at);
  const { status } = fact.receipt;
  const index = receipts.findIndex((receipt) => receipt.status === status && receipt.at === fact.receipt.at);
  // The list of an attempt is bounded; the receipt of the event is always known.
  return index === -1
    ? [...receipts.filter((receipt) => receipt.at <= at), fact.receipt]
    : receipts.slice(0, index + 1);
}

/** The first receipt with this status. */
export function receiptOf({ receipts }: EventContext, status: string): Receipt | undefined {
  return receipts.find((receipt) => receipt.status === status);
}

/** `arn:aws:connect:REGION:ACCOUNT:instance/ID`, and what is below it. */
export function connectArn({ region, account, connectInstanceId }: Campaign, below = ''): string {
  return `arn:aws:connect:${region}:${account}:instance/${connectInstanceId}${below}`;
}
