/** `campanile suppression`: whom a Connect instance must not contact. */
import { readFileSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import type { AdminClient } from '../admin-client.ts';
import { CliError, EXIT } from '../exit-codes.ts';
import { bar, printable } from '../style.ts';

export interface ListOptions {
  /** Found out when absent and there is only one. */
  readonly instance?: string;
  readonly channel?: string;
}

export interface ChangeReport {
  /** Entries added or removed; the others were (not) there already. */
  readonly changed: number;
  readonly read: number;
  readonly failures: readonly { readonly line: number; readonly message: string }[];
  readonly failed: number;
}

interface Answer {
  readonly added?: number;
  readonly removed?: number;
  readonly read: number;
  readonly failed: number;
  readonly failures: readonly { readonly line: number; readonly message: string }[];
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.ndjson': 'application/x-ndjson',
  '.jsonl': 'application/x-ndjson',
};
const PLAIN = 'text/plain';

/** One call of an import: some 20,000 numbers, half a second, and a step of the progress bar. */
const CALL_CHARACTERS = 256 * 1024;
/** Some 20 million numbers; they are sorted in memory. */
const FILE_BYTES_MAX = 256 * 1024 * 1024;
const FAILURES_SHOWN = 10;
const BAR_WIDTH = 30;

/** Adds or removes the recipients of a command line. */
export async function changeRecipients(
  client: AdminClient,
  method: 'POST' | 'DELETE',
  recipients: readonly string[],
  options: ListOptions,
): Promise<ChangeReport> {
  return sendLines(client, method, await listPath(client, options), PLAIN, recipients.join('\n'));
}

/** Adds the recipients of a file: plain lines, or CSV or NDJSON by the file's ending. `onProgress` is given 0 to 1. */
export async function importFile(
  client: AdminClient,
  file: string,
  options: ListOptions,
  onProgress: (share: number) => void,
): Promise<ChangeReport> {
  const path = await listPath(client, options);
  const lines = sortedLines(readText(file));
  const mediaType = MEDIA_TYPES[extname(file).toLowerCase()] ?? PLAIN;
  const total = { changed: 0, read: 0, failed: 0, failures: [] as { line: number; message: string }[] };
  for (let start = 0; start < lines.length; ) {
    const end = endOfCall(lines, start);
    const body = lines.slice(start, end);
    const report = await sendLines(client, 'POST', path, mediaType, body.map(({ text }) => text).join('\n'));
    total.changed += report.changed;
    total.read += report.read;
    total.failed += report.failed;
    for (const { line, message } of report.failures) {
      total.failures.push({ line: body[line - 1]?.number ?? 0, message });
    }
    start = end;
    onProgress(start / lines.length);
  }
  total.failures.sort((a, b) => a.line - b.line);
  return total;
}

/** Writes the list, whole and in clear, or masked; rejects when it was cut off on the way. */
export async function writeList(
  client: AdminClient,
  options: ListOptions,
  { format, reveal }: { readonly format: string; readonly reveal: boolean },
  write: (text: string) => void,
): Promise<void> {
  const path = await listPath(client, options);
  const expected = await countEntries(client, path, options.channel);
  const body = await client.follow(withQuery(path, { format, reveal: String(reveal) }), {});
  const decoder = new TextDecoder();
  let lines = format === 'csv' ? -1 : 0;
  for await (const chunk of body) {
    const text = decoder.decode(chunk, { stream: true });
    lines += text.split('\n').length - 1;
    write(text);
  }
  if (lines < expected) {
    throw new CliError(EXIT.failed, `only ${lines} of ${expected} entries came; the list has changed, or was cut off`);
  }
}

/** What was done, for a person. */
export function changeText(report: ChangeReport, done: 'added' | 'removed', asJson: boolean): string {
  if (asJson) return `${JSON.stringify({ [done]: report.changed, ...report, changed: undefined })}\n`;
  const { changed, read, failed, failures } = report;
  const rest = read - failed - changed;
  const others =
    rest === 0 ? '' : `, ${rest} ${done === 'added' ? 'were on the list already' : 'were not on the list'}`;
  const shown = failures.slice(0, FAILURES_SHOWN).map(({ line, message }) => `line ${line}: ${printable(message)}\n`);
  const more = failed > shown.length ? `and ${failed - shown.length} more\n` : '';
  const failure = failed === 0 ? '' : `${failed} could not be read:\n${shown.join('')}${more}`;
  return `${changed} ${done}${others}.\n${failure}`;
}

/** A bar that overwrites itself; ends its line when all is done. */
export function progressBar(share: number): string {
  return `\r${bar(share, BAR_WIDTH)} ${String(Math.floor(share * 100)).padStart(3)}%${share >= 1 ? '\n' : ''}`;
}

async function sendLines(
  client: AdminClient,
  method: 'POST' | 'DELETE',
  path: string,
  mediaType: string,
  body: string,
): Promise<ChangeReport> {
  // Our own admin API, described by its OpenAPI document.
  const { added, removed, ...rest } = (await client.send(method, path, mediaType, body)) as Answer;
  return { changed: added ?? removed ?? 0, ...rest };
}

async function countEntries(client: AdminClient, path: string, channel: string | undefined): Promise<number> {
  const counts = (await client.get(`${path.replace(/\?.*/, '')}/counts`)) as {
    total: number;
    channels: { channelSubtype: string; entries: number }[];
  };
  if (channel === undefined) return counts.total;
  return counts.channels.find(({ channelSubtype }) => channelSubtype === channel)?.entries ?? 0;
}

async function listPath(client: AdminClient, { instance, channel }: ListOptions): Promise<string> {
  const path = `/admin/v1/instances/${encodeURIComponent(instance ?? (await onlyInstance(client)))}/suppression`;
  return channel === undefined ? path : withQuery(path, { channel });
}

function withQuery(path: string, query: Record<string, string>): string {
  return `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams(query)}`;
}

/** The instance of the campaigns, when they have only one. */
async function onlyInstance(client: AdminClient): Promise<string> {
  const { campaigns } = (await client.get('/admin/v1/campaigns?limit=1000')) as {
    campaigns: { connectInstanceId: string }[];
  };
  const instances = [...new Set(campaigns.map(({ connectInstanceId }) => connectInstanceId))];
  const [only] = instances;
  if (only !== undefined && instances.length === 1) return only;
  const known = instances.length === 0 ? 'there is no campaign yet' : `there are ${instances.join(', ')}`;
  throw new CliError(EXIT.usage, `name the Connect instance with --instance ID (${known})`);
}

interface NumberedLine {
  readonly number: number;
  readonly text: string;
}

/** Sorted, since neighbours on the list are neighbours on the disk of the service: three times as fast. */
function sortedLines(text: string): NumberedLine[] {
  return text
    .split('\n')
    .map((line, index) => ({ number: index + 1, text: line }))
    .filter((line) => line.text.trim() !== '')
    .sort((a, b) => (a.text < b.text ? -1 : 1));
}

function endOfCall(lines: readonly NumberedLine[], start: number): number {
  let characters = 0;
  let end = start;
  while (end < lines.length && (end === start || characters < CALL_CHARACTERS)) {
    characters += (lines[end]?.text.length ?? 0) + 1;
    end += 1;
  }
  return end;
}

function readText(file: string): string {
  try {
    if (statSync(file).size > FILE_BYTES_MAX) {
      throw new CliError(EXIT.usage, `${file} is longer than ${FILE_BYTES_MAX / 1024 / 1024} MB: split it`);
    }
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(EXIT.usage, `cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
