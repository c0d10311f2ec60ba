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

/** Where the admin API is, and the bearer token that strict auth asks for. */
export interface Admin {
  url: string;
  token?: string;
}

export interface RequestOutcome {
  id: string;
  channelSubtype?: string;
  state: State;
  reason?: string;
}

interface RequestPage {
  requests: RequestOutcome[];
  cursor?: string;
}

const PAGE_SIZE = 500;

/** The campaign's counters at this moment. */
export async function readCounters(admin: Admin, campaignId: string): Promise<Counters> {
  return readAdmin<Counters>(admin, `/campaigns/${campaignId}/counters`);
}

/** Every accepted request counted by channel, state and reason. */
export async function readOutcomes(admin: Admin, campaignId: string): Promise<ChannelOutcome[]> {
  const outcomes = new Map<string, ChannelOutcome>();
  for await (const { channelSubtype: channel = 'none', state, reason } of readRequests(admin, campaignId)) {
    const outcome = outcomes.get(channel) ?? { channel, requests: 0, byState: new Map(), byReason: new Map() };
    outcomes.set(channel, outcome);
    outcome.requests += 1;
    outcome.byState.set(state, (outcome.byState.get(state) ?? 0) + 1);
    if (reason !== undefined) outcome.byReason.set(reason, (outcome.byReason.get(reason) ?? 0) + 1);
  }
  return [...outcomes.values()];
}

/** Every accepted request of a campaign, page by page. */
export async function* readRequests(admin: Admin, campaignId: string): AsyncGenerator<RequestOutcome> {
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({ limit: String(PAGE_SIZE), ...(cursor !== undefined && { cursor }) });
    const page = await readAdmin<RequestPage>(admin, `/campaigns/${campaignId}/requests?${query}`);
    yield* page.requests;
    cursor = page.cursor;
  } while (cursor !== undefined);
}

/** A document of the admin API, which its OpenAPI describes. */
export async function readAdmin<T>({ url, token }: Admin, path: string): Promise<T> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/admin/v1${path}`, { headers });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}
