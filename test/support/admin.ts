/** The admin API as tests use it, by plain HTTP. */
import { setTimeout as delay } from 'node:timers/promises';

/** Loopback durations are some seconds at most, divided by 10 on the real clock. */
const ENDS_WITHIN_MS = 30_000;
const POLL_EVERY_MS = 25;

/** A request as the admin API shows it, as far as tests read it. */
export interface ShownRequest {
  readonly id: string;
  readonly campaignId: string;
  readonly clientToken: string;
  readonly state: string;
  readonly reason?: string;
  readonly expirationTime: string;
}

export interface ShownCampaign {
  readonly id: string;
  readonly name: string;
  readonly state: string;
}

/** GET of a path below /admin/v1, as JSON; `token` is the bearer token of strict auth. */
export async function adminGet<Answer>(url: string, path: string, token?: string): Promise<Answer> {
  return answerOf(await fetch(`${url}/admin/v1${path}`, { headers: headersFor(token) }));
}

/** Stores profiles in the directory. */
export async function importProfiles(url: string, profiles: readonly object[], token?: string): Promise<void> {
  const body = profiles.map((profile) => `${JSON.stringify(profile)}\n`).join('');
  const headers = { ...headersFor(token), 'content-type': 'application/x-ndjson' };
  const { stored } = await answerOf<{ stored: number }>(
    await fetch(`${url}/admin/v1/profiles`, { method: 'POST', headers, body }),
  );
  if (stored !== profiles.length) throw new Error(`only ${stored} of ${profiles.length} profiles were stored`);
}

/** The requests of a campaign once all of them have reached a terminal state. */
export async function endedRequests(url: string, campaignId: string, token?: string): Promise<ShownRequest[]> {
  const path = `/campaigns/${campaignId}/requests?limit=1000`;
  for (let waitedMs = 0; ; waitedMs += POLL_EVERY_MS) {
    const { requests } = await adminGet<{ requests: ShownRequest[] }>(url, path, token);
    const open = requests.filter(({ state }) => state === 'Buffered' || state === 'Attempting');
    if (open.length === 0) return requests;
    if (waitedMs > ENDS_WITHIN_MS) throw new Error(`${open.length} of ${requests.length} requests do not end`);
    await delay(POLL_EVERY_MS);
  }
}

function headersFor(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

async function answerOf<Answer>(response: Response): Promise<Answer> {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
  // The admin API's own document, described by its OpenAPI.
  return (await response.json()) as Answer;
}
