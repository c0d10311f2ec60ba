/** `campanile status`: every campaign with its counters and how much of it is over, and the carriers that are real. */
import type { AdminClient } from '../admin-client.ts';
import { bar, printable, type Style, table } from '../style.ts';
import { carrierTable, readCarriers } from './carriers.ts';
import { readDispatch, stopNotice } from './dispatch.ts';

interface Counters {
  readonly accepted: number;
  readonly buffered: number;
  readonly attempting: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly expired: number;
  readonly cancelled: number;
  readonly suppressed: number;
  readonly unknown: number;
}

interface CampaignPage {
  readonly campaigns: readonly {
    readonly id: string;
    readonly name: string;
    readonly state: string;
    readonly counters: Counters;
  }[];
  readonly cursor?: string;
}

/** More campaigns than a person looks through; `--json` gives them too. */
const MAX_CAMPAIGNS = 1_000;
const BAR_WIDTH = 16;
const NAME_WIDTH = 32;

/** The text of the table, or the campaigns as JSON. */
export async function status(client: AdminClient, style: Style, asJson: boolean): Promise<string> {
  // Our own admin API, described by its OpenAPI document.
  const page = (await client.get(`/admin/v1/campaigns?limit=${MAX_CAMPAIGNS}`)) as CampaignPage;
  if (asJson) return `${JSON.stringify(page.campaigns)}\n`;
  const notice = stopNotice(await readDispatch(client), style);
  const carriers = carrierTable(await readCarriers(client), style);
  if (page.campaigns.length === 0)
    return `${notice}No campaigns yet: create one with any AWS SDK, see the README.\n${carriers}`;
  const columns = [
    { title: 'CAMPAIGN' },
    { title: 'STATE' },
    { title: 'ENDED' },
    ...['ACCEPTED', 'BUFFERED', 'ATTEMPTING', 'SUCCEEDED', 'FAILED', 'UNKNOWN', 'OTHER'].map((title) => ({
      title,
      isNumber: true,
    })),
    { title: 'ID' },
  ];
  const rows = page.campaigns.map(({ id, name, state, counters }) => [
    printable(name).slice(0, NAME_WIDTH),
    state === 'Running' ? style('green', state) : state,
    progress(counters),
    ...figures(counters),
    style('dim', id),
  ]);
  const more = page.cursor === undefined ? '' : `Only the first ${MAX_CAMPAIGNS} are shown.\n`;
  return notice + table(columns, rows) + more + carriers;
}

function progress({ accepted, buffered, attempting }: Counters): string {
  if (accepted === 0) return `${bar(0, BAR_WIDTH)}    -`;
  const share = (accepted - buffered - attempting) / accepted;
  // Rounded down: 100 % means all.
  return `${bar(share, BAR_WIDTH)} ${String(Math.floor(share * 100)).padStart(3)}%`;
}

function figures(counters: Counters): string[] {
  const { accepted, buffered, attempting, succeeded, failed, unknown, expired, cancelled, suppressed } = counters;
  return [accepted, buffered, attempting, succeeded, failed, unknown, expired + cancelled + suppressed].map(String);
}
