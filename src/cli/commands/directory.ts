/** `campanile profiles` and `campanile segments`: the people whom event and segment campaigns reach. */
import { readFileSync } from 'node:fs';
import type { AdminClient } from '../admin-client.ts';
import { CliError, EXIT } from '../exit-codes.ts';
import { printable, type Style, table } from '../style.ts';

interface Condition {
  readonly attribute: string;
  readonly equals?: string;
  readonly in?: readonly string[];
  readonly exists?: boolean;
}

interface Segment {
  readonly name: string;
  readonly changedAt: string;
  readonly profileIds?: readonly string[];
  readonly filter?: readonly Condition[];
}

interface ImportAnswer {
  readonly stored: number;
  readonly failed: number;
  readonly failures: readonly { readonly line: number; readonly message: string }[];
}

/** Some thousand profiles, and well under what the service takes at once. */
const CALL_CHARACTERS = 1024 * 1024;
const FAILURES_SHOWN = 10;
/** More segments than a person looks through. */
const SEGMENTS_MAX = 1_000;

/** Stores the profiles of a file, one JSON object a line; sending it again changes nothing. */
export async function importProfiles(client: AdminClient, file: string): Promise<ImportAnswer> {
  const lines = readText(file).split('\n');
  const total = { stored: 0, failed: 0, failures: [] as { line: number; message: string }[] };
  for (let start = 0; start < lines.length; ) {
    const end = endOfCall(lines, start);
    const body = lines.slice(start, end).join('\n');
    // Our own admin API, described by its OpenAPI document.
    const answer = (await client.send('POST', '/admin/v1/profiles', 'application/x-ndjson', body)) as ImportAnswer;
    total.stored += answer.stored;
    total.failed += answer.failed;
    for (const { line, message } of answer.failures) total.failures.push({ line: start + line, message });
    start = end;
  }
  return total;
}

/** What an import came to; lines are named, never shown. */
export function importText(answer: ImportAnswer, asJson: boolean): string {
  if (asJson) return `${JSON.stringify(answer)}\n`;
  const { stored, failed, failures } = answer;
  const shown = failures.slice(0, FAILURES_SHOWN).map(({ line, message }) => `line ${line}: ${printable(message)}\n`);
  return `${stored} profiles stored, ${failed} lines refused\n${shown.join('')}`;
}

/** The segments with what they say. */
export async function listSegments(client: AdminClient, style: Style, asJson: boolean): Promise<string> {
  const { segments } = (await client.get(`/admin/v1/segments?limit=${SEGMENTS_MAX}`)) as { segments: Segment[] };
  if (asJson) return `${JSON.stringify(segments)}\n`;
  if (segments.length === 0) return 'No segments yet: make one with `campanile segments put`.\n';
  const columns = [{ title: 'SEGMENT' }, { title: 'CHANGED' }, { title: 'MEMBERS' }];
  return table(
    columns,
    segments.map((segment) => [style('bold', segment.name), segment.changedAt, printable(membersOf(segment))]),
  );
}

/** Adds or replaces a segment: everybody, those of a file of profile ids, or those who fulfil every condition. */
export async function putSegment(
  client: AdminClient,
  name: string,
  { profilesFile, where }: { readonly profilesFile?: string; readonly where?: readonly string[] },
  asJson: boolean,
): Promise<string> {
  if (profilesFile !== undefined && where !== undefined) {
    throw new CliError(EXIT.usage, 'a segment has either --profiles or --where');
  }
  const definition =
    profilesFile === undefined
      ? { filter: (where ?? []).map(readCondition) }
      : {
          profileIds: readText(profilesFile)
            .split('\n')
            .map((line) => line.trim())
            .filter((line) => line !== ''),
        };
  const body = JSON.stringify(definition);
  const segment = (await client.send('PUT', pathOf(name), 'application/json', body)) as Segment;
  return asJson ? `${JSON.stringify(segment)}\n` : `${segment.name}: ${printable(membersOf(segment))}\n`;
}

/** Deletes a segment; campaigns that name it fail. */
export async function deleteSegment(client: AdminClient, name: string): Promise<void> {
  await client.send('DELETE', pathOf(name), 'application/json', '');
}

/** `plan=gold`, `plan=gold|tin`, `churned` (has it), `!churned` (lacks it). */
function readCondition(text: string): Condition {
  const at = text.indexOf('=');
  if (at < 0)
    return text.startsWith('!') ? { attribute: text.slice(1), exists: false } : { attribute: text, exists: true };
  const attribute = text.slice(0, at);
  const values = text.slice(at + 1).split('|');
  const [only = ''] = values;
  return values.length === 1 ? { attribute, equals: only } : { attribute, in: values };
}

function membersOf({ profileIds, filter = [] }: Segment): string {
  if (profileIds !== undefined) return `${profileIds.length} profiles`;
  return filter.length === 0 ? 'everybody' : filter.map(conditionText).join(' and ');
}

function conditionText({ attribute, equals, in: among = [], exists }: Condition): string {
  if (exists !== undefined) return exists ? attribute : `!${attribute}`;
  return `${attribute}=${equals ?? among.join('|')}`;
}

const pathOf = (name: string): string => `/admin/v1/segments/${encodeURIComponent(name)}`;

/** The end of the lines that go into one call; one at least. */
function endOfCall(lines: readonly string[], start: number): number {
  let characters = 0;
  let end = start;
  while (end < lines.length && (end === start || characters < CALL_CHARACTERS)) {
    characters += (lines[end]?.length ?? 0) + 1;
    end += 1;
  }
  return end;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CliError(EXIT.usage, `cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
