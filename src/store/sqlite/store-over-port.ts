/** The store's interfaces over a port to the engine, with the catalogue answered on the spot. */
import { parseRequestId } from '../../domain/request-id.ts';
import type { CampaignStore } from '../campaign-store.ts';
import type { EventStore } from '../event-store.ts';
import type { InstanceStore } from '../instance-store.ts';
import type { LeaseStore } from '../lease-store.ts';
import type { PeekResult, RequestStore } from '../request-store.ts';
import { packAccept } from './accept-frame.ts';
import { readVerdicts } from './accept-verdicts.ts';
import { type CatalogueCache, isOwnedBy } from './catalogue-cache.ts';
import { unpackPeek } from './peek-frame.ts';
import type { CallSize, Port } from './port.ts';
import { readRequest } from './stored-records.ts';

/** Calls that must go through however much is queued: their callers have few of them under way. */
const MUST_GO_THROUGH: CallSize = { rows: 1, bytes: 0 };

function sizeOf(entries: readonly unknown[]): CallSize {
  return { rows: entries.length, bytes: 0 };
}

export function createCampaignStore(port: Port, cache: CatalogueCache): CampaignStore {
  return {
    async create(campaign) {
      const result = await port.write('createCampaign', campaign, MUST_GO_THROUGH);
      if (result.kind === 'created') cache.putCampaign(campaign);
      return result;
    },
    async find(owner, id) {
      const campaign = cache.campaign(id);
      const isVisible = campaign !== undefined && campaign.deletedAt === undefined && isOwnedBy(campaign, owner);
      return isVisible ? campaign : undefined;
    },
    get: async (id) => cache.campaign(id),
    list: async (query) => cache.list(query),
    count: async (owner, connectInstanceId) => cache.count(owner, connectInstanceId),
    async update(campaign, expectedRevision) {
      const result = await port.write('updateCampaign', { campaign, expectedRevision }, MUST_GO_THROUGH);
      if (result.kind === 'updated') cache.putCampaign(campaign);
      return result;
    },
  };
}

export function createInstanceStore(port: Port, cache: CatalogueCache): InstanceStore {
  return {
    find: async (owner, connectInstanceId) => cache.instance(owner, connectInstanceId),
    async put(instance, expectedRevision) {
      const { account, region, connectInstanceId, communicationLimits } = instance;
      if ((communicationLimits?.allChannelSubtypes?.communicationLimitsList ?? []).length > 0) {
        const instanceName = `${account}/${region}/${connectInstanceId}`;
        await port.maintain('countPast', { instanceName }, Number.POSITIVE_INFINITY);
      }
      const result = await port.write('putInstance', { instance, expectedRevision }, MUST_GO_THROUGH);
      if (result.kind === 'updated') cache.putInstance(instance);
      return result;
    },
  };
}

export function createRequestStore(port: Port): RequestStore {
  return {
    async accept(batch) {
      const frame = packAccept(batch);
      const verdicts = await port.write('accept', frame, { rows: frame.rows, bytes: frame.bytes.byteLength });
      return verdicts.kind === 'accepted' ? { kind: 'accepted', rows: readVerdicts(verdicts.letters) } : verdicts;
    },
    async peek(query): Promise<PeekResult> {
      const requests = unpackPeek(await port.read('peek', query), query.campaignId);
      const last = requests.at(-1);
      const mayHaveMore = last !== undefined && requests.length === query.limit;
      return { requests, ...(mayHaveMore && { cursor: { dueAt: last.dueAt, key: last.key } }) };
    },
    claim: (claim) => port.write('claim', claim, sizeOf(claim.keys)),
    submitted: (attempts) => port.write('submitted', attempts, sizeOf(attempts)),
    finish: (results) => port.write('finish', results, sizeOf(results)),
    receipts: (receipts) => port.write('receipts', receipts, sizeOf(receipts)),
    withdraw: (withdrawals) => port.write('withdraw', withdrawals, sizeOf(withdrawals)),
    closeOrphans: ({ limit, ...query }) => port.maintain('closeOrphans', query, limit),
    closeOverdue: (now, limit) => port.maintain('closeOverdue', { now }, limit),
    nextOverdue: () => port.read('nextOverdue', undefined),
    exclude: (exclusions) => port.write('exclude', exclusions, sizeOf(exclusions)),
    defer: (deferrals) => port.write('defer', deferrals, sizeOf(deferrals)),
    expire: (now, limit) => port.maintain('expire', { now }, limit),
    nextExpiry: () => port.read('nextExpiry', undefined),
    nextDue: (campaignId) => port.read('nextDue', campaignId),
    cancel: ({ limit, ...query }) => port.maintain('cancel', query, limit),
    counters: (campaignId) => port.read('counters', campaignId),
    async request(id) {
      const bytes = parseRequestId(id);
      const rows = bytes === undefined ? undefined : await port.read('requestById', bytes);
      return rows === undefined ? undefined : readRequest(rows);
    },
    async byReference(references) {
      const found = await port.read('requestsByReference', references);
      return found.map((rows) => rows && readRequest(rows));
    },
    async requests(query) {
      const page = await port.read('requests', query);
      return { ...page, requests: page.requests.map(readRequest) };
    },
    purge: (before, limit) => port.maintain('purge', { before }, limit),
    purgeEntries: (before, limit) => port.maintain('purgeEntries', { before }, limit),
  };
}

export function createLeaseStore(port: Port): LeaseStore {
  return {
    acquire: (request) => port.write('acquireLease', request, MUST_GO_THROUGH),
    renew: (request) => port.write('renewLease', request, MUST_GO_THROUGH),
    release: (name, epoch) => port.write('releaseLease', { name, epoch }, MUST_GO_THROUGH),
  };
}

export function createEventStore(port: Port, listeners: Set<() => void>): EventStore {
  return {
    read: (after, limit) => port.read('readEvents', { after, limit }),
    last: () => port.read('lastSequence', undefined),
    onAppend(wake) {
      // A wrapper of its own, so that a function given twice is called twice and taken back once.
      const listener = (): void => wake();
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
