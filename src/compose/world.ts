/**
 * A world: the store, the carriers and the dispatcher between them, and the APIs that look into it. `reset` throws one
 * away and opens the next; what outlives it (sockets, clock, keys, log) is not in here.
 */
import { type AdminHandler, createAdminHandler } from '../admin/admin-handler.ts';
import { createRoster, type Roster } from '../agents/roster.ts';
import { createSimulatedPool } from '../agents/simulated-pool.ts';
import { createOperations } from '../api/campaigns-v2/create-operations.ts';
import { awsRateOf } from '../api/campaigns-v2/rates.ts';
import { resourceArn } from '../api/campaigns-v2/resource-arn.ts';
import { campaignsV2 } from '../api/campaigns-v2/shapes/service.ts';
import { createProtocolHandler, type ProtocolHandler } from '../api/protocol/handler.ts';
import { createPagination } from '../api/protocol/pagination.ts';
import { createRateLimiter } from '../api/protocol/rate-limiter.ts';
import type { Config } from '../config/settings.ts';
import { createSegmentCampaigns } from '../directory/segment-campaigns.ts';
import { createDispatcher, type Dispatcher } from '../dispatch/dispatcher.ts';
import { createPruner } from '../dispatch/pruner.ts';
import { createRecipientZoneFinder, type RecipientZoneFinder } from '../domain/communication-time/recipient-zones.ts';
import { createRejectionLog } from '../domain/rejection-log.ts';
import { createRequestIdentifier } from '../domain/request-id.ts';
import { SERVICE_LIMITS } from '../domain/service-limits.ts';
import { createZones } from '../domain/zones/zone.ts';
import { readZoneData } from '../domain/zones/zone-data.ts';
import { createExplainer } from '../explain/explainer.ts';
import type { Store } from '../store/store.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { createMessageRenderer } from '../templates/message-renderer.ts';
import type { Access } from './access.ts';
import type { Ambient } from './ambient.ts';
import type { BusinessClock } from './business-clock.ts';
import { type Carriers, loopbackSpeed, openCarriers } from './carriers.ts';
import { derivedKey } from './derived-key.ts';
import { dispatchOptions } from './dispatch-options.ts';
import { createReport } from './dispatch-report.ts';
import { type EventReaders, openEventReaders } from './events.ts';
import { createLoopbackView } from './loopback-view.ts';
import { createMail } from './mail.ts';
import { type MailReturns, openMailReturns } from './mail-returns.ts';
import { createMessageTemplateApis, type MessageTemplateApis } from './message-templates.ts';
import { PARTS, type Parts } from './parts.ts';

export interface World {
  readonly store: Store;
  readonly dispatcher: Dispatcher;
  readonly carriers: Pick<Carriers, 'figures'>;
  readonly agents: Pick<Roster, 'agents'>;
  readonly mail: Pick<MailReturns, 'hooks'>;
  readonly events: EventReaders;
  readonly campaigns: ProtocolHandler;
  readonly messageTemplates: MessageTemplateApis;
  readonly admin: AdminHandler;
  /** Takes no new work; resolves when live work is over, or after the drain time. */
  drain(): Promise<void>;
  /** Drains, commits and closes. */
  close(): Promise<void>;
}

export interface WorldDeps extends BusinessClock {
  readonly ambient: Ambient;
  /** Those of PARTS where absent. */
  readonly parts?: Partial<Parts>;
  readonly access: Access;
  readonly metrics: Metrics;
  readonly idKey: Uint8Array;
  readonly isReady: () => boolean;
  readonly reset: () => Promise<void>;
}

