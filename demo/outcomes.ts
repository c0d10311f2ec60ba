/** Reads what became of every request, channel by channel, from the admin API. */

/** States in the order of the table; the last two are those that may still move. */
export const STATES = [
  'Succeeded',
  'Failed',
  'Unknown',
  'Expired',
  'Cancelled',
  'Suppressed',
  'Buffered',
  'Attempting',
] as const;

type State = (typeof STATES)[number];

export interface ChannelOutcome {
  channel: string;
  requests: number;
  byState: Map<State, number>;
  byReason: Map<string, number>;
}

export interface Counters {
  accepted: number;
  buffered: number;
  attempting: number;
  succeeded: number;
  failed: number;
  expired: number;
  cancelled: number;
  suppressed: number;
  unknown: number;
}

interface RequestPage {
  requests: { channelSubtype?: string; state: State; reason?: string }[];
  cursor?: string;
}

const PAGE_SIZE = 500;

/** The campaign's counters at this moment. */
export async function readCounters(url: string, campaignId: string): Promise<Counters> {
  return getJson<Counters>(`${url}/admin/v1/campaigns/${campaignId}/counters`);
}

/** Every accepted request counted by channel, state and reason. */
export async function readOutcomes(url: string, campaignId: string): Promise<ChannelOutcome[]> {
  const outcomes = new Map<string, ChannelOutcome>();
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({ limit: String(PAGE_SIZE), ...(cursor !== undefined && { cursor }) });
    const page = await getJson<RequestPage>(`${url}/admin/v1/campaigns/${campaignId}/requests?${query}`);
    for (const { channelSubtype: channel = 'none', state, reason } of page.requests) {
      const outcome = outcomes.get(channel) ?? { channel, requests: 0, byState: new Map(), byReason: new Map() };
      outcomes.set(channel, outcome);
      outcome.requests += 1;
      outcome.byState.set(state, (outcome.byState.get(state) ?? 0) + 1);
      if (reason !== undefined) outcome.byReason.set(reason, (outcome.byReason.get(reason) ?? 0) + 1);
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  return [...outcomes.values()];
}

async function getJson<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  // The admin API's own document, described by its OpenAPI.
  return (await response.json()) as T;
}
