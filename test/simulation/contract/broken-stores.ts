/** Stores that are broken on purpose, each in one way that the contract forbids. The witness must name the line. */
import type { Campaign } from '../../../src/domain/campaign.ts';
import { CHANNEL_MEMBERS, CHANNEL_SUBTYPES } from '../../../src/domain/channel-subtype.ts';
import type { DailyHours, TimeWindow } from '../../../src/domain/communication-time/config.ts';
import type { Claim, RequestRecord, RequestStore } from '../../../src/store/request-store.ts';
import type { Store } from '../../../src/store/store.ts';

export type Alteration = (store: Store) => Store;

const withRequests = (store: Store, requests: Partial<RequestStore>): Store => ({
  ...store,
  requests: { ...store.requests, ...requests },
});

/** The dispatcher is told of communication times that begin an hour earlier. */
export function windowsAnHourOff(): Alteration {
  return (store) => ({
    ...store,
    campaigns: {
      ...store.campaigns,
      async get(id) {
        const campaign = await store.campaigns.get(id);
        return campaign && anHourEarlier(campaign);
      },
      list: async (query) => (await store.campaigns.list(query)).map(anHourEarlier),
    },
  });
}

function anHourEarlier(campaign: Campaign): Campaign {
  const config = campaign.definition.communicationTimeConfig;
  if (config === undefined) return campaign;
  const windows = CHANNEL_SUBTYPES.map((subtype) => {
    const window = config[CHANNEL_MEMBERS[subtype]];
    return [CHANNEL_MEMBERS[subtype], window && opensEarlier(window)] as const;
  });
  const communicationTimeConfig = { ...config, ...Object.fromEntries(windows.filter(([, window]) => window)) };
  return { ...campaign, definition: { ...campaign.definition, communicationTimeConfig } };
}

function opensEarlier(window: TimeWindow): TimeWindow {
  const earlier = (time: string): string =>
    `T${String(Math.max(0, Number(time.slice(1, 3)) - 1)).padStart(2, '0')}${time.slice(3)}`;
  const days = Object.entries(window.openHours.dailyHours ?? {}).map(([day, ranges]) => [
    day,
    ranges.map((range) => ({ ...range, startTime: earlier(range.startTime) })),
  ]);
  const dailyHours: DailyHours = Object.fromEntries(days);
  return { ...window, openHours: { dailyHours } };
}

/** A claim counts nothing, so that every other one finds room. */
export function limitsNotReserved(): Alteration {
  const uncounted = ({ guard, ...claim }: Claim): Claim => ({
    ...claim,
    ...(guard && { guard: { ...guard, limits: { rules: [], countedIn: [] } } }),
  });
  return (store) => withRequests(store, { claim: (claim) => store.requests.claim(uncounted(claim)) });
}

/** A claim looks nobody up. */
export function suppressionIgnored(): Alteration {
  const unknown = ({ guard, ...claim }: Claim): Claim => ({
    ...claim,
    ...(guard && { guard: { ...guard, recipients: guard.recipients.map((_, index) => `nobody ${index}`) } }),
  });
  return (store) => withRequests(store, { claim: (claim) => store.requests.claim(unknown(claim)) });
}

/** A claim is answered at once and committed only when the carrier's answer is. */
export function committedAfterSubmit(): Alteration {
  return (store) => {
    const { requests } = store;
    let postponed: Claim[] = [];
    const commit = async (): Promise<void> => {
      const claims = postponed;
      postponed = [];
      for (const claim of claims) await requests.claim(claim);
    };
    return withRequests(store, {
      claim(claim) {
        postponed.push(claim);
        return Promise.resolve({ kind: 'claimed', keys: claim.keys });
      },
      submitted: (attempts) => commit().then(() => requests.submitted(attempts)),
      finish: (results) => commit().then(() => requests.finish(results)),
      withdraw: (withdrawals) => commit().then(() => requests.withdraw(withdrawals)),
    });
  };
}

/** The last receipt decides, also when an earlier one had and somebody has seen it. */
export function lastWordWins(): Alteration {
  const seen = new Set<string>();
  const asLastTold = (record: RequestRecord): RequestRecord => {
    const told = record.attempts.flatMap(({ receipts }) => receipts.flatMap(({ disposition }) => disposition ?? []));
    const last = told.at(-1);
    if (last === undefined || record.endedAt === undefined) return record;
    const wasSeen = seen.has(record.id);
    seen.add(record.id);
    return wasSeen ? { ...record, state: last.state, reason: last.reason } : record;
  };
  return (store) =>
    withRequests(store, {
      async requests(query) {
        const page = await store.requests.requests(query);
        return { ...page, requests: page.requests.map(asLastTold) };
      },
    });
}

/** A token that comes again makes another request. */
export function replayedAnew(): Alteration {
  const known = new Set<string>();
  return (store) =>
    withRequests(store, {
      accept(batch) {
        const rows = batch.rows.map((row) => {
          const name = `${batch.campaignId} ${row.clientToken}`;
          if (!known.has(name)) {
            known.add(name);
            return row;
          }
          const id = Uint8Array.from(row.id);
          id[0] = ((id[0] ?? 0) + 1) % 256;
          return { ...row, id };
        });
        return store.requests.accept({ ...batch, rows });
      },
    });
}

/** The last request of every larger batch is acknowledged and not kept. */
export function acknowledgedUnkept(): Alteration {
  return (store) =>
    withRequests(store, {
      async accept(batch) {
        if (batch.rows.length < 4) return store.requests.accept(batch);
        const result = await store.requests.accept({ ...batch, rows: batch.rows.slice(0, -1) });
        return result.kind === 'accepted' ? { ...result, rows: [...result.rows, 'created'] } : result;
      },
    });
}

/** Whoever must wait for an opening is woken half a day too late. */
export function oversleeping(): Alteration {
  return (store) =>
    withRequests(store, {
      defer: (deferrals) =>
        store.requests.defer(deferrals.map(({ key, dueAt }) => ({ key, dueAt: dueAt + 12 * 3_600_000 }))),
    });
}
