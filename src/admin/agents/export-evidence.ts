/**
 * GET /admin/v1/campaigns/{id}/abandonment/evidence: every live answer with its time to an agent, as CSV or NDJSON, read
 * and written page by page at the pace of the reader. It names nobody who was called, only requests.
 */
import { validationError } from '../../api/protocol/errors.ts';
import type { HttpRequest } from '../../api/protocol/http-message.ts';
import { parseQuery } from '../../api/protocol/query.ts';
import type { StreamReader, StreamResponse } from '../../api/protocol/stream-response.ts';
import type { CampaignId } from '../../domain/campaign.ts';
import type { LiveAnswer } from '../../store/evidence-store.ts';
import type { AdminDeps } from '../admin-deps.ts';
import { knownCampaign } from '../known-campaign.ts';

/** About 150 KB of text. */
const ANSWERS_PER_PAGE = 1_000;

const EVIDENCE_PATH = /^\/admin\/v1\/campaigns\/([^/]+)\/abandonment\/evidence$/;

const FORMATS = {
  csv: {
    mediaType: 'text/csv',
    head: 'requestId,answeredAt,clockStartedAt,outcome,settledAt,waitSeconds,agentId\n',
    lineOf: (row: EvidenceRow) => `${Object.values(row).join(',')}\n`,
  },
  json: { mediaType: 'application/x-ndjson', head: '', lineOf: (row: EvidenceRow) => `${JSON.stringify(row)}\n` },
} as const;

/** In the order of the columns. An empty text is what nobody knows. */
type EvidenceRow = Readonly<
  Record<
    'requestId' | 'answeredAt' | 'clockStartedAt' | 'outcome' | 'settledAt' | 'waitSeconds' | 'agentId',
    string | number
  >
>;

/** All that is kept of a campaign, the oldest first. */
export function createExportEvidence(
  deps: Pick<AdminDeps, 'store' | 'log'>,
): (request: HttpRequest) => Promise<StreamResponse> {
  const { evidence } = deps.store;

  async function writeAll(
    campaignId: CampaignId,
    lineOf: (row: EvidenceRow) => string,
    reader: StreamReader,
  ): Promise<void> {
    const query = { campaignId, since: 0, limit: ANSWERS_PER_PAGE };
    let page = await evidence.answers(query);
    while (page.length > 0) {
      const text = page.map((answer) => lineOf(rowOf(answer))).join('');
      if (!reader.write(text) || !(await reader.drained())) return;
      const cursor = page.at(-1);
      page = cursor === undefined ? [] : await evidence.answers({ ...query, cursor });
    }
    reader.end();
  }

  return async ({ rawPath, rawQuery }) => {
    const campaign = await knownCampaign(deps, EVIDENCE_PATH.exec(rawPath)?.[1] ?? '');
    const name = parseQuery(rawQuery).get('format')?.at(-1) ?? 'json';
    if (name !== 'csv' && name !== 'json') throw validationError('format is none of csv, json');
    const { mediaType, head, lineOf } = FORMATS[name];
    return {
      status: 200,
      headers: { 'content-type': `${mediaType}; charset=utf-8`, 'cache-control': 'no-store' },
      open(reader) {
        if (head !== '') reader.write(head);
        writeAll(campaign.id, lineOf, reader).catch((error: unknown) => {
          deps.log.error('an export of evidence failed', { error });
          reader.end();
        });
        return () => undefined;
      },
    };
  };
}

function rowOf({ requestId, answeredAt, clockStartedAt, outcome, settledAt, agentId }: LiveAnswer): EvidenceRow {
  return {
    requestId,
    answeredAt: new Date(answeredAt).toISOString(),
    clockStartedAt: new Date(clockStartedAt).toISOString(),
    outcome: outcome === 'waiting' ? 'abandoned' : outcome,
    settledAt: settledAt === undefined ? '' : new Date(settledAt).toISOString(),
    waitSeconds: settledAt === undefined ? '' : (settledAt - clockStartedAt) / 1_000,
    agentId: agentId ?? '',
  };
}
