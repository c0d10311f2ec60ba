/**
 * GET /admin/v1/instances/{id}/suppression: the list as NDJSON, CSV or plain lines, read and written page by page at the
 * pace of the reader. Recipients are masked unless `?reveal=true`.
 */

import { validationError } from '../../api/protocol/errors.ts';
import type { HttpRequest } from '../../api/protocol/http-message.ts';
import type { StreamReader, StreamResponse } from '../../api/protocol/stream-response.ts';
import type { SuppressionCounts, SuppressionEntry } from '../../store/recipient-store.ts';
import type { AdminDeps } from '../admin-deps.ts';
import { maskedDestination } from '../masking.ts';
import { listOf, type NamedList } from './list-of.ts';
import { LIST_FORMATS, type ListFormat } from './read-entries.ts';

/** About 50 KB of text, and a millisecond of the store. */
const ENTRIES_PER_PAGE = 1_000;

/** How many entries the list had when the export began: who receives fewer was cut off. */
const ENTRIES_HEADER = 'x-campanile-entries';

const LINE_OF: Readonly<Record<ListFormat, (entry: SuppressionEntry) => string>> = {
  plain: ({ recipient }) => `${recipient}\n`,
  csv: ({ recipient, channelSubtype = '' }) => `${csvField(recipient)},${channelSubtype}\n`,
  ndjson: (entry) => `${JSON.stringify(entry)}\n`,
};

/** Who reads is known from the caller; a revelation is logged. */
export function createExportSuppression({
  store,
  log,
}: Pick<AdminDeps, 'store' | 'log'>): (request: HttpRequest, principalArn: string) => Promise<StreamResponse> {
  const { recipients } = store;

  async function writeAll(
    { connectInstanceId, channelSubtype }: NamedList,
    lineOf: (entry: SuppressionEntry) => string,
    reader: StreamReader,
  ): Promise<void> {
    const list = {
      connectInstanceId,
      ...(channelSubtype !== undefined && { channelSubtype }),
      limit: ENTRIES_PER_PAGE,
    };
    let page = await recipients.suppressed(list);
    while (page.length > 0) {
      if (!reader.write(page.map(lineOf).join('')) || !(await reader.drained())) return;
      const after = page.at(-1);
      page = after === undefined ? [] : await recipients.suppressed({ ...list, after });
    }
    reader.end();
  }

  return async (request, principalArn) => {
    const list = listOf(request);
    const format = formatNamed(list.query.get('format')?.at(-1) ?? 'ndjson');
    const reveal = list.query.get('reveal')?.at(-1) === 'true';
    const count = countIn(await recipients.suppressionCounts(list.connectInstanceId), list);
    if (reveal) log.info('recipients were revealed', { principal: principalArn, count });
    const write = LINE_OF[format];
    const lineOf = reveal ? write : (entry: SuppressionEntry) => write(masked(entry));
    return {
      status: 200,
      headers: {
        'content-type': `${LIST_FORMATS[format]}; charset=utf-8`,
        'cache-control': 'no-store',
        [ENTRIES_HEADER]: String(count),
      },
      open(reader) {
        if (format === 'csv') reader.write('recipient,channelSubtype\n');
        writeAll(list, lineOf, reader).catch((error: unknown) => {
          log.error('an export of a suppression list failed', { error });
          reader.end();
        });
        return () => undefined;
      },
    };
  };
}

function masked(entry: SuppressionEntry): SuppressionEntry {
  return { ...entry, recipient: maskedDestination(entry.recipient) };
}

function countIn({ total, byChannel }: SuppressionCounts, { channelSubtype }: NamedList): number {
  return channelSubtype === undefined ? total : (byChannel[channelSubtype] ?? 0);
}

function formatNamed(text: string): ListFormat {
  if (text === 'plain' || text === 'csv' || text === 'ndjson') return text;
  throw validationError('format is none of plain, csv, ndjson');
}

/** An address may hold a comma or a quote inside quotes (RFC 5321 section 4.1.2). */
function csvField(text: string): string {
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