/** Opens the world of a configuration and sets it going. */
export async function openWorld(config: Config, deps: WorldDeps): Promise<World> {
  const { ambient, clock, virtualClock, access, metrics, idKey, isReady, reset } = deps;
  const { ids, log, monotonic, random, wall } = ambient;
  const parts = { ...PARTS, ...deps.parts };
  const store = await parts.openStore({
    folder: config.data,
    // A virtual clock waits for the work that it has caused, which only the own thread's work lets it see.
    host: virtualClock === undefined ? 'worker' : 'inline',
    onFatal: ambient.onFatal,
  });
  const render = createMessageRenderer(store, { missingValue: config['templates.missingValue'] });
  const mail = createMail(config, idKey);
  const carriers = await openCarriers(config, { ...ambient, parts, clock, render, mail });
  const { loopback } = carriers;
  const findZones = createLazyZoneFinder();
  const agents = createRoster(clock);
  const dispatcher = createDispatcher(
    {
      store,
      channels: carriers.channels,
      agents,
      findZones,
      clock,
      random,
      report: createReport(log, metrics),
      onClockJump: (byMs) => segments.clockJumped(byMs),
      ...(virtualClock === undefined && { monotonic }),
    },
    dispatchOptions(config, carriers.dyingChannels),
  );
  const rejections = createRejectionLog();
  const identify = createRequestIdentifier(idKey);
  const limits = SERVICE_LIMITS[config.limits];
  const segments = createSegmentCampaigns({
    ...{ store, clock, identify, limits, rejections },
    onMoved: dispatcher.campaignChanged,
    onAccepted: dispatcher.wake,
    onError: (error) => log.error('a segment campaign failed to go on and tries again', { error }),
  });
  const campaigns = createProtocolHandler({
    service: campaignsV2,
    operations: createOperations({
      store,
      clock,
      ids,
      identify,
      pagination: createPagination(derivedKey(idKey, 'pagination')),
      limits,
      autoOnboard: config.limits === 'relaxed',
      campaignChanged({ id }) {
        dispatcher.campaignChanged(id);
        segments.campaignChanged(id);
      },
      requestsAccepted: (campaignId) => dispatcher.wake(campaignId),
      rejections,
    }),
    authenticate: access.api,
    // Today an account may do everything with what is its own; policies come later.
    authorize: () => true,
    resourceArn,
    ...(config.limits === 'aws' && { rateLimiter: createRateLimiter(awsRateOf) }),
    nowMs: monotonic.nowMs,
    newRequestId: ids.uuid,
    onError: (error, { requestId, operation }) =>
      log.error('a call failed', { error, awsRequestId: requestId, operation }),
  });
  const messageTemplates = createMessageTemplateApis(config, {
    templates: store.templates,
    ...{ clock, ambient, access, idKey },
  });
  const mailReturns = await openMailReturns(config, { store, mail, carriers, clock, ambient, metrics });
  const events = await openEventReaders(config, { store, clock, ambient, metrics });
  const admin = createAdminHandler({
    store,
    carriers,
    sinks: events.sinks,
    rejections,
    segmentDeleted: segments.segmentDeleted,
    explainer: createExplainer({ store, dispatcher, findZones, clock }),
    clock,
    ...(virtualClock !== undefined && { virtualClock }),
    ...(loopback !== undefined && {
      loopback: createLoopbackView(loopback),
      simulatedAgents: createSimulatedPool(agents, clock, loopbackSpeed(config)),
    }),
    // Forgotten tokens could be put again, and their people reached again.
    ...(!carriers.isReal && { reset }),
    agents,
    diallingMode: dispatcher.diallingMode,
    dispatchSwitched: dispatcher.switched,
    log,
    authenticate: access.admin,
    isReady,
    newRequestId: ids.uuid,
    wall,
  });
  const pruner = createPruner(
    { store, clock, onError: (error) => log.error('what is old could not be forgotten', { error }) },
    { evidenceDays: config['retention.evidenceDays'], requestDays: config['retention.requestDays'] },
  );
  /** A carrier answers at once what has not begun to leave, and the dispatcher waits for those answers. */
  async function drain(): Promise<void> {
    // First of all no more receipts: the dispatcher would not bring them into the store any more.
    await Promise.all([mailReturns.stop(), dispatcher.stop(), carriers.drain()]);
  }

  async function close(): Promise<void> {
    await pruner.stop();
    await segments.stop();
    await drain();
    await events.stop();
    await store.close();
  }

  try {
    await events.start();
    // Nothing is sent by who cannot hear of bounces.
    await mailReturns.start();
    await dispatcher.start();
    await pruner.start();
    await segments.start();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    store,
    dispatcher,
    carriers,
    agents,
    mail: mailReturns,
    events,
    campaigns,
    messageTemplates,
    admin,
    drain,
    close,
  };
}

/** Reading the zone tables costs more than the rest of a start; most campaigns never ask. */
function createLazyZoneFinder(): RecipientZoneFinder {
  let find: RecipientZoneFinder | undefined;
  return (config, whereabouts) => {
    find ??= createRecipientZoneFinder(readZoneData(), createZones());
    return find(config, whereabouts);
  };
}
