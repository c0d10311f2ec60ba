/** Stored events made into what leaves the house, with what the store knows of their requests and campaigns. */
import type { Campaign, CampaignId } from '../domain/campaign.ts';
import type { RequestId } from '../domain/request-id.ts';
import type { StoredEvent } from '../store/event-store.ts';
import type { Receipt, RequestRecord } from '../store/request-store.ts';
import type { Store } from '../store/store.ts';
import { campaignObject } from './campaign-objects.ts';
import { contactEvents } from './contact-events.ts';
import { type EventContext, eventContext } from './event-context.ts';
import { EVENT_FAMILIES, type EventFamily, isoTime, type OutwardEvent } from './outward-event.ts';
import { renderEvent } from './render.ts';

/** A stored event and all that it is outside, in order; nothing where no family of the reader tells it. */
export interface RenderedBatchEntry {
  readonly stored: StoredEvent;
  readonly outward: readonly OutwardEvent[];
}

export interface EventRenderer {
  /** Each of the events, in the same order. */
  render(events: readonly StoredEvent[]): Promise<RenderedBatchEntry[]>;
}

export interface EventRendererOptions {
  readonly families: readonly EventFamily[];
  /** Whether numbers and addresses go out; they do in campaign objects only. */
  readonly revealRecipients: boolean;
}

/** Requests looked up at once, so that a page of events never floods the store's reader. */
const LOOKUPS_AT_ONCE = 16;

/** A renderer for readers of some families. */
export function createEventRenderer(
  store: { readonly campaigns: Pick<Store['campaigns'], 'get'>; readonly requests: Pick<Store['requests'], 'request'> },
  options: EventRendererOptions,
): EventRenderer {
  return {
    async render(events) {
      const campaigns = await lookUp(
        events.map(({ campaignId }) => campaignId),
        (id: CampaignId) => store.campaigns.get(id),
      );
      const requests = await lookUp(
        events.map(({ requestId }) => requestId),
        (id: RequestId) => store.requests.request(id),
      );
      return events.map((stored) => ({
        stored,
        outward: outwardEvents(stored, campaigns.get(stored.campaignId), requests.get(stored.requestId), options),
      }));
    },
  };
}

/** Nothing for an event whose request was purged meanwhile. */
function outwardEvents(
  stored: StoredEvent,
  campaign: Campaign | undefined,
  request: RequestRecord | undefined,
  options: EventRendererOptions,
): OutwardEvent[] {
  if (campaign === undefined || request === undefined) return [];
  const context = eventContext(stored, campaign, request);
  return EVENT_FAMILIES.filter((family) => options.families.includes(family)).flatMap((family) =>
    bodiesOf(family, stored, context, options).map(({ type, body }, index) => ({
      id: `${stored.requestId}.${stored.sequence}.${family}.${index}`,
      sequence: stored.sequence,
      family,
      type,
      at: stored.at,
      requestId: stored.requestId,
      campaignId: stored.campaignId,
      owner: { account: campaign.account, region: campaign.region },
      connectInstanceId: campaign.connectInstanceId,
      body,
    })),
  );
}

function bodiesOf(
  family: EventFamily,
  stored: StoredEvent,
  context: EventContext,
  options: EventRendererOptions,
): readonly { readonly type: string; readonly body: Readonly<Record<string, unknown>> }[] {
  switch (family) {
    case 'contact':
      return contactEvents(stored, context);
    case 'campaign': {
      const object = campaignObject(stored, context, options);
      return object === undefined ? [] : [object];
    }
    case 'request': {
      const { at, receipt, ...rest } = renderEvent(stored);
      const body = { ...rest, at: isoTime(at), ...(receipt !== undefined && { receipt: toldReceipt(receipt) }) };
      return [{ type: stored.fact.kind, body }];
    }
  }
}

/** What the admin API tells of a receipt: queue, agent and greeting are for contact events. */
function toldReceipt({ contact: _contact, at, ...receipt }: Receipt): Readonly<Record<string, unknown>> {
  return { ...receipt, at: isoTime(at) };
}

async function lookUp<Id extends string, Found>(
  ids: readonly Id[],
  find: (id: Id) => Promise<Found | undefined>,
): Promise<Map<Id, Found>> {
  const found = new Map<Id, Found>();
  const wanted = [...new Set(ids)];
  for (let first = 0; first < wanted.length; first += LOOKUPS_AT_ONCE) {
    await Promise.all(
      wanted.slice(first, first + LOOKUPS_AT_ONCE).map(async (id) => {
        const record = await find(id);
        if (record !== undefined) found.set(id, record);
      }),
    );
  }
  return found;
}
