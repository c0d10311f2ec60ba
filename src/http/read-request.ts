/** From node's message to the HttpRequest of the protocol: the target untouched, the headers as signed, the body bounded. */
import type { IncomingMessage } from 'node:http';
import type { HttpRequest } from '../api/protocol/http-message.ts';

/** Longest body that any operation takes: the largest legal batch is well below it. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;

export type ReadResult =
  | { readonly kind: 'read'; readonly request: HttpRequest }
  /** The body is, or says it will be, longer than MAX_BODY_BYTES; what follows of it was not kept. */
  | { readonly kind: 'tooLarge' }
  /** The target is neither a path nor a URL. */
  | { readonly kind: 'badTarget' }
  /** The client has gone; there is nobody to answer. */
  | { readonly kind: 'aborted' };

/** Reads a whole request. Ends as soon as the body grows too large, and leaves the rest of it unread. */
export async function readRequest(message: IncomingMessage): Promise<ReadResult> {
  const target = splitTarget(message.url ?? '');
  if (target === undefined) return { kind: 'badTarget' };
  if (Number(message.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return { kind: 'tooLarge' };
  const body = await readBody(message);
  if (!(body instanceof Uint8Array)) return { kind: body };
  const headers = joinHeaders(message.rawHeaders);
  if (target.authority !== undefined) headers['host'] = target.authority;
  return {
    kind: 'read',
    request: { method: message.method ?? '', rawPath: target.rawPath, rawQuery: target.rawQuery, headers, body },
  };
}

interface Target {
  readonly rawPath: string;
  readonly rawQuery: string;
  /** Of an absolute-form target, which wins over the Host header (RFC 9112 section 3.2.2). */
  readonly authority?: string;
}

function splitTarget(url: string): Target | undefined {
  if (!url.startsWith('/')) {
    const [, authority, rest] = /^https?:\/\/([^/?#]+)(.*)$/i.exec(url) ?? [];
    if (authority === undefined || rest === undefined) return undefined;
    const target = splitTarget(rest.startsWith('/') ? rest : `/${rest}`);
    return target && { ...target, authority };
  }
  const mark = url.indexOf('?');
  return mark === -1 ? { rawPath: url, rawQuery: '' } : { rawPath: url.slice(0, mark), rawQuery: url.slice(mark + 1) };
}

/** Repeated headers are joined by ',' alone, because a signature covers them like that (node's `headers` drop or change some). */
function joinHeaders(rawHeaders: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = Object.create(null);
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    const value = rawHeaders[index + 1] ?? '';
    const before = headers[name];
    headers[name] = before === undefined ? value : `${before},${value}`;
  }
  return headers;
}

const NO_BODY = new Uint8Array(0);

/** By events, not by iteration: an async iterator costs as much as all the rest of reading a body of one chunk. */
function readBody(message: IncomingMessage): Promise<Uint8Array | 'tooLarge' | 'aborted'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const end = (result: Uint8Array | 'tooLarge' | 'aborted'): void => {
      message.off('data', onData).off('end', onEnd).off('close', onGone).off('error', onGone);
      // Unread data stays in the socket; an error that comes later must still find a listener.
      message.on('error', () => undefined);
      resolve(result);
    };
    const onData = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > MAX_BODY_BYTES) {
        message.pause();
        end('tooLarge');
      } else chunks.push(chunk);
    };
    const onEnd = (): void => end(chunks.length < 2 ? (chunks[0] ?? NO_BODY) : Buffer.concat(chunks, bytes));
    const onGone = (): void => end('aborted');
    message.on('data', onData).on('end', onEnd).on('close', onGone).on('error', onGone);
  });
}
