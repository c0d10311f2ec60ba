/**
 * As much of MIME as it takes to find the parts of a report (RFC 2045, RFC 2046, RFC 5322): headers, boundaries, transfer
 * encodings. Texts are of one character per byte. It reads what was cut off somewhere, and never more than its bounds.
 */

export interface MimePart {
  /** Such as multipart/report, in lower case; text/plain when it does not say. */
  readonly type: string;
  readonly headers: Headers;
  /** Of a multipart. */
  readonly parts: readonly MimePart[];
  /** Of everything else, decoded. */
  readonly body: string;
}

/** The values of each header, unfolded, by name in lower case. */
export type Headers = ReadonlyMap<string, readonly string[]>;

/** A report has two levels and three parts; forwarded ones a few more. */
const DEPTH_MAX = 6;
const PARTS_MAX = 50;
/** Of a header over many lines so much is kept; the longest that we look for has some 600 characters. */
const HEADER_MAX = 8_192;
/** So far behind a boundary anything but space is looked for. */
const REST_MAX = 100;

/** The message of these bytes. */
export function readMime(bytes: Uint8Array): MimePart {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1').replaceAll('\r\n', '\n');
  return readPart(text, { parts: PARTS_MAX }, DEPTH_MAX);
}

function readPart(text: string, room: { parts: number }, depth: number): MimePart {
  const { headers, body } = splitHeaders(text);
  const { value: type, boundary } = contentType(first(headers, 'content-type') ?? '');
  const isMultipart = type.startsWith('multipart/') && boundary !== undefined && depth > 0;
  if (!isMultipart)
    return { type, headers, parts: [], body: decoded(body, first(headers, 'content-transfer-encoding')) };
  const parts: MimePart[] = [];
  for (const part of between(body, boundary)) {
    if (room.parts === 0) break;
    room.parts -= 1;
    parts.push(readPart(part, room, depth - 1));
  }
  return { type, headers, parts, body: '' };
}

/** The parts of the tree from the top, each before its own parts. */
export function* partsOf(part: MimePart): Generator<MimePart> {
  yield part;
  for (const below of part.parts) yield* partsOf(below);
}

/** The first value of a header. */
export const first = (headers: Headers, name: string): string | undefined => headers.get(name)?.[0];

/** The header block that a text begins with, and what stands behind the empty line. */
export function splitHeaders(text: string): { readonly headers: Headers; readonly body: string } {
  const end = text.startsWith('\n') ? 0 : text.indexOf('\n\n');
  const block = end === -1 ? text : text.slice(0, end);
  const body = end === -1 ? '' : text.slice(text.startsWith('\n') ? 1 : end + 2);
  return { headers: readHeaders(block), body };
}

/** The fields of a block (RFC 5322 section 2.2), also of the groups of a delivery status. */
export function readHeaders(block: string): Headers {
  const headers = new Map<string, string[]>();
  let values: string[] | undefined;
  for (const line of block.split('\n')) {
    const isFolded = line.startsWith(' ') || line.startsWith('\t');
    const colon = line.indexOf(':');
    if (isFolded) {
      const value = values?.pop() ?? '';
      values?.push(value.length < HEADER_MAX ? `${value} ${line.trim()}`.trim() : value);
    } else if (colon > 0) {
      const name = line.slice(0, colon).trim().toLowerCase();
      values = headers.get(name) ?? [];
      headers.set(name, values);
      values.push(line.slice(colon + 1).trim());
    } else values = undefined;
  }
  return headers;
}

function contentType(value: string): { readonly value: string; readonly boundary: string | undefined } {
  const type = /^\s*([\w.+-]{1,64}\/[\w.+-]{1,64})/.exec(value)?.[1]?.toLowerCase() ?? 'text/plain';
  const [, quoted, bare] = /;\s*boundary\s*=\s*(?:"((?:[^"\\]|\\.){1,200})"|([^\s;"]{1,200}))/i.exec(value) ?? [];
  return { value: type, boundary: quoted?.replaceAll(/\\(.)/g, '$1') ?? bare };
}

/** What stands between the boundary lines (RFC 2046 section 5.1.1); the last may lack its end. */
function between(body: string, boundary: string): string[] {
  const text = `\n${body}`;
  const parts: string[] = [];
  let open: BoundaryLine | undefined;
  for (const line of boundaryLines(text, boundary)) {
    if (open !== undefined) parts.push(text.slice(open.end, line.start));
    open = line;
    if (line.isLast) return parts;
  }
  if (open !== undefined) parts.push(text.slice(open.end));
  return parts;
}

interface BoundaryLine {
  /** The line break before it belongs to it. */
  readonly start: number;
  readonly end: number;
  readonly isLast: boolean;
}

function* boundaryLines(text: string, boundary: string): Generator<BoundaryLine> {
  const delimiter = `\n--${boundary}`;
  for (let start = text.indexOf(delimiter); start !== -1; start = text.indexOf(delimiter, start + 1)) {
    const nameEnd = start + delimiter.length;
    const lineEnd = text.indexOf('\n', nameEnd);
    const end = lineEnd === -1 ? text.length : lineEnd;
    // More than space behind it: another boundary that begins alike, of a multipart inside.
    const rest = text.slice(nameEnd, Math.min(end, nameEnd + REST_MAX)).trim();
    if (rest === '' || rest === '--') yield { start, end: Math.min(end + 1, text.length), isLast: rest === '--' };
  }
}

function decoded(body: string, encoding = ''): string {
  switch (encoding.trim().toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64').toString('latin1').replaceAll('\r\n', '\n');
    case 'quoted-printable':
      return body
        .split('\n')
        .map((line) => line.trimEnd())
        .join('\n')
        .replaceAll('=\n', '')
        .replaceAll(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
        .replaceAll('\r\n', '\n');
    default:
      return body;
  }
}
