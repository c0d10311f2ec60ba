/** Lines of a suppression list: plain recipients, CSV (RFC 4180 without line breaks in fields), or NDJSON. */
import { ApiError, validationError } from '../../api/protocol/errors.ts';
import { parseJson } from '../../api/protocol/json.ts';
import { compileDecoder } from '../../api/protocol/shapes/decode.ts';
import { CHANNEL_SUBTYPES, type ChannelSubtype } from '../../domain/channel-subtype.ts';
import { normaliseRecipient } from '../../domain/recipient.ts';
import type { SuppressionEntry } from '../../store/recipient-store.ts';
import type { Line, LineFailure } from '../lines.ts';
import { SuppressionLine } from '../shapes/recipients.ts';

export const LIST_FORMATS = {
  plain: 'text/plain',
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
} as const;

export type ListFormat = keyof typeof LIST_FORMATS;

/** skipped: a comment or the heading. */
export type ReadEntry =
  | { readonly kind: 'entry'; readonly entry: SuppressionEntry }
  | { readonly kind: 'failed'; readonly failure: LineFailure }
  | { readonly kind: 'skipped' };

/** The format that a media type names; plain when it names none of them. */
export function formatOf(contentType: string | undefined): ListFormat {
  const mediaType = (contentType ?? '').split(';')[0]?.trim().toLowerCase();
  if (mediaType === LIST_FORMATS.csv) return 'csv';
  return mediaType === LIST_FORMATS.ndjson || mediaType === 'application/json' ? 'ndjson' : 'plain';
}

/** Reads one line; entries that name no channel are for `channelSubtype`, or without one for every channel. */
export function createEntryReader(
  format: ListFormat,
  channelSubtype: ChannelSubtype | undefined,
): (line: Line) => ReadEntry {
  const fieldsOf = READERS[format]();
  return ({ line, bytes }) => {
    try {
      const fields = fieldsOf(bytes);
      if (fields === undefined) return { kind: 'skipped' };
      const recipient = normaliseRecipient(fields.recipient);
      if (recipient === undefined) throw validationError('Neither a number in E.164 format nor an email address');
      const subtype = fields.channelSubtype ?? channelSubtype;
      return { kind: 'entry', entry: { recipient, ...(subtype !== undefined && { channelSubtype: subtype }) } };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { kind: 'failed', failure: { line, message: error.message } };
    }
  };
}

interface Fields {
  readonly recipient: string;
  readonly channelSubtype?: ChannelSubtype | undefined;
}

type FieldReader = (bytes: Uint8Array) => Fields | undefined;

const READERS: Readonly<Record<ListFormat, () => FieldReader>> = {
  plain: () => (bytes) => {
    const recipient = textOf(bytes).trim();
    return recipient.startsWith('#') ? undefined : { recipient };
  },
  csv: () => (bytes) => {
    const [recipient = '', channel = ''] = textOf(bytes).split(',').map(unquoted);
    if (recipient.toLowerCase() === 'recipient') return undefined;
    return { recipient, channelSubtype: channel === '' ? undefined : channelNamed(channel) };
  },
  ndjson: () => {
    const decode = compileDecoder(SuppressionLine);
    return (bytes) => decode(parseJson(bytes));
  },
};

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

function unquoted(field: string): string {
  const text = field.trim();
  return text.startsWith('"') && text.endsWith('"') && text.length > 1 ? text.slice(1, -1).replaceAll('""', '"') : text;
}

function channelNamed(text: string): ChannelSubtype {
  const found = CHANNEL_SUBTYPES.find((subtype) => subtype === text.toUpperCase());
  if (found === undefined) throw validationError(`channelSubtype is none of ${CHANNEL_SUBTYPES.join(', ')}`);
  return found;
}
