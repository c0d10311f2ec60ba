/** Explains a request: gathers what the stores and the dispatcher know of it, at one moment, and lets the domain tell it. */
import { defaultSource, ownSource } from '../dispatch/attempt.ts';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import type { Campaign } from '../domain/campaign.ts';
import type { ChannelSubtype } from '../domain/channel-subtype.ts';
import { createRecipientHours } from '../domain/communication-time/recipient-hours.ts';
import type { RecipientZoneFinder } from '../domain/communication-time/recipient-zones.ts';
import { explain } from '../domain/explain/explain.ts';
import type {
  DispatchStopFacts,
  LimitFacts,
  RequestFacts,
  SenderFacts,
  SuppressionFacts,
} from '../domain/explain/facts.ts';
import type { Finding } from '../domain/explain/finding.ts';
import { limitRules } from '../domain/limits/limit-rules.ts';
import { destinationOf, parseContent, type RequestContent, whereaboutsOf } from '../domain/request-content.ts';
import type { RequestId } from '../domain/request-id.ts';
import { defined } from '../lib/assert.ts';
import type { Clock, Instant } from '../lib/clock.ts';
import type { RequestRecord } from '../store/request-store.ts';
import type { Store } from '../store/store.ts';

export interface ExplainerDeps {
  readonly store: Pick<Store, 'campaigns' | 'instances'> & {
    readonly requests: Pick<Store['requests'], 'request'>;
    readonly recipients: Pick<Store['recipients'], 'hits' | 'suppressionsOf'>;
    readonly dispatch: Pick<Store['dispatch'], 'stops'>;
  };
  readonly dispatcher: Pick<Dispatcher, 'standing' | 'sender'>;
  readonly findZones: RecipientZoneFinder;
  readonly clock: Pick<Clock, 'now'>;
}

export interface Explanation {
  readonly request: RequestRecord;
  readonly now: Instant;
  readonly findings: readonly Finding[];
}

export interface Explainer {
  /** Undefined when there is no such request. */
  explain(id: RequestId): Promise<Explanation | undefined>;
}

/** An explainer of every request of the store. */
export function createExplainer(deps: ExplainerDeps): Explainer {
  const { store, dispatcher, findZones, clock } = deps;

  async function factsOf(request: RequestRecord): Promise<RequestFacts> {
    const campaign = defined(await store.campaigns.get(request.campaignId), 'the campaign of a request');
    const { channelSubtype } = request;
    const content = parseContent(request.payload);
    const recipient = destinationOf(content);
    const now = clock.now();
    if (channelSubtype === undefined || recipient === undefined) return { now, request, campaign };
    const hoursOf = createRecipientHours(campaign.definition.communicationTimeConfig, findZones);
    const dispatch = dispatcher.standing(campaign.id, channelSubtype);
    const sender = senderOf(campaign, channelSubtype, content);
    const stops = await stopsOf(channelSubtype);
    const suppression = await suppressionOf(campaign, recipient, channelSubtype);
    const limits = await limitsOf(campaign, recipient, request.endedAt ?? now);
    return {
      ...{ now, request, campaign },
      hours: hoursOf(channelSubtype, whereaboutsOf(content)),
      ...(stops !== undefined && { stops }),
      ...(suppression !== undefined && { suppression }),
      ...(limits !== undefined && { limits }),
      ...(sender !== undefined && { sender }),
      ...(dispatch !== undefined && { dispatch }),
    };
  }

  function senderOf(
    campaign: Campaign,
    channelSubtype: ChannelSubtype,
    content: RequestContent,
  ): SenderFacts | undefined {
    const own = ownSource(content);
    const source = own ?? defaultSource(campaign, channelSubtype);
    // A call may have no source; then it lies with whoever places calls at all.
    const sender = dispatcher.sender(channelSubtype, source ?? '');
    return sender && { ...sender, isOwn: own !== undefined };
  }

  async function stopsOf(channelSubtype: ChannelSubtype): Promise<DispatchStopFacts | undefined> {
    const { everything, channels } = await store.dispatch.stops();
    if (everything !== undefined) return { since: everything, isChannelAlone: false };
    const own = channels.find((each) => each.channelSubtype === channelSubtype);
    return own && { since: own.since, isChannelAlone: true };
  }

  async function suppressionOf(
    { connectInstanceId }: Campaign,
    recipient: string,
    channelSubtype: ChannelSubtype,
  ): Promise<SuppressionFacts | undefined> {
    const entries = await store.recipients.suppressionsOf({ connectInstanceId, recipient });
    const entry = entries.find((each) => (each.channelSubtype ?? channelSubtype) === channelSubtype);
    return entry && { since: entry.since, isChannelAlone: entry.channelSubtype !== undefined };
  }

  /** The limits as they hold now, with the communications that they had to count at `instant`. */
  async function limitsOf(campaign: Campaign, recipient: string, instant: Instant): Promise<LimitFacts | undefined> {
    const { connectInstanceId, definition, id, account, region } = campaign;
    const instance = await store.instances.find({ account, region }, connectInstanceId);
    const own = definition.communicationLimitsOverride;
    const { rules } = limitRules(instance?.communicationLimits?.allChannelSubtypes, own);
    if (rules.length === 0) return undefined;
    const since = instant - Math.max(...rules.map(({ windowMs }) => windowMs));
    const found = await store.recipients.hits({ campaignId: id, recipient, since });
    const hits = found.filter(({ at }) => at <= instant);
    return {
      rules,
      hits: {
        instance: hits.filter(({ isShared }) => isShared).map(({ at }) => at),
        campaign: hits.filter(({ campaignId }) => campaignId === id).map(({ at }) => at),
      },
    };
  }

  return {
    async explain(id) {
      const request = await store.requests.request(id);
      if (request === undefined) return undefined;
      const facts = await factsOf(request);
      return { request, now: facts.now, findings: explain(facts) };
    },
  };
}
